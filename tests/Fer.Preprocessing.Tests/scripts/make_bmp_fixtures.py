"""Makes Fixtures/Bmp: BMP files of every kind, written here, and their pixels by Pillow 9.4, or by OpenCV 4.6 where Pillow has none.

Needs python3-opencv and python3-pil. Run from anywhere: python3 make_bmp_fixtures.py
"""
import io
import pathlib
import shutil
import struct

import cv2
import numpy as np
from PIL import Image

from synthetic import picture, write_pixels

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "Bmp"


def rows(values, bits):
    """Rows of numbers, bottom row first, each row filled up to four bytes."""
    result = b""
    for row in values[::-1]:
        if bits < 8:
            digits = ((row[:, None] >> np.arange(bits - 1, -1, -1)) & 1).astype(np.uint8).ravel()
            data = np.packbits(digits).tobytes()
        else:
            data = b"".join(int(value).to_bytes(bits // 8, "little") for value in row)
        result += data + bytes(-len(data) % 4)
    return result


def bmp(width, height, bits, data, palette=b"", size=40, compression=0, masks=(), colors=0):
    if size == 12:
        header = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        header = struct.pack("<IiiHHIIiiII", size, width, height, 1, bits, compression, len(data), 2835, 2835, colors, 0)
        header += b"".join(struct.pack("<I", mask) for mask in masks)
        header += bytes(max(0, size - len(header)))
    start = 14 + len(header) + len(palette)
    return b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + header + palette + data


def palette(colors, seed, gray=False, entry=4):
    random = np.random.default_rng(seed)
    values = random.integers(0, 256, (colors, 3))
    if gray:
        values = np.repeat(np.linspace(0, 255, colors).astype(int)[:, None], 3, 1)
    return b"".join(bytes([*map(int, value), 0])[:entry] for value in values)




def add(name, data, gray=False, by_opencv=False, pixels=None):
    if pixels is not None:
        pass  # a kind that neither reads
    elif by_opencv:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)[:, :, ::-1]
    else:
        image = Image.open(io.BytesIO(data))
        pixels = np.asarray(image if image.mode == "RGBA" else image.convert("RGB"))
    if gray:
        assert (pixels == pixels[:, :, :1]).all(), name
        pixels = pixels[:, :, :1]
    (FOLDER / f"{name}.bmp").write_bytes(data)
    write_pixels(FOLDER / f"{name}.pixels", pixels)


def runs8(indexes):
    """RLE8: runs, literals of three and more, and rows' ends."""
    result = b""
    for row in indexes[::-1]:
        x = 0
        while x < len(row):
            run = 1
            while x + run < len(row) and run < 255 and row[x + run] == row[x]:
                run += 1
            literal = min(5, len(row) - x)
            if run < 2 and literal >= 3:
                result += bytes([0, literal]) + bytes(map(int, row[x:x + literal])) + bytes(literal % 2)
                x += literal
            else:
                result += bytes([run, int(row[x])])
                x += run
        result += b"\0\0"
    return result + b"\0\1"


def runs4(indexes):
    """RLE4: pairs of colours that take turns, literals of five, and rows' ends."""
    result = b""
    for row in indexes[::-1]:
        row = [int(value) for value in row]
        x = 0
        while x < len(row):
            literal = min(5, len(row) - x)
            if x % 2 == 0 and literal == 5:
                nibbles = row[x:x + 5] + [0, 0, 0]
                result += bytes([0, 5]) + bytes(nibbles[i] << 4 | nibbles[i + 1] for i in (0, 2, 4)) + b"\0"
                x += 5
            else:
                second = row[x + 1] if x + 1 < len(row) else 0
                count = min(2, len(row) - x)
                while x + count < len(row) and row[x + count] == (row[x], second)[count % 2]:
                    count += 1
                result += bytes([count, row[x] << 4 | second])
                x += count
        result += b"\0\0"
    return result + b"\0\1"


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    width, height = 17, 11
    rgb = picture(width, height).astype(int)
    red = rgb[:, :, 0]

    for bits in (1, 4, 8):
        indexes = red >> (8 - bits)
        add(f"palette-{bits}", bmp(width, height, bits, rows(indexes, bits), palette(2 ** bits, bits)))
        add(f"palette-{bits}-os2", bmp(width, height, bits, rows(indexes, bits), palette(2 ** bits, bits, entry=3), size=12))
        add(f"gray-{bits}", bmp(width, height, bits, rows(indexes, bits), palette(2 ** bits, 0, gray=True)), gray=True)
    add("palette-8-short", bmp(width, height, 8, rows(red % 20, 8), palette(20, 3), colors=20))
    add("gray-8-top-down", bmp(width, -height, 8, rows(red[::-1], 8), palette(256, 0, gray=True)), gray=True)

    true = rgb[:, :, 0] << 16 | rgb[:, :, 1] << 8 | rgb[:, :, 2]
    add("rgb-24", bmp(width, height, 24, rows(true, 24)))
    add("rgb-24-top-down", bmp(width, -height, 24, rows(true[::-1], 24)))
    add("rgb-24-os2", bmp(width, height, 24, rows(true, 24), size=12))
    add("rgb-24-v4", bmp(width, height, 24, rows(true, 24), size=108))
    add("rgb-24-v5", bmp(width, height, 24, rows(true, 24), size=124))
    add("rgb-24-os2-version-2", bmp(width, height, 24, rows(true, 24), size=64))
    add("rgb-24-1x1", bmp(1, 1, 24, rows(true[:1, :1], 24)))
    add("rgb-32", bmp(width, height, 32, rows(true, 32)))

    five = rgb >> 3
    words = five[:, :, 0] << 10 | five[:, :, 1] << 5 | five[:, :, 2]
    add("rgb-16", bmp(width, height, 16, rows(words, 16)))
    words = five[:, :, 0] << 11 | (rgb[:, :, 1] >> 2) << 5 | five[:, :, 2]
    add("rgb-16-565", bmp(width, height, 16, rows(words, 16), compression=3, masks=(0xF800, 0x7E0, 0x1F)))
    shifted = true << 8
    add("rgb-32-fields", bmp(width, height, 32, rows(shifted, 32), compression=3, masks=(0xFF000000, 0xFF0000, 0xFF00)))
    alpha = true | picture(width, height, 9).astype(int)[:, :, 1] << 24
    masks = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    add("rgba-32-v4", bmp(width, height, 32, rows(alpha, 32), size=108, compression=3, masks=masks))
    add("rgba-32-v5", bmp(width, height, 32, rows(alpha, 32), size=124, compression=3, masks=masks))
    add("rgba-32-alpha-fields", bmp(width, height, 32, rows(alpha, 32), size=56, compression=3, masks=masks),
        pixels=np.concatenate([rgb, alpha[:, :, None] >> 24], 2))

    flat = np.where(red > 128, 3, red >> 4)
    add("rle-8", bmp(width, height, 8, runs8(flat), palette(16, 5), compression=1, colors=16), by_opencv=True)
    add("rle-4", bmp(width, height, 4, runs4(flat), palette(16, 5), compression=2, colors=16), by_opencv=True)
    delta = bytes([3, 1, 0, 2, 5, 2, 4, 2, 0, 0, 6, 7, 0, 1])
    add("rle-8-delta", bmp(width, height, 8, delta, palette(16, 6), compression=1, colors=16), by_opencv=True)
    drawn = np.zeros((height, width), int)  # neither reads the same codes of four bits
    drawn[-1, :3], drawn[-3, 8:12], drawn[-4, :6] = (0, 1, 0), (0, 2, 0, 2), (0, 7, 0, 7, 0, 7)
    colors = np.frombuffer(palette(16, 6), np.uint8).reshape(16, 4)[:, 2::-1]
    add("rle-4-delta", bmp(width, height, 4, delta, palette(16, 6), compression=2, colors=16), pixels=colors[drawn])


main()
