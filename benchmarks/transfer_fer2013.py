#!/usr/bin/env python3
"""Does transfer help? A network trained on four of FER2013's classes is fine-tuned on a few pictures of the other three.

    dotnet publish Fer.Cli -c Release -o OUT/fer
    benchmarks/transfer_fer2013.py FER2013 OUT [--model ferd-cnn] [--per-class 300] [--epochs 9] [--seeds 3] [--weights FILE]

FER2013 holds train/class/picture and validation/class/picture. Trains on happy, neutral, sad and surprise of train (unless
--weights names a network trained so before); then, for every seed, draws that many pictures of angry, disgust and fear
from train and trains on them from scratch and from the weights with freeze ratios 0, 0.3, 0.7 and 1. The pictures of
these classes in validation are the test. Prints a table in Markdown; everything it makes lies below OUT.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import time

BASE, NEW = ("happy", "neutral", "sad", "surprise"), ("angry", "disgust", "fear")
SETTINGS = (("from scratch", None), ("0", 0), ("0.3", 0.3), ("0.7", 0.7), ("1", 1))

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("data", type=pathlib.Path)
arguments.add_argument("out", type=pathlib.Path)
arguments.add_argument("--model", default="ferd-cnn")
arguments.add_argument("--per-class", type=int, default=300)
arguments.add_argument("--epochs", type=int, default=9)
arguments.add_argument("--fine-tuning-epochs", type=int, default=20)
arguments.add_argument("--seeds", type=int, default=3)
arguments.add_argument("--weights", type=pathlib.Path)
arguments = arguments.parse_args()


def fer(*words):
    """Runs the command; its seconds and its peak memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(["dotnet", arguments.out / "fer/fer.dll", *map(str, words)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"fer {' '.join(map(str, words))}: exit status {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def copy(split, classes, target, choose=lambda files: files):
    """Copies pictures of some classes into a tree of their own."""
    shutil.rmtree(target, ignore_errors=True)
    for name in classes:
        (target / name).mkdir(parents=True)
        for file in choose(sorted((arguments.data / split / name).iterdir())):
            shutil.copy(file, target / name)


copy("validation", NEW, arguments.out / "test")
weights = arguments.weights
if weights is None:
    copy("train", BASE, arguments.out / "base")
    weights = arguments.out / "base-run"
    shutil.rmtree(weights, ignore_errors=True)
    fer("train", arguments.out / "base", "--out", weights, "--model", arguments.model, "--epochs", arguments.epochs,
        "--plateau-patience", 1, "--seed", 1)

results = {name: [] for name, _ in SETTINGS}
for seed in range(1, arguments.seeds + 1):
    small = arguments.out / f"small-{seed}"
    copy("train", NEW, small, lambda files: random.Random(seed).sample(files, arguments.per_class))
    for name, ratio in SETTINGS:
        run = arguments.out / f"run-{seed}-{name.replace(' ', '-')}"
        shutil.rmtree(run, ignore_errors=True)
        transfer = [] if ratio is None else ["--weights", weights, "--freeze", ratio]
        seconds, memory = fer(
            "train", small, "--out", run, "--model", arguments.model, "--epochs", arguments.fine_tuning_epochs, "--seed", seed,
            "--batch", 32, "--validation", 0.2, "--patience", arguments.fine_tuning_epochs, *transfer)
        fer("evaluate", run, arguments.out / "test", "--json", run / "test.json")
        figures = json.loads((run / "test.json").read_text())
        epochs = len((run / "history.csv").read_text().splitlines()) - 1
        results[name].append((figures["accuracy"], figures["macro"]["f1"], seconds / epochs, memory))
        print(f"seed {seed}, {name}: {results[name][-1]}", flush=True)

print("| --freeze | accuracy, each seed | mean | macro F1 | seconds per epoch | peak memory, MiB |")
print("| --- | --- | --- | --- | --- | --- |")
for name, runs in results.items():
    accuracy, f1, seconds, memory = zip(*runs)
    print(f"| {name} | {', '.join(f'{a:.3f}' for a in accuracy)} | {statistics.mean(accuracy):.3f} | {statistics.mean(f1):.3f} "
          f"| {statistics.median(seconds):.2f} | {statistics.median(memory):.0f} |")
