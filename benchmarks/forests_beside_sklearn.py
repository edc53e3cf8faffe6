#!/usr/bin/env python3
"""Forests here and in scikit-learn in turn, on a table of FER2013's class counts with 256 columns, and the ratios of their seconds.

    dotnet build -c Release benchmarks/Fer.Ml.Trees.Benchmarks
    benchmarks/forests_beside_sklearn.py [--rounds 5] [--threads 2] [--learners extra_trees random_forest] [--table FOLDER]

Needs Debian's python3-sklearn (run with /usr/bin/python3). Ours keeps its first fit for warming up, and each round fits with the same
seeds; nothing else should run on the machine meanwhile. A table of one's own is a folder with train.f32, train.i32, test.f32 and
test.i32: the features of the rows as float32, their labels as int32.
"""
import argparse
import json
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import numpy

TRAIN, TEST = (2981, 352, 2798, 5917, 3940, 3015, 2576), (714, 90, 710, 1506, 994, 714, 626)
SEEDS = 5

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--learners", nargs="+", default=["extra_trees", "random_forest"])
parser.add_argument("--table")
parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
arguments = parser.parse_args()


def make_tables(folder):
    random = numpy.random.default_rng(1)
    means, mix = random.normal(0, 1, (7, 256)), random.normal(0, 1, (256, 256)) / 16
    for name, counts in (("train", TRAIN), ("test", TEST)):
        y = numpy.repeat(numpy.arange(7), counts)
        x = numpy.maximum(means[y] * .35 + random.normal(0, 1.6, (len(y), 256)) @ mix, 0)
        x.astype(numpy.float32).tofile(folder / f"{name}.f32")
        y.astype(numpy.int32).tofile(folder / f"{name}.i32")


def read(folder, name):
    y = numpy.fromfile(folder / f"{name}.i32", numpy.int32)
    return numpy.fromfile(folder / f"{name}.f32", numpy.float32).reshape(len(y), -1), y


def peer(folder, learner):
    from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
    x, y = read(folder, "train")
    xt, yt = read(folder, "test")
    kind = ExtraTreesClassifier if learner == "extra_trees" else RandomForestClassifier
    fits, predicts, right = [], [], []
    for seed in range(SEEDS):
        start = time.perf_counter()
        model = kind(100, n_jobs=arguments.threads, random_state=seed).fit(x, y)
        fitted = time.perf_counter()
        labels = model.predict(xt)
        predicts.append(time.perf_counter() - fitted)
        fits.append(fitted - start)
        right.append((labels == yt).mean())
    print(json.dumps({"fit": statistics.median(fits[1:]), "predict": statistics.median(predicts[1:]), "accuracy": float(numpy.mean(right)),
                      "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10}))


def last_json(*command):
    run = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    return json.loads(run.stdout.splitlines()[-1])


if arguments.peer:
    peer(pathlib.Path(arguments.peer[0]), arguments.peer[1])
    sys.exit()

binary = pathlib.Path(__file__).parent / "Fer.Ml.Trees.Benchmarks/bin/Release/net10.0/Fer.Ml.Trees.Benchmarks.dll"
with tempfile.TemporaryDirectory() as made:
    folder = pathlib.Path(arguments.table or made)
    if not arguments.table:
        make_tables(folder)
    for learner in arguments.learners:
        ours, theirs = [], []
        for _ in range(arguments.rounds):
            ours.append(last_json("dotnet", binary, folder, learner, arguments.threads, SEEDS))
            theirs.append(last_json(sys.executable, __file__, "--threads", arguments.threads, "--peer", folder, learner))
        for part in ("fit", "predict"):
            a, b = ([run[part] for run in runs] for runs in (ours, theirs))
            ratios = [y / x for x, y in zip(a, b)]
            print(f"{learner:14} {part:8} Fer {statistics.median(a):7.3f} s  scikit-learn {statistics.median(b):7.3f} s  "
                  f"{statistics.median(ratios):.2f} times as fast ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)
        print(f"{learner:14} accuracy Fer {ours[0]['accuracy']:.4f}    scikit-learn {theirs[0]['accuracy']:.4f}    "
              f"(mean of {SEEDS} seeds)\n{learner:14} memory   Fer {ours[0]['megabytes']} MB     scikit-learn {theirs[0]['megabytes']} MB", flush=True)
