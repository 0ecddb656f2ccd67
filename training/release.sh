#!/bin/sh
# Trains a network in two stages and builds the released model folder from it: ./release.sh VERSION [NAME]
# 256 pixels from the backbone's starting weights; 288 pixels from there. (A finish with `--quantisation-aware` brought
# nothing: int8 loses no more than half a point without it. See docs/measured.md.)
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

stage 256 --size 256 --budget-minutes 77
stage 288 --size 288 --budget-minutes 80 --from "runs/$name-256/final.pt" --seed 11
"$bin/python" -m haustra_training.cli release --checkpoint "runs/$name-288/final.pt" --out ../models/haustra-colon-lite0 --version "$version"
