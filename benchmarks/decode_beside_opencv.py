#!/usr/bin/python3
"""Decodes picture files here and by OpenCV's imread in turn, and prints the ratios of OpenCV's time to ours.

    dotnet build -c Release benchmarks/Fer.Codecs.Benchmarks
    benchmarks/decode_beside_opencv.py FOLDER... [--rounds 5] [--runs 20] [--each]

Needs Debian's python3-opencv; run with /usr/bin/python3. Each FOLDER is searched for .jpg and .png files. Small ones (up to 64x64) are
taken together, 1000 at most; of the others, each is timed alone, and the ratios are put together by kind of file. Both sides read
the file, decode it on one thread and give pixels as the file has them (IMREAD_UNCHANGED). Each round takes the median and the least
of so many runs on each side, one side right after the other; printed are the medians over the rounds. Nothing else should run on the
machine meanwhile: where that cannot be had, the least times are the ones less disturbed.
"""
import argparse
import collections
import math
import pathlib
import statistics
import subprocess
import time

import cv2

SMALL = 64 * 64
MOST_SMALL_FILES = 1000

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("folders", nargs="+", type=pathlib.Path)
arguments.add_argument("--rounds", type=int, default=5)
arguments.add_argument("--runs", type=int, default=20)
arguments.add_argument("--each", action="store_true", help="a line for every file, too")
arguments = arguments.parse_args()
cv2.setNumThreads(1)
binary = pathlib.Path(__file__).parent / "Fer.Codecs.Benchmarks/bin/Release/net10.0/Fer.Codecs.Benchmarks.dll"
peer = subprocess.Popen(["dotnet", str(binary), str(arguments.runs)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ours(files):
    peer.stdin.write("\t".join(files) + "\n")
    peer.stdin.flush()
    return [float(number) for number in peer.stdout.readline().split()]


def theirs(files):
    microseconds = []
    for _ in range(arguments.runs + 2):
        start = time.perf_counter()
        for file in files:
            cv2.imread(file, cv2.IMREAD_UNCHANGED)
        microseconds.append((time.perf_counter() - start) / len(files) * 1e6)
    return [statistics.median(microseconds[2:]), min(microseconds)]


def kind(file):
    """What decides how a file is decoded, and its pixels."""
    data = pathlib.Path(file).read_bytes()
    pixels = cv2.imread(file, cv2.IMREAD_UNCHANGED)
    count = pixels.shape[0] * pixels.shape[1]
    color = "grey" if pixels.ndim == 2 else "colour"
    if data.startswith(b"\x89PNG"):
        return f"PNG {color}", count
    position = 2
    while data[position + 1] not in (0xC0, 0xC1, 0xC2):
        position += 2 + int.from_bytes(data[position + 2:position + 4], "big")
    process = "progressive" if data[position + 1] == 0xC2 else "baseline"
    sampling = f" {data[position + 11] >> 4}x{data[position + 11] & 15}" if color == "colour" else ""
    return f"JPEG {process} {color}{sampling}", count


def report(name, files, pixels, results):
    medians = []
    for what, label in enumerate(("median", "least")):
        a = statistics.median(our[what] for our, _ in results)
        b = statistics.median(their[what] for _, their in results)
        ratios = [their[what] / our[what] for our, their in results]
        medians.append(statistics.median(ratios))
        print(f"{name:34} {label:6} {files:4} files  Fer {a:9.1f} us {a * 1e3 / pixels:6.2f} ns/pixel  OpenCV {b:9.1f} us "
              f"{b * 1e3 / pixels:6.2f} ns/pixel  ratio {medians[-1]:.2f} ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)
    return medians


files = sorted(str(file) for folder in arguments.folders for file in folder.rglob("*") if file.suffix in (".jpg", ".png"))
kinds = {}
for file in files[::max(1, len(files) // (MOST_SMALL_FILES + 200))]:
    kinds[file] = kind(file)
small = [file for file, (_, pixels) in kinds.items() if pixels <= SMALL][:MOST_SMALL_FILES]
large = [file for file, (_, pixels) in kinds.items() if pixels > SMALL]

if small:
    rounds = [(ours(small), theirs(small)) for _ in range(arguments.rounds)]
    report("up to 64x64 " + kinds[small[0]][0], len(small), sum(kinds[file][1] for file in small) / len(small), rounds)

ratios = collections.defaultdict(list)
for file in large:
    name, pixels = kinds[file]
    rounds = [(ours([file]), theirs([file])) for _ in range(arguments.rounds)]
    if arguments.each:
        ratios[name].append(report(f"{pathlib.Path(file).name} {name}"[:34], 1, pixels, rounds))
    else:
        ratios[name].append([statistics.median(their[what] / our[what] for our, their in rounds) for what in range(2)])
for name, values in sorted(ratios.items()):
    for what, label in enumerate(("median", "least")):
        chosen = [value[what] for value in values]
        mean = math.exp(statistics.mean(math.log(value) for value in chosen))
        print(f"{name:34} {label:6} {len(chosen):4} files  ratio {mean:.2f} ({min(chosen):.2f} to {max(chosen):.2f})")
peer.stdin.close()
