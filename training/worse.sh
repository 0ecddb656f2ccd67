#!/bin/sh
# Candidates made worse on purpose, from the released weights, before the product's own gate: a head turned to noise, labels dealt
# out anew, one source's lesions taken away. Each must be refused, with its own reason. ./worse.sh; about 25 minutes on two cores.
set -eu
cd "$(dirname "$0")"
bin=${HAUSTRA_VENV:-.venv}/bin
data=${HAUSTRA_DATA:-../../shared/data}
now=../models/haustra-colon-lite0/weights.pt

judge() {
  [ -f "runs/worse-$1/model/manifest.json" ] || "$bin/python" -m haustra_training.cli release --data "$data" --checkpoint "$2" --out "runs/worse-$1/model" --version "0.0.0-$1" --name haustra-colon-lite0 --brief --threads 1 > /dev/null
  if npx haustra models gate "runs/worse-$1/model" --labelled "$data" --data "runs/worse-$1/station" --out "runs/worse-$1/gate"; then
    echo "$1: PASSED, which it must not"
    exit 1
  fi
}

train() {
  mkdir -p "runs/worse-$1"
  "$bin/python" -m haustra_training.cli spoil --data "$data" --how "$2" --out "runs/worse-$1/index.csv"
  OMP_NUM_THREADS=1 "$bin/torchrun" --nproc-per-node 2 -m haustra_training.cli train --data "runs/worse-$1" --into "runs/worse-$1/run" --from "$now" \
    --size 256 --threads 1 --rounds 4 --round-length 1200 --rate 2 --seed 9
  judge "$1" "runs/worse-$1/run/final.pt"
}

mkdir -p runs/worse-head
"$bin/python" -m haustra_training.cli spoil --how head:cleanliness --from "$now" --out runs/worse-head/final.pt
judge head runs/worse-head/final.pt
train shuffled shuffled
train source source:neopolyp
