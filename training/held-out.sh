#!/bin/sh
# What a network reaches at hospitals that it never saw: three networks, each trained from the starting weights of the
# backbone without some sources, and measured on those by the product. ./held-out.sh [MINUTES] [SIZE]
set -eu
cd "$(dirname "$0")"
minutes=${1:-30}
size=${2:-224}
bin=${HAUSTRA_VENV:-.venv}/bin
data=${HAUSTRA_DATA:-../../shared/data}

fold() {
  run=runs/held-out-$1
  shift
  OMP_NUM_THREADS=1 "$bin/torchrun" --nproc-per-node 2 -m haustra_training.cli train --data "$data" --into "$run" \
    --budget-minutes "$minutes" --size "$size" --threads 1 --hold-out "$@"
  "$bin/python" -m haustra_training.cli release --data "$data" --checkpoint "$run/final.pt" --out "$run/model" --version 0.0.0 --brief
  (cd .. && npx haustra evaluate "training/$run/model/held-out.csv" --model "training/$run/model" --split test --out "training/$run/evaluation")
}

fold clinicdb cvc-clinicdb polypgen upper-edd2020 everyday:0/3
fold neopolyp neopolyp upper-lag upper-lagclip upper-khookh everyday:1/3
fold hyperkvasir hyperkvasir upper-esoopen upper-neilus03 everyday:2/3
node ../bench/held-out.mjs runs/held-out-clinicdb/evaluation runs/held-out-neopolyp/evaluation runs/held-out-hyperkvasir/evaluation
