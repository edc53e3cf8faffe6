#!/usr/bin/env python3
"""Fer.Ml's learners and scikit-learn's in turn, on a table of the paper's size: seconds, accuracy, macro F1, peak memory.

    dotnet build -c Release benchmarks/Fer.Ml.Benchmarks
    benchmarks/ml_beside_sklearn.py [--rounds 3] [--repeats 1] [--threads 2] [--learners ridge lda] [--tables train.npz test.npz]

The table has the class counts of the paper and 256 columns; --tables takes .npz files with `features` (float32, rows x columns) and
`labels`. Needs Debian's python3-sklearn (run with /usr/bin/python3). Both keep the first run for warming up; nothing else should run
on the machine meanwhile. To add a learner: here in LEARNERS, and in Fer.Ml.Benchmarks/Learners.cs under the same name.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

LEARNERS = {
    "ridge": "linear_model.RidgeClassifier()",
    "logistic_regression": "linear_model.LogisticRegression(max_iter=1000)",
    "lda": "discriminant_analysis.LinearDiscriminantAnalysis()",
    "lda_shrunk": "discriminant_analysis.LinearDiscriminantAnalysis(solver='lsqr', shrinkage='auto')",
    "qda": "discriminant_analysis.QuadraticDiscriminantAnalysis(reg_param=0.1)",
    "gaussian_nb": "naive_bayes.GaussianNB()",
    "k_neighbors": "neighbors.KNeighborsClassifier(n_jobs=threads)",
    "linear_svc": "svm.LinearSVC()",
    "svc": "svm.SVC()",
}

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--repeats", type=int, default=1)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--learners", nargs="+", default=list(LEARNERS))
parser.add_argument("--tables", nargs=2)
parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
arguments = parser.parse_args()


def made_tables():
    import numpy
    random = numpy.random.default_rng(1)
    means, mix = random.normal(0, 1, (7, 256)), random.normal(0, 1, (256, 256)) / 16

    def table(counts):
        y = numpy.repeat(numpy.arange(7), counts)
        return numpy.maximum(means[y] * .35 + random.normal(0, 1.6, (len(y), 256)) @ mix, 0).astype(numpy.float32), y
    return table((2981, 352, 2798, 5917, 3940, 3015, 2576)), table((714, 90, 710, 1506, 994, 714, 626))


def write_tables(folder):
    import numpy
    tables = [(file["features"], file["labels"]) for file in map(numpy.load, arguments.tables)] if arguments.tables else made_tables()
    for name, (x, y) in zip(("train", "test"), tables):
        numpy.ascontiguousarray(x, numpy.float32).tofile(f"{folder}/{name}.f32")
        y.astype(numpy.int32).tofile(f"{folder}/{name}.i32")


def peer(folder, name):
    import numpy
    from sklearn import discriminant_analysis, ensemble, linear_model, metrics, naive_bayes, neighbors, svm, tree
    warnings.filterwarnings("ignore")
    scope = dict(discriminant_analysis=discriminant_analysis, ensemble=ensemble, linear_model=linear_model, naive_bayes=naive_bayes,
                 neighbors=neighbors, svm=svm, tree=tree, threads=arguments.threads)
    learner = eval(LEARNERS[name], scope)
    y, yt = (numpy.fromfile(f"{folder}/{part}.i32", numpy.int32) for part in ("train", "test"))
    x, xt = (numpy.fromfile(f"{folder}/{part}.f32", numpy.float32).reshape(len(labels), -1) for part, labels in (("train", y), ("test", yt)))
    fit, predict = [], []
    for _ in range(arguments.repeats + 1):
        start = time.perf_counter()
        learner.fit(x, y)
        fitted = time.perf_counter()
        p = learner.predict(xt)
        predict.append(time.perf_counter() - fitted)
        fit.append(fitted - start)
    print(json.dumps({
        "fit": statistics.median(fit[1:]), "predict": statistics.median(predict[1:]), "accuracy": float((p == yt).mean()),
        "f1": metrics.f1_score(yt, p, average="macro"), "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10}))


def last_json(command, **variables):
    run = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, **variables})
    return json.loads(run.stdout.splitlines()[-1])


if arguments.peer:
    peer(*arguments.peer)
    sys.exit()

binary = pathlib.Path(__file__).parent / "Fer.Ml.Benchmarks/bin/Release/net10.0/Fer.Ml.Benchmarks.dll"
threads, repeats = str(arguments.threads), str(arguments.repeats)
with tempfile.TemporaryDirectory() as folder:
    write_tables(folder)
    for name in arguments.learners:
        ours, theirs = [], []
        for _ in range(arguments.rounds):
            ours.append(last_json(["dotnet", binary, folder, name, threads, repeats]))
            theirs.append(last_json(
                [sys.executable, __file__, "--peer", folder, name, "--repeats", repeats, "--threads", threads],
                OMP_NUM_THREADS=threads, OPENBLAS_NUM_THREADS=threads))
        for which, runs in (("Fer.Ml", ours), ("scikit-learn", theirs)):
            middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
            print(f"{name:20} {which:13} fit {middle['fit']:8.3f} s  predict {middle['predict']:8.4f} s  "
                  f"accuracy {middle['accuracy']:.4f}  macro F1 {middle['f1']:.4f}  {middle['mib']:5.0f} MiB", flush=True)
        for key in ("fit", "predict"):
            ratios = [b[key] / a[key] for a, b in zip(ours, theirs)]
            print(f"{name:20} {key}: {statistics.median(ratios):.2f} times as fast ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)
