"""Makes Fixtures/Png: PNG files of every kind, written here with zlib alone, and their pixels by definition.

Each NAME.png comes with NAME.pixels: grey, RGB or RGBA as the decoder gives it, worked out from the samples that were
written, and compared with OpenCV 4.6 and Pillow as far as these keep the transparent colour of grey and RGB pictures.
Needs python3-opencv and python3-pil. Run from anywhere: python3 make_png_fixtures.py
"""
import io
import pathlib
import shutil
import struct
import zlib

import cv2
import numpy as np
from PIL import Image

from synthetic import picture, write_pixels

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "Png"
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def chunk(name, data):
    body = name.encode() + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def pack_row(row, depth):
    """Samples of a row, in file order, to bytes."""
    if depth == 16:
        return row.astype(">u2").tobytes()
    if depth == 8:
        return row.astype(np.uint8).tobytes()
    bits = (row[:, None] >> np.arange(depth - 1, -1, -1)) & 1
    return np.packbits(bits.astype(np.uint8).ravel()).tobytes()


def paeth(a, b, c):
    pa, pb, pc = abs(b - c), abs(a - c), abs(a + b - 2 * c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filter_row(kind, row, above, distance):
    result = bytearray([kind])
    for i, value in enumerate(row):
        a, c = (row[i - distance], above[i - distance]) if i >= distance else (0, 0)
        b = above[i]
        result.append((value - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) & 255)
    return bytes(result)


def filtered_rows(samples, depth):
    """All rows with every filter in turn, the last kind first so that the first row meets Paeth."""
    height, width, channels = samples.shape
    distance = max(1, channels * depth // 8)
    result, above = b"", None
    for y in range(height):
        row = pack_row(samples[y].ravel(), depth)
        result += filter_row(4 - y % 5, row, above or bytes(len(row)), distance)
        above = row
    return result


def png(samples, color, depth, interlaced=False, palette=None, transparency=None, before=b"", idat_size=None, level=9):
    height, width, _ = samples.shape
    raw = b""
    for left, top, step_x, step_y in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        part = samples[top::step_y, left::step_x]
        if part.size:
            raw += filtered_rows(part, depth)
    packed = zlib.compress(raw, level)
    size = idat_size or len(packed)
    data = b"\x89PNG\r\n\x1a\n"
    data += chunk("IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlaced)) + before
    if palette is not None:
        data += chunk("PLTE", palette.astype(np.uint8).tobytes())
    if transparency is not None:
        data += chunk("tRNS", transparency)
    for start in range(0, len(packed), size):
        data += chunk("IDAT", packed[start:start + size])
    return data + chunk("IEND", b"")


def make_samples(width, height, color, depth, seed):
    """The drawn picture, brought to the colour type and bit depth; the low byte of 16 bits is noise."""
    rgb = picture(width, height, seed).astype(int)
    extra = picture(width, height, seed + 100).astype(int)[:, :, :1]
    pixels = {0: rgb[:, :, :1], 2: rgb, 3: rgb[:, :, :1], 4: np.concatenate([rgb[:, :, :1], extra], 2),
              6: np.concatenate([rgb, extra], 2)}[color]
    if depth == 16:
        return pixels * 256 + np.random.default_rng(seed).integers(0, 256, pixels.shape)
    return pixels >> (8 - depth)


def expected(samples, color, depth, palette=None, transparency=None):
    if color == 3:
        rgb = palette[samples[:, :, 0]]
        if transparency is None:
            return rgb
        alpha = np.full(len(palette), 255)
        alpha[:len(transparency)] = list(transparency)
        return np.concatenate([rgb, alpha[samples]], 2)
    eight = samples >> 8 if depth == 16 else samples * 255 // (2 ** depth - 1)
    if color in (4, 6):
        return eight[:, :, [0, 0, 0, 1]] if color == 4 else eight
    if transparency is None:
        return eight
    key = np.frombuffer(transparency, ">u2")
    alpha = np.where((samples == key).all(2, keepdims=True), 0, 255)
    return np.concatenate([eight[:, :, [0, 0, 0]] if color == 0 else eight, alpha], 2)


def check_with_opencv(name, data, pixels):
    """OpenCV gives the same, apart from the transparent colour, which it does not apply."""
    flag = {1: cv2.IMREAD_GRAYSCALE, 3: cv2.IMREAD_COLOR, 4: cv2.IMREAD_UNCHANGED}[pixels.shape[2]]
    theirs = cv2.imdecode(np.frombuffer(data, np.uint8), flag)
    if theirs.dtype == np.uint16:
        theirs = theirs >> 8
    if theirs.ndim == 2:
        theirs = theirs[:, :, None]
    count = min(theirs.shape[2], 3)
    assert np.array_equal(theirs[:, :, :count][:, :, ::-1], pixels[:, :, :count]), name
    if theirs.shape[2] == 4:
        assert np.array_equal(theirs[:, :, 3], pixels[:, :, 3]), name


def check_with_pillow(name, data, pixels, depth):
    """Pillow gives the same for depths up to 8 bits, but does not scale the transparent colour of packed greys."""
    if depth == 8 or (depth < 8 and not name.endswith("-key")):
        theirs = np.asarray(Image.open(io.BytesIO(data)).convert({1: "L", 3: "RGB", 4: "RGBA"}[pixels.shape[2]]))
        assert np.array_equal(theirs.reshape(pixels.shape), pixels), name


def add(name, width, height, color, depth, transparency=None, seed=1, **options):
    samples = make_samples(width, height, color, depth, seed)
    palette = None
    if color == 3:
        palette = np.random.default_rng(seed).integers(0, 256, (2 ** depth, 3))
    if transparency == "key":
        transparency = samples[height // 2, width // 2].astype(">u2").tobytes()
    data = png(samples, color, depth, palette=palette, transparency=transparency, **options)
    pixels = expected(samples, color, depth, palette, transparency)
    check_with_opencv(name, data, pixels)
    check_with_pillow(name, data, pixels, depth)
    (FOLDER / f"{name}.png").write_bytes(data)
    write_pixels(FOLDER / f"{name}.pixels", pixels)


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    names = {0: "gray", 2: "rgb", 3: "palette", 4: "gray-alpha", 6: "rgba"}
    kinds = [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16)]
    for color, depth in kinds:
        add(f"{names[color]}-{depth}", 17, 11, color, depth)
        add(f"{names[color]}-{depth}-interlaced", 13, 11, color, depth, interlaced=True)
        if color in (0, 2):
            add(f"{names[color]}-{depth}-key", 11, 7, color, depth, transparency="key")
    for depth in (1, 2, 4, 8):
        alphas = bytes([0, 90, 200][:max(1, 2 ** depth - 1)])
        add(f"palette-{depth}-alpha", 11, 7, 3, depth, transparency=alphas)
    add("rgb-8-key-interlaced", 9, 9, 2, 8, transparency="key", interlaced=True)

    for width, height in [(1, 1), (2, 2), (3, 1), (4, 5), (5, 2), (1, 8), (8, 8)]:
        add(f"interlaced-{width}x{height}", width, height, 2, 8, interlaced=True)
    add("one-pixel", 1, 1, 0, 1)
    add("many-idat", 17, 11, 6, 8, idat_size=10)
    add("stored", 17, 11, 2, 8, level=0)
    ancillary = chunk("gAMA", struct.pack(">I", 45455)) + chunk("tEXt", b"Comment\0drawn") + chunk("pHYs", struct.pack(">IIB", 1, 2, 0))
    add("ancillary-chunks", 17, 11, 2, 8, before=ancillary)
    add("suggested-palette", 7, 5, 2, 8, before=chunk("PLTE", bytes(range(30))))


main()
