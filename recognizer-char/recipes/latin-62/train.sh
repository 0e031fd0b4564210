#!/bin/sh
# Makes latin-62.longhand again: three to five hours on two cores.
# Usage: recognizer-char/recipes/latin-62/train.sh [DIRECTORY]   (for what is made; default runs/latin-62)
# The datasets are looked for as the README says, under --data-dir, LONGHAND_DATA or ../shared/data.
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd)
made=${1:-$home/runs/latin-62}
mkdir -p "$made"
emnist=emnist-pool-train
unipen=unipen-characters-train
validation=emnist-pool-validation,unipen-characters-validation

train() {
  "$home/cli/longhand" train character --engine djl-pytorch --batch-size 256 --weight-decay 0.05 --averaging-decay 0.999 "$@"
}

# 1. EMNIST alone. What is known only up to case is learnt as a set of two classes.
train --data $emnist --validation emnist-pool-validation --augmentation gentle \
  --epochs 9 --learning-rate 3e-3 --seed 20261123 --out "$made/emnist.longhand"

# 2. From there, UNIPEN alone.
train --data $unipen --validation unipen-characters-validation --init "$made/emnist.longhand" --augmentation usual \
  --dropout 0.3 --smoothing 0.05 --epochs 9 --learning-rate 2e-3 --seed 20261124 --out "$made/unipen.longhand"

# 3. Both, each taught by its own network. The second says which case the undecided images show, matched to EMNIST's
#    published frequencies. Validation is best after eleven epochs; later ones learn the teachers' mistakes by heart.
train --data $emnist,$unipen --validation $validation --init "$made/unipen.longhand" --resolve emnist \
  --teachers "$made/emnist.longhand,$made/unipen.longhand" --teachers-share 0.8 \
  --augmentation strong --image-augmentation gentle --dropout 0.1 --smoothing 0 \
  --epochs 18 --until 12 --learning-rate 3e-3 --seed 20261125 --out "$made/both.longhand"

# 4. Both, without teachers, and with images varied further: turned, slanted, bent, blurred and noisy.
train --data $emnist,$unipen --validation $validation --init "$made/both.longhand" --resolve emnist \
  --augmentation strong --image-augmentation geometric --dropout 0.3 --smoothing 0.03 \
  --epochs 2 --learning-rate 1.5e-3 --seed 20261127 --weights float16 --out "$made/varied.longhand"

# 5. More hands: letters that the model so far cuts out of UNIPEN's training words. Twice from the same start, both
#    ended while the learning rate is high: later epochs learn the samples by heart.
"$home/cli/longhand" data cut --data unipen-words-train --model "$made/varied.longhand" --out "$made/letters.jsonl.gz"
more_hands() {
  train --data "$emnist,$unipen,$made/letters.jsonl.gz" --validation $validation --init "$made/varied.longhand" --resolve emnist \
    --augmentation strong --image-augmentation geometric --dropout 0.4 --smoothing 0.03 --weights float16 --name latin-62 \
    --notes "$home/recognizer-char/recipes/latin-62/notes.md" "$@"
}
more_hands --epochs 6 --until 2 --learning-rate 1.5e-3 --seed 20261141 --out "$made/hands1.longhand"
more_hands --epochs 2 --until 1 --learning-rate 1e-3 --seed 20261142 --out "$made/hands2.longhand"

# 6. The mean of their weights and of those that they started from reads better than each.
mean() {
  "$home/cli/longhand" train average "$@"
}
mean "$made/hands1.longhand=1" "$made/hands2.longhand=1" "$made/varied.longhand=1" --weights float16 --out "$made/hands.longhand"

# 7. Some is left as it is, as that is that will be read: a part of all data; and, in another training, all of EMNIST.
fine() {
  start=$1
  shift
  train --validation $validation --init "$made/$start.longhand" --resolve emnist --dropout 0.4 --smoothing 0.03 --name latin-62 \
    --notes "$home/recognizer-char/recipes/latin-62/notes.md" --epochs 2 --until 1 "$@"
}
all="$emnist,$unipen,$made/letters.jsonl.gz"
partly="--augmentation strong --untouched 0.4 --image-augmentation geometric --image-untouched 0.5"
fine hands --data "$all" $partly --learning-rate 1e-3 --seed 20261171 --out "$made/fine1.longhand"
fine hands --data $emnist --augmentation none --learning-rate 1e-3 --seed 20261161 --out "$made/fine2.longhand"
mean "$made/hands.longhand=1" "$made/fine1.longhand=1" "$made/fine2.longhand=1" --out "$made/fine.longhand"

# 8. The same again from there.
fine fine --data "$all" $partly --learning-rate 1.5e-3 --seed 20261173 --out "$made/fine3.longhand"
fine fine --data $emnist --augmentation none --learning-rate 1e-3 --seed 20261175 --out "$made/fine4.longhand"
mean "$made/fine3.longhand=2" "$made/fine4.longhand=1" --weights float16 --out "$made/latin-62.longhand"
