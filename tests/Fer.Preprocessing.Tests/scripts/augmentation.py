"""Writes fixtures/augmentation.json: what torchvision, Pillow, OpenCV and SciPy make of augmentations.

- affine: pictures warped by OpenCV with torchvision's matrix of RandomAffine
- enhance: torchvision's adjust_brightness, adjust_contrast, adjust_saturation, adjust_gamma on Pillow pictures
- ten_crop, center_crop: torchvision's crops, as SHA-256 of their pixels
- erasing, resized_crop: how torchvision's RandomErasing and RandomResizedCrop draw rectangles: histograms of 200,000 draws
- beta: quantiles of the beta distribution

The pictures are drawn by a formula, the same as in FormulaImages.cs.
"""
import base64
import hashlib
import json
import os

import cv2
import numpy as np
import scipy
import scipy.stats
import torch
import torchvision
from PIL import Image
from torchvision import transforms
from torchvision.transforms import functional


def picture(width, height, channels):
    x = np.arange(width)[None, :, None]
    y = np.arange(height)[:, None, None]
    c = np.arange(channels)[None, None, :]
    pixels = ((7 * x * x + 13 * y * y + 5 * x * y + 61 * c + ((37 * x) ^ (91 * y))) & 255).astype(np.uint8)
    return pixels[:, :, 0] if channels == 1 else pixels


def encode(pixels):
    return base64.b64encode(np.ascontiguousarray(pixels).tobytes()).decode()


def digest(image):
    return hashlib.sha256(np.ascontiguousarray(np.array(image)).tobytes()).hexdigest()


def size(width, height, channels):
    return {"width": width, "height": height, "channels": channels}


def affine():
    borders = {"Replicate": cv2.BORDER_REPLICATE, "Constant": cv2.BORDER_CONSTANT}
    for width, height, channels in [(21, 15, 1), (13, 16, 3), (9, 8, 4), (1, 1, 1), (1, 6, 1)]:
        for degrees, tx, ty, scale, shear_x, shear_y in [
            (0, 0, 0, 1, 0, 0), (0, 3, -2, 1, 0, 0), (0, 0, 0, 0.8, 0, 0), (0, 0, 0, 1.7, 0, 0), (0, 0, 0, 1, 12, 0),
            (0, 0, 0, 1, 0, -9), (-17.5, 0, 0, 1, 0, 0), (25, -1, 2, 1.2, 8, 5), (170, 2, 2, 0.5, -30, 44),
        ]:
            for border, fill in [("Replicate", 0), ("Constant", 90)]:
                centre = [(width - 1) / 2, (height - 1) / 2]
                matrix = functional._get_inverse_affine_matrix(
                    centre, degrees, [tx, ty], scale, [shear_x, shear_y], inverted=False)
                warped = cv2.warpAffine(
                    picture(width, height, channels), np.array(matrix, dtype=np.float64).reshape(2, 3), (width, height),
                    flags=cv2.INTER_LINEAR, borderMode=borders[border], borderValue=[fill] * 4)
                yield {**size(width, height, channels), "degrees": degrees, "tx": tx, "ty": ty, "scale": scale, "shearX": shear_x,
                       "shearY": shear_y, "border": border, "fill": fill, "matrix": matrix, "pixels": encode(warped)}


def enhance():
    for width, height, channels in [(20, 13, 1), (20, 13, 3), (5, 4, 4), (1, 1, 3)]:
        image = Image.fromarray(picture(width, height, channels))
        for name in ["Brightness", "Contrast", "Saturation", "Gamma"]:
            if name == "Saturation" and channels == 1:
                continue
            for factor in [0.3, 0.8123, 1, 1.25, 2.5]:
                if name == "Gamma" and channels == 4:  # there torchvision drops alpha
                    continue
                changed = getattr(functional, "adjust_" + name.lower())(image, factor)
                yield {**size(width, height, channels), "name": name, "factor": factor, "pixels": encode(np.array(changed))}


def crops(function, sizes):
    for width, height, channels, crop_width, crop_height in sizes:
        made = function(Image.fromarray(picture(width, height, channels)), [crop_height, crop_width])
        yield {**size(width, height, channels), "cropWidth": crop_width, "cropHeight": crop_height,
               "digests": [digest(crop) for crop in (made if isinstance(made, tuple) or isinstance(made, list) else [made])]}


def windows(draw, seed):
    torch.manual_seed(seed)
    count = 200_000
    drawn = np.array([draw() for _ in range(count)])
    return {"histograms": {name: np.bincount(drawn[:, i]).tolist() for i, name in enumerate(["top", "left", "height", "width"])}}


def erasing(width, height):
    image = torch.zeros(1, height, width)
    return {"width": width, "height": height, **windows(
        lambda: transforms.RandomErasing.get_params(image, (0.02, 0.33), (0.3, 3.3), [0])[:4], 1)}


def resized_crop(width, height, scale, ratio):
    image = torch.zeros(1, height, width)
    return {"width": width, "height": height, "scale": scale, "ratio": ratio, **windows(
        lambda: transforms.RandomResizedCrop.get_params(image, scale, ratio), 2)}


def beta():
    levels = [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999]
    for a, b in [(0.05, 0.05), (0.2, 0.2), (0.4, 0.4), (1, 1), (2, 2), (0.5, 3), (7, 1.5), (100, 100)]:
        yield {"a": a, "b": b, "levels": levels, "quantiles": scipy.stats.beta.ppf(levels, a, b).tolist()}


fixture = {
    "affine": list(affine()),
    "enhance": list(enhance()),
    "tenCrop": list(crops(functional.ten_crop, [(48, 48, 1, 40, 40), (11, 8, 3, 4, 5), (7, 7, 4, 7, 7), (6, 9, 1, 1, 2), (1, 1, 1, 1, 1)])),
    "centerCrop": list(crops(functional.center_crop, [
        (48, 48, 1, 40, 40), (11, 8, 3, 4, 5), (10, 9, 3, 7, 4), (4, 4, 1, 7, 2), (3, 8, 3, 8, 11), (5, 5, 4, 6, 6), (1, 1, 1, 4, 3)])),
    "erasing": [erasing(48, 48), erasing(20, 9)],
    "resizedCrop": [resized_crop(48, 48, (0.08, 1), (3 / 4, 4 / 3)), resized_crop(30, 8, (0.5, 1), (0.8, 1.25))],
    "beta": list(beta()),
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "augmentation.json")
with open(path, "w") as file:
    file.write("{\n" + ",\n".join(
        f'"{name}": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]" for name, cases in fixture.items()) + "\n}\n")
print(torch.__version__, torchvision.__version__, cv2.__version__, Image.__version__, scipy.__version__, os.path.getsize(path))
