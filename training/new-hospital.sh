#!/bin/sh
# What learning without labels brings at a hospital that the network never saw: three networks of ../models/held-out/, each adapted
# to the training pictures of its unseen source without their labels, and both judged by the product's own gate on all validation
# and test pictures. ./new-hospital.sh [ROUNDS] [SEED]; on two cores about 15 minutes a round and hospital, on a GPU a few seconds.
# An adapted network that lies in runs/new-hospital-NAME-SEED/final.pt is not trained again.
set -eu
cd "$(dirname "$0")"
rounds=${1:-5}
seed=${2:-5}
bin=${HAUSTRA_VENV:-.venv}/bin
data=${HAUSTRA_DATA:-../../shared/data}

release() {
  [ -f "$2/manifest.json" ] || "$bin/python" -m haustra_training.cli release --data "$data" --checkpoint "$1" --out "$2" --version "$3" --name haustra-colon-lite0 --brief
}

hospital() {
  name=$1
  blind=$2
  shift 2
  run=runs/new-hospital-$name-$seed
  [ -f "$run/final.pt" ] || OMP_NUM_THREADS=1 "$bin/torchrun" --nproc-per-node "${PROCESSES:-2}" -m haustra_training.cli train --data "$data" --into "$run" \
    --from "../models/held-out/$name.pt" --hold-out "$@" --blind "$blind" --self-taught 0.5 --unlabelled 1500 --size 256 --batch 32 --rate 0.5 --paste 0.3 --rounds "$rounds" --seed "$seed" --threads 1
  release "../models/held-out/$name.pt" "$run/before" 0.0.1
  # As a round of self-training ends: the mean of the model in use and of what it became.
  [ -f "$run/mean.pt" ] || "$bin/python" -m haustra_training.cli blend "../models/held-out/$name.pt" "$run/final.pt" --out "$run/mean.pt"
  release "$run/mean.pt" "$run/after" 0.0.2
  rm -rf "$run/station"
  before=$(npx haustra models add "$run/before" --data "$run/station" --json | "$bin/python" -c 'import json, sys; print(json.load(sys.stdin)["name"])')
  npx haustra models promote "$before" --force --by new-hospital --data "$run/station"
  # Refused is a result too: the table is what is asked for.
  npx haustra models gate "$run/after" --labelled "$data" --data "$run/station" --out "$run/gate" || true
}

hospital clinicdb cvc-clinicdb polypgen upper-edd2020 upper-khookh everyday:0/3
hospital neopolyp neopolyp upper-lag upper-lagclip everyday:1/3
hospital hyperkvasir hyperkvasir upper-esoopen upper-neilus03 everyday:2/3
node ../bench/new-hospital.mjs runs/new-hospital-clinicdb-$seed runs/new-hospital-neopolyp-$seed runs/new-hospital-hyperkvasir-$seed
