"""Makes Fixtures/Imaging: grey conversion and resizing by OpenCV 4.6.

gray.bin: red, green, blue, grey for each colour. resize.bin: for each case six int32 (width, height, channels, new width,
new height, 1 for INTER_AREA or 0 for INTER_LINEAR), the pixels, the resized pixels.
Needs python3-opencv. Run from anywhere: python3 make_imaging_fixtures.py
"""
import pathlib
import struct

import cv2
import numpy as np

from synthetic import picture

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "Imaging"
SIZES = [
    (1, 1, 5, 4), (5, 4, 1, 1), (2, 3, 7, 9), (13, 11, 6, 5), (12, 10, 6, 5), (12, 9, 4, 3), (12, 12, 4, 6), (7, 9, 14, 18),
    (9, 7, 4, 16), (7, 16, 20, 5), (16, 5, 17, 4), (15, 14, 14, 13), (14, 15, 15, 16), (1, 9, 3, 4), (9, 1, 4, 3), (10, 10, 10, 5),
    (10, 10, 5, 10), (10, 10, 10, 20), (11, 11, 3, 3), (17, 13, 8, 6),
]


def make_gray():
    random = np.random.default_rng(5)
    levels = np.array([0, 1, 127, 128, 254, 255])
    corners = np.stack(np.meshgrid(levels, levels, levels), -1).reshape(-1, 3)
    rgb = np.concatenate([corners, random.integers(0, 256, (1000, 3))]).astype(np.uint8)
    gray = cv2.cvtColor(rgb[None], cv2.COLOR_RGB2GRAY)[0]
    (FOLDER / "gray.bin").write_bytes(np.concatenate([rgb, gray[:, None]], 1).tobytes())


def make_resize():
    data = b""
    for case, (width, height, new_width, new_height) in enumerate(SIZES):
        rgb = picture(width, height, case)
        noise = np.random.default_rng(case).integers(0, 256, (height, width, 1), dtype=np.uint8)
        for pixels in (noise, rgb, np.concatenate([rgb, noise], 2)):
            for area, interpolation in enumerate([cv2.INTER_LINEAR, cv2.INTER_AREA]):
                resized = cv2.resize(pixels, (new_width, new_height), interpolation=interpolation)
                data += struct.pack("<6i", width, height, pixels.shape[2], new_width, new_height, area)
                data += pixels.tobytes() + resized.tobytes()
    (FOLDER / "resize.bin").write_bytes(data)


FOLDER.mkdir(parents=True, exist_ok=True)
make_gray()
make_resize()
