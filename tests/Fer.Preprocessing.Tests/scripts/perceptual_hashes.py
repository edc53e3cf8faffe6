"""Writes fixtures/perceptual_hashes.json: pHash as Python's imagehash computes it, on OpenCV's (4.6) grey and INTER_AREA and
SciPy's DCT.

Run: python3 perceptual_hashes.py
"""
import json
import pathlib

import cv2
import numpy as np
import scipy.fftpack


def pictures():
    """Smooth ones by a formula that the test repeats: (width, height, channels, seed)."""
    for seed, (width, height, channels) in enumerate(
        [(48, 48, 1), (64, 64, 1), (100, 80, 1), (32, 32, 1), (33, 47, 1), (48, 48, 3), (200, 31, 3), (20, 20, 1)]
    ):
        y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(channels), indexing="ij")
        values = (x * x * (seed + 3) + y * y * (2 * seed + 1) + x * y * 5 + c * 37 + (x * 7 + y * 13) * (seed + 1)) // 16 % 256
        yield {"width": width, "height": height, "channels": channels, "seed": seed}, values.astype(np.uint8)


def phash(image):
    gray = image[:, :, 0] if image.shape[2] == 1 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(gray, (32, 32), interpolation=cv2.INTER_AREA)
    spectrum = scipy.fftpack.dct(scipy.fftpack.dct(small.astype(float), axis=0), axis=1)[:8, :8]
    bits = spectrum > np.median(spectrum)
    return "".join("1" if bit else "0" for bit in bits.ravel())


cases = [case | {"hash": f"{int(phash(image), 2):016x}"} for case, image in pictures()]
path = pathlib.Path(__file__).parent.parent / "fixtures" / "perceptual_hashes.json"
path.write_text(json.dumps(cases, indent=1) + "\n")
