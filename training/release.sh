#!/bin/sh
# Trains a network in five stages and builds the released model folder from it: ./release.sh VERSION [NAME]
# 256 pixels from the backbone's starting weights; 288 pixels from there; back at 256, the size that the live bars allow, at a
# lower rate; then with pasted lesions; then, from the mean of the weights of those two, once more with a higher rate and another
# seed. Released is the mean of that and of what it began with. (A finish with `--quantisation-aware` brought nothing; correcting
# the biases after quantising did. See docs/measured.md.)
# The phantom is rendered by the product (`npm ci && npm run build` in the repository first).
# A stage that was stopped goes on; one that is done is not repeated.
set -eu
cd "$(dirname "$0")"
version=${1:?"usage: ./release.sh VERSION [NAME]"}
name=${2:-lite0}
bin=${HAUSTRA_VENV:-.venv}/bin

stage() {
  run=runs/$name-$1
  shift
  [ -f "$run/final.pt" ] || OMP_NUM_THREADS=1 "$bin/torchrun" --nproc-per-node 2 -m haustra_training.cli train --into "$run" --threads 1 "$@"
}

blend() {
  "$bin/python" -m haustra_training.cli blend "$1" "$2" --out "$3"
}

stage begin --size 256 --budget-minutes 77
stage large --size 288 --budget-minutes 80 --from "runs/$name-begin/final.pt" --seed 11
stage end --size 256 --budget-minutes 60 --from "runs/$name-large/final.pt" --rate 0.8 --seed 21
stage paste --size 256 --budget-minutes 34 --from "runs/$name-end/final.pt" --rate 0.6 --paste 0.3 --seed 33
blend "runs/$name-paste/final.pt" "runs/$name-end/final.pt" "runs/$name-mean.pt"
stage again --size 256 --budget-minutes 64 --from "runs/$name-mean.pt" --rate 0.7 --paste 0.3 --seed 44
blend "runs/$name-again/final.pt" "runs/$name-mean.pt" "runs/$name-last.pt"
# The heads of the whole picture learn from the phantom too, on features as the product computes them; all else stays as it is.
"$bin/python" -m haustra_training.cli release --brief --checkpoint "runs/$name-last.pt" --out "runs/$name-looking" --version "$version"
phantom() {
  node ../phantom/dist/cli/main.js set --fps 1 --crf 24 --seeds "$1" --field "$2" --out "runs/phantom/$3"
}
phantom 1001-1032,1040-1079 144 learn
phantom 1033-1039,1080-1095 192 learn-large
phantom 1096-1103 120 learn-small
phantom 2001-2016 144 check
# The demonstration has a caecum and a stalked polyp of its own; other colons than the one that is shown (seed 1).
for seed in 1001 1002 1003 1004 1005 1006 1007 1008; do
  film=runs/phantom/demonstration/demonstration-$seed.mp4
  [ -f "$film" ] || node ../phantom/dist/cli/main.js render --seed "$seed" --field 144 --out "$film"
done
"$bin/python" -m haustra_training.cli signs --from "runs/$name-last.pt" --model "runs/$name-looking" --phantom runs/phantom/learn runs/phantom/learn-large runs/phantom/learn-small runs/phantom/demonstration --check runs/phantom/check --into "runs/$name-signs"
"$bin/python" -m haustra_training.cli release --checkpoint "runs/$name-signs/final.pt" --out ../models/haustra-colon-lite0 --version "$version"
