#!/bin/sh
# Makes english-words.longhand again: about an hour on two free cores.
# Usage: recognizer-sequence/recipes/english-words/train.sh FONTS WORDS SCOWL [DIRECTORY]
#   FONTS      a folder of handwriting fonts, *.ttf (which ones were used, provenance says)
#   WORDS      a list of English words, one on each line: Debian's wamerican, /usr/share/dict/american-english
#   SCOWL      a folder of word lists by how common the words are: Debian's scowl, /usr/share/dict/scowl
#   DIRECTORY  for what is made; default runs/english-words
# The datasets are looked for as the README says, under --data-dir, LONGHAND_DATA or ../shared/data.
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd)
fonts=$1
words=$2
scowl=$3
made=${4:-$home/runs/english-words}
mkdir -p "$made"

data="--data unipen-words-train --validation unipen-words-validation
      --fonts $fonts --words $words --engine djl-pytorch --threads 2 --name english-words
      --notes $home/recognizer-sequence/recipes/english-words/notes.md --weights float16"

# 1. The network: words of pen strokes, each drawn in another hand in every epoch, and a sixth as many set in fonts.
"$home/cli/longhand" train word $data --typeset 8000 --epochs 18 --seed 20261123 --out "$made/stage-1.longhand"

# 2. Four more epochs of hands as they are usual, not as they are possible.
"$home/cli/longhand" train word $data --init "$made/stage-1.longhand" --variation gentle --typeset 3000 \
  --epochs 4 --learning-rate 8e-4 --averaging-decay 0.999 --seed 20261124 --out "$made/network.longhand"

# 3. Its language model, from word lists alone; frequent words count more.
cp "$made/network.longhand" "$made/with-language.longhand"
"$home/cli/longhand" train language-model --order 8 --kilobytes 6000 --into "$made/with-language.longhand" \
  --data "$words,$scowl/english-words.10=100,$scowl/english-words.20=15,$scowl/english-words.35=2"

# 4. What the language model counts, which decoder reads, and how sure each is: chosen on the validation words.
"$home/cli/longhand" train decoder --model "$made/with-language.longhand" --validation unipen-words-validation \
  --lexicon "$words" --weights float16 --out "$made/english-words.longhand"
