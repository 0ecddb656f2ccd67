#!/bin/sh
# Trains a network and builds the released model folder from it: ./release.sh VERSION [RUN] [MINUTES]
set -eu
cd "$(dirname "$0")"
version=${1:?"usage: ./release.sh VERSION [RUN] [MINUTES]"}
run=${2:-lite0-256}
minutes=${3:-77}
bin=.venv/bin
OMP_NUM_THREADS=1 $bin/torchrun --nproc-per-node 2 -m haustra_training.cli train --into "runs/$run" --budget-minutes "$minutes" --threads 1
$bin/haustra-train release --checkpoint "runs/$run/final.pt" --out ../models/haustra-colon-lite0 --version "$version"
