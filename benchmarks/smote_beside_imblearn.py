#!/usr/bin/env python3
"""SMOTE here and in imbalanced-learn in turn, on random features with FER2013's class counts, and the ratios of their seconds.

    dotnet build -c Release benchmarks/Fer.Sampling.Benchmarks
    benchmarks/smote_beside_imblearn.py [--rounds 5] [--threads 2] [--columns 256 2304]

Needs Debian's python3-imblearn (run with /usr/bin/python3). Both keep the first run for warming up; nothing else should run on the
machine meanwhile.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

COUNTS = (3995, 436, 4097, 7215, 4965, 4830, 3171)

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--columns", type=int, nargs="+", default=[256, 2304])
parser.add_argument("--peer", type=int, help=argparse.SUPPRESS)
arguments = parser.parse_args()


def peer(columns):
    import numpy
    from imblearn.over_sampling import SMOTE
    random = numpy.random.default_rng(1)
    x = numpy.concatenate([random.normal(i * .1, 1, (n, columns)).astype(numpy.float32) for i, n in enumerate(COUNTS)])
    y = numpy.repeat(numpy.arange(len(COUNTS)), COUNTS)
    seconds = []
    for _ in range(4):
        start = time.perf_counter()
        out, _ = SMOTE(random_state=0).fit_resample(x, y)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"case": f"smote {len(x)}x{columns} -> {len(out)}", "seconds": statistics.median(seconds[1:])}))


def last_json(command, **variables):
    run = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, env={**os.environ, **variables})
    return json.loads(run.stdout.splitlines()[-1])


if arguments.peer:
    peer(arguments.peer)
    sys.exit()

binary = pathlib.Path(__file__).parent / "Fer.Sampling.Benchmarks/bin/Release/net10.0/Fer.Sampling.Benchmarks.dll"
threads = str(arguments.threads)
for columns in arguments.columns:
    ours, theirs = [], []
    for _ in range(arguments.rounds):
        ours.append(last_json(["dotnet", binary, columns, threads, 3]))
        theirs.append(last_json([sys.executable, __file__, "--peer", columns], OMP_NUM_THREADS=threads, OPENBLAS_NUM_THREADS=threads))
        assert ours[-1]["case"] == theirs[-1]["case"], (ours[-1], theirs[-1])
    a, b = ([run["seconds"] for run in runs] for runs in (ours, theirs))
    ratios = [y / x for x, y in zip(a, b)]
    print(f"{ours[0]['case']:28} Fer {statistics.median(a):7.3f} s  imbalanced-learn {statistics.median(b):7.3f} s  "
          f"{statistics.median(ratios):.2f} times as fast ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)
