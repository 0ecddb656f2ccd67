#!/bin/sh
# Do two training processes learn as one does? The same run with one process, with two, and with one and another seed: the last
# tells what noise is. ./two-processes.sh [ROUNDS]; about 2 minutes a round on two cores.
set -eu
cd "$(dirname "$0")"
rounds=${1:-4}
bin=${HAUSTRA_VENV:-.venv}/bin

run() {
  [ -f "runs/curve-$1/final.pt" ] || OMP_NUM_THREADS=1 "$bin/torchrun" --nproc-per-node "$2" -m haustra_training.cli train --into "runs/curve-$1" \
    --threads 1 --seed "$3" --size 96 --batch 32 --round-length 800 --rounds "$rounds"
}

run one 1 7
run two 2 7
run noise 1 8
"$bin/python" -m haustra_training.cli agree runs/curve-one runs/curve-two runs/curve-noise
