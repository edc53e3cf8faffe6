"""Writes fixtures/warp_affine.json: pictures rotated about their centre by OpenCV's warpAffine.

The pictures are drawn by a formula, the same as in RotationTests.cs.
"""
import base64
import json
import os

import cv2
import numpy as np


def picture(width, height, channels):
    x = np.arange(width)[None, :, None]
    y = np.arange(height)[:, None, None]
    c = np.arange(channels)[None, None, :]
    return ((7 * x * x + 13 * y * y + 5 * x * y + 61 * c + ((37 * x) ^ (91 * y))) & 255).astype(np.uint8)


def rotate(image, degrees, border, fill):
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1)
    mode = {"Replicate": cv2.BORDER_REPLICATE, "Constant": cv2.BORDER_CONSTANT}[border]
    return cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=mode, borderValue=[fill] * 4)


cases = []
for width, height, channels in [(48, 48, 1), (33, 21, 1), (17, 30, 3), (16, 9, 4), (1, 7, 3), (1, 1, 1), (2, 2, 1)]:
    for degrees in [0, 3.3, -10, 9.87654321, 45, -90, 180, 271.5]:
        for border, fill in [("Replicate", 0), ("Constant", 0), ("Constant", 200)]:
            if border == "Constant" and width * height > 1000 and degrees not in (3.3, 45):
                continue
            rotated = rotate(picture(width, height, channels), degrees, border, fill)
            cases.append({
                "width": width, "height": height, "channels": channels, "degrees": degrees, "border": border, "fill": fill,
                "pixels": base64.b64encode(np.ascontiguousarray(rotated).tobytes()).decode(),
            })

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "warp_affine.json")
with open(path, "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
print(cv2.__version__, len(cases), "cases")
