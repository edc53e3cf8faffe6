#!/usr/bin/env python3
"""Writes Fixtures/: a drawn grey and a drawn colour picture, and what OpenCV's createCLAHE and cvtColor make of them.

Run with the interpreter that has OpenCV (4.6) and NumPy: /usr/bin/python3 make_convert_fixtures.py
"""
import pathlib

import cv2
import numpy

folder = pathlib.Path(__file__).resolve().parent.parent / "Fixtures"
folder.mkdir(exist_ok=True)
random = numpy.random.default_rng(1)
y, x = numpy.mgrid[0:45, 0:61]
gray = numpy.clip(70 + 40 * numpy.sin(x / 9) + y / 2 + random.normal(0, 6, (45, 61)), 0, 255).astype(numpy.uint8)
colour = numpy.stack([gray, 255 - gray // 2, numpy.roll(gray, 7, 1)], axis=2)


def clahe(picture, clip, tiles):
    return cv2.createCLAHE(clipLimit=clip, tileGridSize=tiles).apply(picture)


def save(name, picture):
    cv2.imwrite(str(folder / f"{name}.png"), picture)


save("gray", gray)
save("gray-clahe", clahe(gray, 2, (8, 8)))
save("gray-clahe-3-4x6", clahe(gray, 3, (4, 6)))
save("colour", colour)
lab = cv2.cvtColor(colour, cv2.COLOR_BGR2LAB)
lab[:, :, 0] = clahe(numpy.ascontiguousarray(lab[:, :, 0]), 2, (8, 8))
save("colour-clahe", cv2.cvtColor(lab, cv2.COLOR_LAB2BGR))
small = cv2.resize(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), (24, 20), interpolation=cv2.INTER_AREA)
save("colour-gray-24x20-clahe", clahe(small, 2, (8, 8)))
