#!/usr/bin/env python3
"""The accuracy of Fer.Ml's learners beside scikit-learn's (boosting beside XGBoost's as well), over several seeds, table by table.

    dotnet build -c Release benchmarks/Fer.Ml.Benchmarks
    benchmarks/ml_accuracy_beside_sklearn.py [--only ridge lda] [--tables made digits wine breast_cancer] [--features FILE.npz ...]
        [--seeds 5] [--threads 2] [--scale]

`made` has the size of Robu et al., 21,579 rows of 256 features in 7 classes; the others are scikit-learn's own. --features takes .npz
files with `features` and `labels`, as `fer features` writes them; FILE:TEST.npz judges on a file of its own. Each seed makes another
table, or splits it anew (a quarter is judged on), and is the learners' seed as well. Learners whose time grows with the square of the
rows get 4,000 of them. Marked are mean differences of more than half a point.

Needs Debian's python3-sklearn, and python3-xgboost for its column (run with /usr/bin/python3).
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

SUBSAMPLED, MOST_ROWS = {"svc", "linear_svc", "mlp", "ada_boost", "bagging"}, 4000

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--only", nargs="+", choices=list(ml_peers.SKLEARN), metavar="LEARNER", default=list(ml_peers.SKLEARN))
parser.add_argument("--tables", nargs="*", default=["made", "digits", "wine", "breast_cancer"])
parser.add_argument("--features", nargs="*", default=[])
parser.add_argument("--seeds", type=int, default=5)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--scale", action="store_true", help="standardise the features before")
arguments = parser.parse_args()

here = pathlib.Path(__file__).parent
binary = here / "Fer.Ml.Benchmarks/bin/Release/net10.0/Fer.Ml.Benchmarks.dll"
threads = str(arguments.threads)


def load(table, seed):
    if table == "made":
        return ml_peers.made_tables(seed + 1)
    from sklearn import datasets
    from sklearn.model_selection import train_test_split
    if ".npz" in table:
        train, _, test = table.partition(":")
        x, y = read_features(train)
        if test:
            order = numpy.random.default_rng(seed).permutation(len(y))
            return x[order], y[order], *read_features(test)
    else:
        x, y = getattr(datasets, f"load_{table}")(return_X_y=True)
    x, xt, y, yt = train_test_split(x, y, test_size=.25, stratify=y, random_state=seed)
    return x, y, xt, yt


def read_features(path):
    with numpy.load(path) as file:
        return file["features"], file["labels"]


def prepared(table, seed, rows):
    x, y, xt, yt = load(table, seed)
    if len(x) > rows:
        some = numpy.random.default_rng(seed).choice(len(x), rows, replace=False)
        x, y = x[some], y[some]
    if arguments.scale:
        mean, deviation = x.mean(axis=0), x.std(axis=0)
        deviation[deviation == 0] = 1
        x, xt = (x - mean) / deviation, (xt - mean) / deviation
    return x, y, xt, yt


def accuracies(side, folder, seed, names):
    """Learner by learner; nothing for one that fails on this table."""
    if side == "Fer.Ml":
        command = ["dotnet", str(binary), "accuracy", folder, threads, str(seed), *names]
    else:
        command = [sys.executable, str(here / "ml_peers.py"), "accuracy", folder, threads, str(seed), side, *names]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                         env={**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads})
    if run.returncode:
        print(f"{side}: {' '.join(run.stderr.strip().splitlines()[-1:])}", file=sys.stderr)
    return {line["learner"]: line["accuracy"] for line in map(json.loads, run.stdout.splitlines())}


def compare(table):
    found = {}  # (learner, side) -> accuracies
    sides = ["Fer.Ml"] + [peer for peer in ml_peers.PEERS if importlib.util.find_spec("sklearn" if peer == "scikit-learn" else peer)]
    for seed in range(arguments.seeds):
        for rows, names in ((MOST_ROWS, [name for name in arguments.only if name in SUBSAMPLED]),
                            (sys.maxsize, [name for name in arguments.only if name not in SUBSAMPLED])):
            if not names:
                continue
            with tempfile.TemporaryDirectory() as folder:
                ml_peers.write_tables(folder, *prepared(table, seed, rows))
                for side in sides:
                    known = [name for name in names if side == "Fer.Ml" or name in ml_peers.PEERS[side]]
                    for name, accuracy in (accuracies(side, folder, seed, known) if known else {}).items():
                        found.setdefault((name, side), []).append(accuracy)
    for name in arguments.only:
        for side in sides[1:]:
            ours, theirs = found.get((name, "Fer.Ml")), found.get((name, side))
            if ours and theirs:
                difference = 100 * (statistics.mean(ours) - statistics.mean(theirs))
                spread = f"{100 * min(ours):.2f} to {100 * max(ours):.2f}"
                print(f"{pathlib.Path(table).name:16} {name:23} Fer.Ml {100 * statistics.mean(ours):6.2f} ({spread})  "
                      f"{side:13} {100 * statistics.mean(theirs):6.2f}  difference {difference:+.2f}"
                      f"{' *' if abs(difference) > .5 else ''}", flush=True)


for table in arguments.tables + arguments.features:
    compare(table)
