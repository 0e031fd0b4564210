#!/bin/sh
# Makes english-words.longhand again: about three hours on two free cores.
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
      --notes $home/recognizer-sequence/recipes/english-words/notes.md"
more="$data --characters unipen-characters-train --doubtful 0.015"

# 1. The network: words of pen strokes, each drawn in another hand in every epoch, and a sixth as many set in fonts.
"$home/cli/longhand" train word $data --typeset 8000 --epochs 18 --seed 20261123 \
  --weights float16 --out "$made/stage-1.longhand"

# 2. Four more epochs of hands as they are usual, not as they are possible.
"$home/cli/longhand" train word $data --init "$made/stage-1.longhand" --variation gentle --typeset 3000 \
  --epochs 4 --learning-rate 8e-4 --averaging-decay 0.999 --seed 20261124 --weights float16 --out "$made/stage-2.longhand"

# 3. It reads the writers it knows far better than others (5 % of characters wrong, and 18 %): so more variation, words
#    composed of the single characters of more writers, and none of the words whose labels it doubts most.
"$home/cli/longhand" train word $more --init "$made/stage-2.longhand" --variation strong --typeset 6000 --composed 10000 \
  --epochs 14 --until 6 --learning-rate 1.2e-3 --averaging-decay 0.999 --seed 20261125 --out "$made/stage-3.longhand"

# 4. Again hands as they are usual.
"$home/cli/longhand" train word $more --init "$made/stage-3.longhand" --variation gentle --typeset 3000 --composed 3000 \
  --epochs 6 --until 5 --learning-rate 1e-3 --averaging-decay 0.999 --seed 20261126 --out "$made/stage-4.longhand"

# 5. The mean reads new hands better than either. Here as below the shares were chosen on the validation words.
"$home/cli/longhand" train average "$made/stage-4.longhand=0.7" "$made/stage-2.longhand=0.3" --out "$made/stage-5.longhand"

# 6. and 7. The same once more, from the mean. (Strokes did not yet move for themselves in stage 3 of the shipped model.)
"$home/cli/longhand" train word $more --init "$made/stage-5.longhand" --variation strong --dropout 0.3 --typeset 7000 --composed 14000 \
  --epochs 13 --until 11 --learning-rate 1.5e-3 --averaging-decay 0.999 --seed 20261128 --out "$made/stage-6.longhand"
"$home/cli/longhand" train word $more --init "$made/stage-6.longhand" --variation gentle --typeset 3000 --composed 3000 \
  --epochs 6 --learning-rate 1e-3 --averaging-decay 0.999 --seed 20261129 --out "$made/stage-7.longhand"

# 8. And the mean of these.
"$home/cli/longhand" train average "$made/stage-7.longhand=0.45" "$made/stage-5.longhand=0.35" "$made/stage-6.longhand=0.2" \
  --out "$made/network.longhand"

# 9. Its language model, from word lists alone; frequent words count more.
cp "$made/network.longhand" "$made/with-language.longhand"
"$home/cli/longhand" train language-model --order 8 --kilobytes 8300 --into "$made/with-language.longhand" \
  --data "$words,$scowl/english-words.10=100,$scowl/english-words.20=15,$scowl/english-words.35=2"

# 10. What the language model counts, which decoder reads, and how sure each is: chosen on the validation words, and so
#     was the width of the beam (of 16 and 32).
"$home/cli/longhand" train decoder --model "$made/with-language.longhand" --validation unipen-words-validation \
  --beam-width 32 --lexicon "$words" --weights float16 --out "$made/english-words.longhand"
