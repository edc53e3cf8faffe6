#!/usr/bin/env python3
"""Runs the engine's benchmark and a PyTorch script in turn, and prints the ratios of their medians.

    dotnet build -c Release benchmarks/Fer.Benchmarks
    benchmarks/beside_pytorch.py PEER [--rounds 5] [--threads 2]

PEER is a script for Debian's python3-torch that takes --threads and --only ferd_cnn and prints one JSON line with
train_img_s, predict_img_s and predict_one_ms. Nothing else should run on the machine meanwhile.
"""
import argparse
import json
import pathlib
import statistics
import subprocess

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("peer")
arguments.add_argument("--rounds", type=int, default=5)
arguments.add_argument("--threads", type=int, default=2)
arguments = arguments.parse_args()
binary = pathlib.Path(__file__).parent / "Fer.Benchmarks/bin/Release/net10.0/Fer.Benchmarks.dll"


def last_json(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


ours, theirs = [], []
for _ in range(arguments.rounds):
    ours.append(last_json(["dotnet", str(binary), str(arguments.threads)]))
    theirs.append(last_json(["/usr/bin/python3", arguments.peer, "--threads", str(arguments.threads), "--only", "ferd_cnn"]))

for what, ours_key, theirs_key in (
        ("train, img/s", "trainImagesPerSecond", "train_img_s"),
        ("predict, img/s", "predictImagesPerSecond", "predict_img_s"),
        ("predict one, ms", "predictOneMilliseconds", "predict_one_ms")):
    a = [run[ours_key] for run in ours]
    b = [run[theirs_key] for run in theirs]
    ratios = [x / y for x, y in zip(a, b)]
    print(f"{what:16} Fer {statistics.median(a):8.2f}  PyTorch {statistics.median(b):8.2f}  "
          f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
