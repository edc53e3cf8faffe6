"""Makes Fixtures/Pnm (binary) and Fixtures/PnmText: PBM, PGM and PPM files written here, and their pixels by definition, which are
compared with Pillow 9.4 as far as that gives 8 bits; it rounds halves to even, which cannot arise with the odd greatest values here.

Needs python3-pil. Run from anywhere: python3 make_pnm_fixtures.py
"""
import io
import pathlib
import shutil

import numpy as np
from PIL import Image

from synthetic import picture, write_pixels

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "Fixtures"
BINARY = FIXTURES / "Pnm"
TEXT = FIXTURES / "PnmText"


def add(folder, name, data, pixels, compare=True):
    if compare:
        theirs = np.asarray(Image.open(io.BytesIO(data)).convert("L" if pixels.shape[2] == 1 else "RGB"))
        assert np.array_equal(theirs.reshape(pixels.shape), pixels), name
    (folder / f"{name}.pnm").write_bytes(data)
    write_pixels(folder / f"{name}.pixels", pixels)


def main():
    for folder in (BINARY, TEXT):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    width, height = 17, 11
    rgb = picture(width, height).astype(int)
    size = f"{width} {height}\n".encode()

    bits = (rgb[:, :, :1] > 128).astype(int)
    black = 255 * (1 - bits)
    add(BINARY, "bitmap", b"P4\n" + size + np.packbits(bits[:, :, 0].astype(np.uint8), axis=1).tobytes(), black)
    digits = bits.ravel().astype(str)
    add(TEXT, "bitmap", b"P1\n" + size + " ".join(digits).encode() + b"\n", black)
    add(TEXT, "bitmap-without-spaces", b"P1\n" + size + "".join(digits).encode(), black)
    for letters, values in (("25", rgb[:, :, :1]), ("36", rgb)):
        kind = "gray" if letters == "25" else "rgb"
        for greatest in (1, 15, 101, 255, 999, 65535):
            samples = np.rint(values * greatest / 255).astype(int)
            pixels = (samples * 255 + greatest // 2) // greatest
            header = size + f"{greatest}\n".encode()
            compare = greatest <= 255 or kind == "rgb"
            binary = samples.astype(">u2" if greatest > 255 else np.uint8).tobytes()
            add(BINARY, f"{kind}-{greatest}", b"P" + letters[1:].encode() + b"\n" + header + binary, pixels, compare)
            text = "\n".join(" ".join(map(str, row)) for row in samples.reshape(height, -1).tolist()) + "\n"
            add(TEXT, f"{kind}-{greatest}", b"P" + letters[:1].encode() + b"\n" + header + text.encode(), pixels, compare)
    commented = f"P5 # drawn\n# by hand\n{width} # wide\r\n\t{height}\n#\n255\n".encode()
    add(BINARY, "comments", commented + rgb[:, :, 0].astype(np.uint8).tobytes(), rgb[:, :, :1])
    add(BINARY, "one-pixel", b"P5 1 1 255 \x63", np.full((1, 1, 1), 0x63))


main()
