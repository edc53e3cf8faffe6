"""Makes Fixtures/Clahe/cases.txt: several hundred pictures equalised by OpenCV 4.6, as hashes, the smallest ones in full.

Each line: what (see clahe_by_opencv.py), width, height, tiles along x and y, clip limit, offset, range and slope of the formula that
makes the input (see pattern; the tests compute the same), then the first 16 hex digits of the output's SHA-256, or, after "=", the
whole output in hex. Lines "all WHAT" hold the hash of a colour conversion of all 2^24 triples.
Needs python3-opencv. Run from anywhere: python3 make_clahe_fixtures.py
"""
import hashlib
import itertools
import pathlib

import numpy as np

from clahe_by_opencv import equalize

FILE = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "Clahe" / "cases.txt"
SIZES = [
    (1, 1), (1, 2), (2, 1), (1, 9), (9, 1), (3, 2), (5, 5), (7, 8), (8, 7), (8, 8), (15, 16), (16, 16), (17, 16), (16, 17), (31, 33),
    (48, 48), (64, 40), (47, 49), (96, 96), (97, 101), (130, 61),
]
TILES = [(8, 8), (1, 1), (2, 3), (4, 4), (5, 1), (1, 7), (13, 11)]
CLIPS = [2.0, 0.0, 1.0, 40.0, 0.01, 3.7, -1.0, 100.0]
CONTENTS = [(0, 256, 0), (90, 40, 1), (200, 1, 0), (0, 4, 3), (30, 2, 0)]
LARGE = [
    (224, 224, 8, 8, 2.0), (521, 517, 8, 8, 2.0), (640, 480, 8, 8, 3.0), (400, 300, 1, 1, 2.0), (300, 400, 1, 1, 0.0),
    (600, 500, 2, 1, 5.0),
]


def pattern(width, height, channels, offset, spread, slope, top):
    """Hashed noise of so many levels upon a slope, row by row: level = (offset + noise % spread + slope * position) mod (top + 1)."""
    i = np.arange(width * height * channels, dtype=np.uint64)
    noise = (i * 2654435761 + 12345) & 0xFFFFFFFF
    noise ^= noise >> 15
    noise = (noise * 2246822519) & 0xFFFFFFFF
    noise ^= noise >> 13
    level = (offset + noise % spread + slope * (i // channels)) & top
    shape = (height, width) if channels == 1 else (height, width, channels)
    return level.astype(np.uint8 if top == 255 else np.uint16).reshape(shape)


def line(what, width, height, tiles_x, tiles_y, clip, offset, spread, slope):
    wide = what == 16
    if wide:
        offset, spread, slope = offset * 256, spread * 256 - 255, slope * 256
    source = pattern(width, height, 3 if 2 <= what <= 3 else 1, offset, spread, slope, 65535 if wide else 255)
    output = equalize(what, source, clip, (tiles_x, tiles_y)).tobytes()
    result = "=" + output.hex() if len(output) <= 18 else hashlib.sha256(output).hexdigest()[:16]
    return f"{what} {width} {height} {tiles_x} {tiles_y} {clip} {offset} {spread} {slope} {result}"


def cases():
    grid = itertools.product(SIZES, TILES)
    for number, ((width, height), (tiles_x, tiles_y)) in enumerate(grid):
        for more in range(3):
            clip = CLIPS[(number + 3 * more) % len(CLIPS)]
            content = CONTENTS[(number + more) % len(CONTENTS)]
            yield 8, width, height, tiles_x, tiles_y, clip, *content
        if tiles_x * tiles_y <= 8:
            yield 16, width, height, tiles_x, tiles_y, CLIPS[number % len(CLIPS)] * 100, *CONTENTS[number % 2]
    for large in LARGE:
        yield 8, *large, *CONTENTS[1]
        yield 8, *large, *CONTENTS[0]
    for (width, height), content in itertools.product(SIZES, CONTENTS):
        yield 1, width, height, 1, 1, 0.0, *content
    for (width, height), content in itertools.product(SIZES, CONTENTS[:2]):
        yield 2, width, height, 8, 8, 2.0, *content
        yield 3, width, height, 8, 8, 2.0, *content


def all_colors():
    value = np.arange(1 << 24, dtype=np.uint32)
    triples = np.stack([value >> 16, (value >> 8) & 255, value & 255], -1).astype(np.uint8).reshape(4096, 4096, 3)
    for what in range(4, 8):
        yield f"all {what} {hashlib.sha256(equalize(what, triples, 0, None).tobytes()).hexdigest()[:16]}"


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text("".join(text + "\n" for text in [*(line(*case) for case in cases()), *all_colors()]))
