#!/usr/bin/env python3
"""Runs fer benchmark and a PyTorch script in turn, network by network, and prints the ratios.

    dotnet publish Fer.Cli -c Release -o OUT/fer
    benchmarks/beside_pytorch.py OUT/fer PEER [--rounds 3] [--threads 2] [--only NAME] [--engine cpu]

PEER is a script for Debian's python3-torch that takes --threads and --only (with underscores in the names) and prints one
JSON line with train_img_s, predict_img_s and predict_one_ms. Nothing else should run on the machine meanwhile. Memory is
each process's peak, in MiB.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile

NETWORKS = ("ferd-cnn", "mobilenet-v3-large", "resnet50", "vgg16")
FIGURES = (
    ("train, img/s", "trainImagesPerSecond", "train_img_s"),
    ("predict, img/s", "predictImagesPerSecond", "predict_img_s"),
    ("predict one, ms", "predictOneMilliseconds", "predict_one_ms"),
    ("peak memory, MiB", "memory", "memory"))

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("fer", type=pathlib.Path)
arguments.add_argument("peer")
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--threads", type=int, default=2)
arguments.add_argument("--only", choices=NETWORKS)
arguments.add_argument("--engine", default="cpu", help="fer's engine; torch-cpu needs a build with -p:Torch=cpu")
arguments = arguments.parse_args()


def run(command):
    """The last JSON value that a command prints, and its peak memory."""
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen([str(word) for word in command], stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{command}: exit status {status}")
        output.seek(0)
        text = output.read()
    value = json.loads(text) if text.startswith("[") else json.loads(text.splitlines()[-1])
    figures = value[0] if isinstance(value, list) else value
    return figures | {"memory": usage.ru_maxrss / 1024}


print("| network | figure | Fer | PyTorch | ratio, median (range) |")
print("| --- | --- | --- | --- | --- |")
for network in NETWORKS if arguments.only is None else (arguments.only,):
    ours, theirs = [], []
    for _ in range(arguments.rounds):
        ours.append(run(["dotnet", arguments.fer / "fer.dll", "benchmark", "--only", network, "--engine", arguments.engine,
                         "--threads", arguments.threads, "--json", "-"]))
        theirs.append(run(["/usr/bin/python3", arguments.peer, "--threads", arguments.threads, "--only", network.replace("-", "_")]))
    for name, our_key, their_key in FIGURES:
        a, b = [one[our_key] for one in ours], [one[their_key] for one in theirs]
        ratios = [x / y for x, y in zip(a, b)]
        print(f"| {network} | {name} | {statistics.median(a):.1f} | {statistics.median(b):.1f} "
              f"| {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) |", flush=True)
