#!/bin/sh
# What a network reaches at hospitals that it never saw: three networks, each trained without some sources and measured on
# those by the product. ./held-out.sh [MINUTES] [SEED]
# A network begins from the backbone's starting weights, most of its time on small pictures, the rest at full size. Its weights
# are kept in ../models/held-out/, so that another call with another seed goes on from there, at full size.
set -eu
cd "$(dirname "$0")"
minutes=${1:-30}
seed=${2:-7}
bin=${HAUSTRA_VENV:-.venv}/bin
data=${HAUSTRA_DATA:-../../shared/data}

stage() {
  run=runs/held-out-$name-$1-$seed
  shift
  [ -f "$run/final.pt" ] || OMP_NUM_THREADS=1 "$bin/torchrun" --nproc-per-node 2 -m haustra_training.cli train --data "$data" --into "$run" \
    --threads 1 --seed "$seed" --paste 0.3 --hold-out $sources "$@"
}

fold() {
  name=$1
  shift
  sources=$*
  kept=../models/held-out/$name.pt
  if [ -f "$kept" ]; then
    stage full --size 256 --budget-minutes "$minutes" --from "$kept"
  else
    stage small --size 160 --batch 32 --budget-minutes $((minutes * 3 / 5))
    stage full --size 256 --budget-minutes $((minutes - minutes * 3 / 5)) --from "runs/held-out-$name-small-$seed/final.pt"
  fi
  "$bin/python" -m haustra_training.cli release --data "$data" --checkpoint "$run/final.pt" --out "$run/model" --version 0.0.0 --brief
  mkdir -p ../models/held-out
  cp "$run/model/weights.pt" "$kept"
  (cd .. && npx haustra evaluate "training/$run/model/held-out.csv" --model "training/$run/model" --split test --out "training/runs/held-out-$name")
}

fold clinicdb cvc-clinicdb polypgen upper-edd2020 upper-khookh everyday:0/3
fold neopolyp neopolyp upper-lag upper-lagclip everyday:1/3
fold hyperkvasir hyperkvasir upper-esoopen upper-neilus03 everyday:2/3
node ../bench/held-out.mjs runs/held-out-clinicdb runs/held-out-neopolyp runs/held-out-hyperkvasir
