#!/usr/bin/env python3
"""Fer.Ml's learners and those of scikit-learn and XGBoost in turn, on a table of the paper's size: seconds of fitting and predicting,
accuracy, and memory.

    dotnet build -c Release benchmarks/Fer.Ml.Benchmarks
    benchmarks/ml_beside_sklearn.py [--only ridge lda] [--quick] [--rounds 3] [--repeats 1] [--threads 2] [--cpu]
        [--tables train.npz test.npz]

The table has the class counts of Robu et al. and 256 columns; --tables takes .npz files with `features` (float32, rows x columns) and
`labels`. Each round runs every side once, in a process of its own that warms up first: `repeats` fits and as many predictions as
a second holds, of labels and, where the peer has them, of probabilities. A ratio above 1 says that Fer.Ml is so many times as fast;
given are the median of the rounds and their range. Memory is what one fit and one prediction of labels add, at the peak, to a process
that holds both tables. Nothing else should run on the machine meanwhile; where that cannot be had, --cpu --threads 1 compares the
processors' seconds. --quick: one round, without the learners that take minutes.

Needs Debian's python3-sklearn, and python3-xgboost for its lines (run with /usr/bin/python3).
"""
import argparse
import importlib.util
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import numpy

import ml_peers

SLOW = {"svc", "ada_boost", "bagging", "mlp"}

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--repeats", type=int, default=1)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--only", nargs="+", choices=list(ml_peers.SKLEARN), metavar="LEARNER")
parser.add_argument("--quick", action="store_true")
parser.add_argument("--cpu", action="store_true")
parser.add_argument("--tables", nargs=2, metavar=("TRAIN", "TEST"))
arguments = parser.parse_args()

here = pathlib.Path(__file__).parent
binary = here / "Fer.Ml.Benchmarks/bin/Release/net10.0/Fer.Ml.Benchmarks.dll"
threads = str(arguments.threads)
clock = "_cpu" if arguments.cpu else ""


def run(peer, mode, folder, *rest):
    if peer == "Fer.Ml":
        command = ["dotnet", binary, mode, folder, threads, *rest]
    else:
        command = [sys.executable, here / "ml_peers.py", mode, folder, threads, *rest[:-1], peer, rest[-1]]
    result = subprocess.run(
        [str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "DOTNET_PROCESSOR_COUNT": threads})
    return json.loads(result.stdout.splitlines()[-1])


def compare(name, folder):
    sides = ["Fer.Ml"] + [peer for peer, learners in ml_peers.PEERS.items() if name in learners and is_there(peer)]
    runs = {side: [] for side in sides}
    for _ in range(1 if arguments.quick else arguments.rounds):
        for side in sides:
            runs[side].append(run(side, "time", folder, arguments.repeats, name) | run(side, "memory", folder, name))
    for side in sides:
        m = {key: statistics.median(run[key] for run in runs[side]) for key in runs[side][0]}
        probabilities = f"{1000 * m['probabilities' + clock]:9.2f} ms" if "probabilities" in m else f"{'-':>12}"
        print(f"{name:23} {side:13} fit {m['fit' + clock]:8.3f} s  labels {1000 * m['predict' + clock]:9.2f} ms  "
              f"probabilities {probabilities}  memory {m['mib']:6.1f} MiB  accuracy {m['accuracy']:.4f}", flush=True)
    for side in sides[1:]:
        parts = []
        for title, key in (("fit", "fit" + clock), ("labels", "predict" + clock), ("probabilities", "probabilities" + clock), ("memory", "mib")):
            if key in runs[side][0]:
                ratios = [theirs[key] / max(ours[key], 1e-9) for ours, theirs in zip(runs["Fer.Ml"], runs[side])]
                parts.append(f"{title} {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
        print(f"{name:23} {side} / Fer.Ml: {', '.join(parts)}", flush=True)


def is_there(peer):
    return importlib.util.find_spec("sklearn" if peer == "scikit-learn" else peer) is not None


with tempfile.TemporaryDirectory() as made:
    if arguments.tables:
        a, b = (numpy.load(file) for file in arguments.tables)
        ml_peers.write_tables(made, a["features"], a["labels"], b["features"], b["labels"])
    else:
        ml_peers.write_tables(made, *ml_peers.made_tables())
    for learner in arguments.only or ml_peers.SKLEARN:
        if arguments.only or not (arguments.quick and learner in SLOW):
            compare(learner, made)
