"""Makes Fixtures/Gif: GIF files written here, codes included, and their pixels by definition, compared with Pillow 9.4 where that
gives the same: it fills the canvas around a frame with colour 0, not with transparency.

Needs python3-pil. Run from anywhere: python3 make_gif_fixtures.py
"""
import io
import pathlib
import shutil
import struct

import numpy as np
from PIL import Image

from synthetic import picture, write_pixels

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "Gif"


def lzw(indexes, bits, clears_when_full=True):
    """GIF's codes; the table is cleared when it is full, or kept as it is."""
    clear = 1 << bits
    output, pending, count = bytearray(), 0, 0

    def write(code, size):
        nonlocal pending, count
        pending |= code << count
        count += size
        while count >= 8:
            output.append(pending & 255)
            pending >>= 8
            count -= 8

    table, size = {bytes([i]): i for i in range(clear)}, bits + 1
    following = clear + 2
    write(clear, size)
    string = b""
    for value in indexes:
        longer = string + bytes([value])
        if longer in table:
            string = longer
            continue
        write(table[string], size)
        if following < 4096:
            table[longer] = following
            following += 1
            if following - 1 == 1 << size and size < 12:
                size += 1
        elif clears_when_full:
            write(clear, size)
            table, size, following = {bytes([i]): i for i in range(clear)}, bits + 1, clear + 2
        string = bytes([value])
    write(table[string], size)
    if following == 1 << size and size < 12:
        size += 1
    write(clear + 1, size)
    write(0, 7)
    return bytes(output)


def blocks(data, size=255):
    return b"".join(bytes([len(data[i:i + size])]) + data[i:i + size] for i in range(0, len(data), size)) + b"\0"


def frame(indexes, bits, left=0, top=0, palette=None, interlaced=False, clears_when_full=True, block_size=255):
    height, width = indexes.shape
    order = [y for start, step in [(0, 8), (4, 8), (2, 4), (1, 2)] for y in range(start, height, step)] if interlaced else range(height)
    flags = (0x80 | bits - 1 if palette is not None else 0) | (0x40 if interlaced else 0)
    local = b"" if palette is None else palette.astype(np.uint8).tobytes()
    data = lzw(bytes(indexes[list(order)].ravel().astype(np.uint8)), max(2, bits), clears_when_full)
    return b"," + struct.pack("<HHHHB", left, top, width, height, flags) + local + bytes([max(2, bits)]) + blocks(data, block_size)


def gif(width, height, body, bits=None, palette=None, version=b"89a"):
    flags = 0 if palette is None else 0x80 | bits - 1
    table = b"" if palette is None else palette.astype(np.uint8).tobytes()
    return b"GIF" + version + struct.pack("<HHBBB", width, height, flags, 0, 0) + table + body + b";"


def control(transparent):
    return b"!\xf9\4" + bytes([1, 10, 0, transparent]) + b"\0"


def add(name, data, pixels, compare=True):
    if compare:
        theirs = np.asarray(Image.open(io.BytesIO(data)).convert("RGBA" if pixels.shape[2] == 4 else "RGB"))
        shown = pixels if pixels.shape[2] == 3 else pixels * (pixels[:, :, 3:] > 0)
        assert np.array_equal(theirs if theirs.shape[2] == 3 else theirs * (theirs[:, :, 3:] > 0), shown), name
    (FOLDER / f"{name}.gif").write_bytes(data)
    write_pixels(FOLDER / f"{name}.pixels", pixels)


def with_transparency(indexes, palette, transparent):
    visible = (indexes != transparent)[:, :, None]
    return np.concatenate([palette[indexes] * visible, visible * 255], 2)


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    width, height = 17, 11
    red = picture(width, height)[:, :, 0].astype(int)
    for bits in (1, 2, 4, 8):
        palette = np.random.default_rng(bits).integers(0, 256, (2 ** bits, 3))
        indexes = red >> (8 - bits)
        add(f"global-{bits}", gif(width, height, frame(indexes, bits), bits, palette), palette[indexes])
        add(f"local-{bits}", gif(width, height, frame(indexes, bits, palette=palette)), palette[indexes])
    palette = np.random.default_rng(9).integers(0, 256, (16, 3))
    other = np.random.default_rng(10).integers(0, 256, (16, 3))
    indexes = red >> 4
    add("both-tables", gif(width, height, frame(indexes, 4, palette=other), 4, palette), other[indexes])
    add("version-87a", gif(width, height, frame(indexes, 4), 4, palette, b"87a"), palette[indexes])
    for rows in (1, 2, 3, 5, 11):
        body = frame(indexes[:rows], 4, interlaced=True)
        add(f"interlaced-{rows}-rows", gif(width, rows, body, 4, palette), palette[indexes[:rows]])
    key = int(indexes[5, 5])
    pixels = with_transparency(indexes, palette, key)
    add("transparent", gif(width, height, control(key) + frame(indexes, 4), 4, palette), pixels)
    canvas = np.zeros((20, 25, 4), int)
    canvas[4:4 + height, 3:3 + width] = pixels
    add("offset-transparent", gif(25, 20, control(key) + frame(indexes, 4, 3, 4), 4, palette), canvas)
    canvas[4:4 + height, 3:3 + width] = np.concatenate([palette[indexes], np.full((height, width, 1), 255)], 2)
    add("offset", gif(25, 20, frame(indexes, 4, 3, 4), 4, palette), canvas, compare=False)
    larger = np.zeros((4 + height, 3 + width, 4), int)
    larger[4:, 3:] = canvas[4:4 + height, 3:3 + width]
    add("beyond-the-canvas", gif(5, 5, frame(indexes, 4, 3, 4), 4, palette), larger, compare=False)
    text = b"!\xfe" + blocks(b"a comment") + b"!\xff" + blocks(b"NETSCAPE2.0") [:-1] + blocks(b"\1\0\0")
    second = control(3) + frame(15 - indexes, 4)
    add("animation", gif(width, height, text + b"!\xf9\4\0\5\0\0\0" + frame(indexes, 4) + second, 4, palette), palette[indexes])
    add("one-byte-blocks", gif(width, height, frame(indexes, 4, block_size=1), 4, palette), palette[indexes])
    add("one-colour", gif(width, height, frame(indexes * 0, 4), 4, palette), palette[indexes * 0])
    noise = np.random.default_rng(1).integers(0, 256, (80, 90))
    palette = np.random.default_rng(2).integers(0, 256, (256, 3))
    add("full-table", gif(90, 80, frame(noise, 8), 8, palette), palette[noise])
    add("full-table-kept", gif(90, 80, frame(noise, 8, clears_when_full=False), 8, palette), palette[noise])


main()
