#!/usr/bin/env python3
"""Histogram gradient boosting here, in scikit-learn and, where installed, in XGBoost, in turn on the same tables: seconds, accuracy,
peak memory and their ratios.

    dotnet build -c Release benchmarks/Fer.Ml.Boosting.Benchmarks
    benchmarks/boosting_beside_sklearn.py [--rounds 3] [--seeds 5] [--threads 2] [--tables made digits breast_cancer wine]
        [--features TRAIN.npz TEST.npz]

Needs Debian's python3-sklearn, and python3-xgboost for its column (run with /usr/bin/python3). `made` is a table of the size of
Robu et al., 21,579 rows of 256 features in 7 classes. --features takes two .npz files, to learn from and to judge on, as
`fer features` writes them. Each seed makes another table, or splits it anew; speed is compared on the first, the median of the
rounds. Nothing else should run on the machine meanwhile.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--seeds", type=int, default=5)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--iterations", type=int, default=100)
parser.add_argument("--tables", nargs="*", default=["made", "digits", "breast_cancer", "wine"])
parser.add_argument("--features", nargs=2, metavar=("TRAIN", "TEST"))
parser.add_argument("--peer", nargs=3, help=argparse.SUPPRESS)
arguments = parser.parse_args()


def peer(learner, folder, iterations):
    import resource
    import time

    import numpy
    data = {}
    for name in ("train", "test"):
        labels = numpy.fromfile(f"{folder}/{name}.i32", dtype="<i4")
        data[name] = numpy.fromfile(f"{folder}/{name}.f32", dtype="<f4").reshape(len(labels), -1), labels
    (x, y), (xt, yt) = data["train"], data["test"]
    if learner == "xgboost":
        from xgboost import XGBClassifier
        make = lambda n: XGBClassifier(n_estimators=n, tree_method="hist", n_jobs=int(os.environ["OMP_NUM_THREADS"]), random_state=0)
    else:
        from sklearn.ensemble import HistGradientBoostingClassifier
        make = lambda n: HistGradientBoostingClassifier(max_iter=n, random_state=0, early_stopping=False)
    make(3).fit(x, y).predict(xt)  # the first one warms up
    start = time.perf_counter()
    model = make(iterations).fit(x, y)
    fitted = time.perf_counter()
    predicted = model.predict(xt)
    end = time.perf_counter()
    print(json.dumps({"learner": learner, "fit_s": fitted - start, "predict_s": end - fitted, "accuracy": float((predicted == yt).mean()),
                      "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def make_table(name, seed):
    import numpy
    if name == "features":
        a, b = (numpy.load(file) for file in arguments.features)
        return a["features"], a["labels"], b["features"], b["labels"]
    if name == "made":
        random = numpy.random.default_rng(seed + 1)
        means, mix = random.normal(0, 1, (7, 256)), random.normal(0, 1, (256, 256)) / 16

        def rows(counts):
            y = numpy.repeat(numpy.arange(7), counts)
            return numpy.maximum(means[y] * .35 + random.normal(0, 1.6, (len(y), 256)) @ mix, 0), y
        return *rows((2981, 352, 2798, 5917, 3940, 3015, 2576)), *rows((714, 90, 710, 1506, 994, 714, 626))
    import sklearn.datasets
    from sklearn.model_selection import train_test_split
    x, y = getattr(sklearn.datasets, f"load_{name}")(return_X_y=True)
    x, xt, y, yt = train_test_split(x, y, test_size=.25, stratify=y, random_state=seed)
    return x, y, xt, yt


def write_table(name, seed, folder):
    x, y, xt, yt = make_table(name, seed)
    for part, values, labels in (("train", x, y), ("test", xt, yt)):
        values.astype("<f4").tofile(f"{folder}/{part}.f32")
        labels.astype("<i4").tofile(f"{folder}/{part}.i32")
    return f"{name} {len(x)}x{x.shape[1]}"


def last_json(command, **variables):
    run = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, env={**os.environ, **variables})
    return json.loads(run.stdout.splitlines()[-1])


if arguments.peer:
    peer(arguments.peer[0], arguments.peer[1], int(arguments.peer[2]))
    sys.exit()

binary = pathlib.Path(__file__).parent / "Fer.Ml.Boosting.Benchmarks/bin/Release/net10.0/Fer.Ml.Boosting.Benchmarks.dll"
threads, iterations = str(arguments.threads), str(arguments.iterations)
learners = ["fer", "sklearn"]
try:
    import xgboost  # noqa: F401
    learners.append("xgboost")
except ImportError:
    print("XGBoost is not installed: without its column")


def run(learner, folder):
    if learner == "fer":
        return last_json(["dotnet", binary, folder, iterations, threads])
    return last_json([sys.executable, __file__, "--peer", learner, folder, iterations], OMP_NUM_THREADS=threads)


for table in arguments.tables + (["features"] if arguments.features else []):
    accuracies = {learner: [] for learner in learners}
    for seed in range(1 if table == "features" else arguments.seeds):
        with tempfile.TemporaryDirectory() as folder:
            size = write_table(table, seed, folder)
            runs = {learner: [] for learner in learners}
            for _ in range(arguments.rounds if seed == 0 else 1):
                for learner in learners:
                    runs[learner].append(run(learner, folder))
        for learner in learners:
            accuracies[learner].append(runs[learner][0]["accuracy"])
        if seed > 0:
            continue
        median = {learner: {key: statistics.median(r[key] for r in runs[learner]) for key in ("fit_s", "predict_s", "peak_mb")}
                  for learner in learners}
        for learner in learners:
            m = median[learner]
            line = f"{size:24} {learner:8} fit {m['fit_s']:8.3f} s  predict {m['predict_s']:7.4f} s  peak {m['peak_mb']:5.0f} MB"
            if learner != "fer":
                ratios = [b["fit_s"] / a["fit_s"] for a, b in zip(runs["fer"], runs[learner])]
                line += (f"  Fer is {statistics.median(ratios):.2f} times as fast ({min(ratios):.2f} to {max(ratios):.2f}), "
                         f"in prediction {m['predict_s'] / median['fer']['predict_s']:.2f}")
            print(line, flush=True)
    for learner in learners:
        values = accuracies[learner]
        print(f"{table:24} {learner:8} accuracy {statistics.mean(values):.4f} over {len(values)} seeds "
              f"({', '.join(f'{value:.4f}' for value in values)})", flush=True)
