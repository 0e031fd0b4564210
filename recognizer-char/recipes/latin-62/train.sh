#!/bin/sh
# Makes latin-62.longhand again: about an hour and a half on two cores.
# Usage: recognizer-char/recipes/latin-62/train.sh [DIRECTORY]   (for what is made; default runs/latin-62)
# The datasets are looked for as the README says, under --data-dir, LONGHAND_DATA or ../shared/data.
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd)
made=${1:-$home/runs/latin-62}
mkdir -p "$made"
data="--data emnist-pool-train,unipen-characters-train
      --validation emnist-pool-validation,unipen-characters-validation
      --engine djl-pytorch --batch-size 256 --seed 20261122"

# 1. From nothing. What is known only up to case is learnt as a set of two classes. Validation is best after seven
#    of the twelve epochs; later ones learn the writers by heart.
"$home/cli/longhand" train character $data --epochs 12 --patience 2 --learning-rate 3e-3 --out "$made/stage-1.longhand"

# 2. The first model says which case the undecided images show, matched to EMNIST's published frequencies; two more
#    epochs learn from that, with means against learning by heart.
"$home/cli/longhand" train character $data --init "$made/stage-1.longhand" --resolve emnist \
  --augmentation strong --dropout 0.4 --smoothing 0.05 --weight-decay 0.05 --averaging-decay 0.995 \
  --epochs 2 --learning-rate 8e-4 --weights float16 --name latin-62 --notes "$home/recognizer-char/recipes/latin-62/notes.md" \
  --out "$made/latin-62.longhand"
