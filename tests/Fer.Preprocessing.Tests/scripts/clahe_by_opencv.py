"""Lets OpenCV 4.6 equalise pictures, for tests that hold Fer.Preprocessing against it side by side.

    clahe_by_opencv.py CASES RESULTS

CASES holds one record after the other: five int32 (what, width, height, tiles along x, tiles along y), a float64 (clip limit),
then the pixels. What: 8 or 16 for CLAHE on grey of so many bits, 1 for equalizeHist, 2 and 3 for CLAHE on RGB through L*a*b*
and YCrCb, 4 and 5 for RGB to L*a*b* and back, 6 and 7 for RGB to YCrCb and back. RESULTS holds the pixels made, without headers.
Needs python3-opencv.
"""
import struct
import sys

import cv2
import numpy as np

HEADER = struct.Struct("<5id")
CONVERSIONS = {4: cv2.COLOR_RGB2Lab, 5: cv2.COLOR_Lab2RGB, 6: cv2.COLOR_RGB2YCrCb, 7: cv2.COLOR_YCrCb2RGB}


def equalize_lightness(rgb, clahe, there, back):
    planes = cv2.cvtColor(rgb, there)
    planes[:, :, 0] = clahe.apply(np.ascontiguousarray(planes[:, :, 0]))
    return cv2.cvtColor(planes, back)


def equalize(what, pixels, clip, tiles):
    """One case; see above."""
    if what in CONVERSIONS:
        return cv2.cvtColor(pixels, CONVERSIONS[what])
    if what == 1:
        return cv2.equalizeHist(pixels)
    clahe = cv2.createCLAHE(clip, tiles)
    if what == 2:
        return equalize_lightness(pixels, clahe, cv2.COLOR_RGB2Lab, cv2.COLOR_Lab2RGB)
    if what == 3:
        return equalize_lightness(pixels, clahe, cv2.COLOR_RGB2YCrCb, cv2.COLOR_YCrCb2RGB)
    return clahe.apply(pixels)


def main(cases_path, results_path):
    with open(cases_path, "rb") as cases, open(results_path, "wb") as results:
        while header := cases.read(HEADER.size):
            what, width, height, tiles_x, tiles_y, clip = HEADER.unpack(header)
            dtype = np.dtype(np.uint16 if what == 16 else np.uint8)
            shape = (height, width, 3) if 2 <= what <= 7 else (height, width)
            count = int(np.prod(shape))
            pixels = np.frombuffer(cases.read(count * dtype.itemsize), dtype).reshape(shape)
            results.write(np.ascontiguousarray(equalize(what, pixels, clip, (tiles_x, tiles_y))).tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
