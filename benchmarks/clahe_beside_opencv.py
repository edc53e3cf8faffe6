#!/usr/bin/env python3
"""Runs CLAHE here and by OpenCV in turn, and prints the ratios of OpenCV's time to ours.

    dotnet build -c Release benchmarks/Fer.Preprocessing.Benchmarks
    benchmarks/clahe_beside_opencv.py [--rounds 5] [--threads 2]

Needs Debian's python3-opencv; run with /usr/bin/python3. Single pictures, 8x8 tiles, clip limit 2. Each round takes the median and
the least time per picture of 100 short runs on each side; printed are the medians over the rounds. Nothing else should run on the
machine meanwhile: where that cannot be had, the least times are the ones less disturbed.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import time

import cv2
import numpy as np

RUNS = 100
PIXELS_PER_RUN = 1_000_000

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("--rounds", type=int, default=5)
arguments.add_argument("--threads", type=int, default=2)
arguments = arguments.parse_args()
binary = pathlib.Path(__file__).parent / "Fer.Preprocessing.Benchmarks/bin/Release/net10.0/Fer.Preprocessing.Benchmarks.dll"
cv2.setNumThreads(arguments.threads)


def ours():
    command = ["dotnet", str(binary), str(arguments.threads)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def theirs(width, height):
    image = np.random.default_rng(1).normal(120, 40, (height, width)).clip(0, 255).astype(np.uint8)
    destination = np.empty_like(image)
    clahe = cv2.createCLAHE(2.0, (8, 8))
    repeats = max(1, PIXELS_PER_RUN // (width * height))
    microseconds = []
    for run in range(RUNS + 5):
        start = time.perf_counter()
        for _ in range(repeats):
            clahe.apply(image, destination)
        microseconds.append((time.perf_counter() - start) / repeats * 1e6)
    return {"median": statistics.median(microseconds[5:]), "least": min(microseconds)}


rounds = []
for _ in range(arguments.rounds):
    rounds.append([(size, theirs(size["width"], size["height"])) for size in ours()])

for results in zip(*rounds):
    size = results[0][0]
    pixels = size["width"] * size["height"]
    for what in ("median", "least"):
        a = statistics.median(our[what] for our, _ in results)
        b = statistics.median(their[what] for _, their in results)
        ratios = [their[what] / our[what] for our, their in results]
        print(f"{size['width']:4}x{size['height']:<4} {what:6}  Fer {a:8.1f} us {a * 1e3 / pixels:5.2f} ns/pixel  "
              f"OpenCV {b:8.1f} us {b * 1e3 / pixels:5.2f} ns/pixel  "
              f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
    batch = statistics.median(our["batchMedian"] for our, _ in results)
    print(f"{size['width']:4}x{size['height']:<4} batch   Fer {batch:8.1f} us per picture of many")
