"""Makes ../Fixtures: WebP, TIFF and TGA files by Pillow 9.4 (QOI, which it lacks, by the specification), and their
pixels as Pillow reads them.

Needs python3-pil and python3-numpy. Run from anywhere: python3 make_fixtures.py
"""
import io
import pathlib
import shutil
import struct

import numpy as np
from PIL import Image, TiffImagePlugin

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Fixtures"
WIDTH, HEIGHT = 19, 13


def picture(channels, seed=1):
    """Ramps with a little noise, and a flat area that run-length codes like."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    ramps = [x * 13, y * 19, (x + y) * 8, 255 - x * 9]
    values = np.stack(ramps[:channels], -1) + np.random.default_rng(seed).integers(0, 6, (HEIGHT, WIDTH, channels))
    values[3:7, 2:14] = [200, 90, 40, 128][:channels]
    return values.clip(0, 255).astype(np.uint8)


def add(name, data, pixels):
    """Files that differ in their format alone share their pixels."""
    pixels = pixels.reshape(*pixels.shape[:2], -1).astype(np.uint8)
    content = b"%d %d %d\n" % (pixels.shape[1], pixels.shape[0], pixels.shape[2]) + pixels.tobytes()
    path = (FOLDER / name).with_suffix(".pixels")
    assert not path.exists() or path.read_bytes() == content, name
    path.write_bytes(content)
    (FOLDER / name).write_bytes(data)


def save(name, image, mode=None, pixels=None, **options):
    stream = io.BytesIO()
    image.save(stream, {"tif": "TIFF", "tga": "TGA", "webp": "WEBP"}[name.split(".")[1]], **options)
    if pixels is None:
        pixels = np.asarray(Image.open(io.BytesIO(stream.getvalue())).convert(mode))
    add(name, stream.getvalue(), pixels)


def qoi(pixels):
    """The QOI specification 1.0 with all six kinds of chunks."""
    height, width, channels = pixels.shape
    file = bytearray(b"qoif" + struct.pack(">IIBB", width, height, channels, 0))
    seen, before, run = {}, (0, 0, 0, 255), 0
    values = [tuple(int(v) for v in p) + ((255,) if channels == 3 else ()) for p in pixels.reshape(-1, channels)]
    for i, pixel in enumerate(values):
        if pixel == before:
            run += 1
            if run == 62 or i == len(values) - 1:
                file.append(0xC0 | run - 1)
                run = 0
            continue
        if run:
            file.append(0xC0 | run - 1)
            run = 0
        place = (pixel[0] * 3 + pixel[1] * 5 + pixel[2] * 7 + pixel[3] * 11) % 64
        r, g, b = ((pixel[c] - before[c] + 128) % 256 - 128 for c in range(3))
        if seen.get(place) == pixel:
            file.append(place)
        elif pixel[3] != before[3]:
            file += bytes([0xFF, *pixel])
        elif max(r, g, b) < 2 and min(r, g, b) >= -2:
            file.append(0x40 | r + 2 << 4 | g + 2 << 2 | b + 2)
        elif -32 <= g < 32 and -8 <= r - g < 8 and -8 <= b - g < 8:
            file += bytes([0x80 | g + 32, r - g + 8 << 4 | b - g + 8])
        else:
            file += bytes([0xFE, *pixel[:3]])
        seen[place] = before = pixel
    return bytes(file + b"\0\0\0\0\0\0\0\1")


def add_webp(gray, rgb, rgba):
    save("lossless.webp", rgb, "RGB", lossless=True)
    save("lossless-alpha.webp", rgba, "RGBA", lossless=True, exact=True)
    save("lossless-gray.webp", gray, "RGB", lossless=True)
    save("lossless-palette.webp", rgb.quantize(7).convert("RGB"), "RGB", lossless=True)
    save("lossy.webp", rgb, "RGB", quality=90)
    save("lossy-alpha.webp", rgba, "RGBA", quality=90)
    other = Image.fromarray(picture(3, 2))
    save("animation.webp", rgb, "RGBA", save_all=True, append_images=[other], lossless=True, duration=100)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        save(f"orientation-{orientation}.webp", rgb, pixels=upright(np.asarray(rgb), orientation), lossless=True, exif=exif.tobytes())


def upright(pixels, orientation):
    """By the definition: where the file's first row and first column lie in the upright picture (EXIF 2.32, 4.6.4)."""
    turned = pixels if orientation < 5 else pixels.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        turned = turned[:, ::-1]
    if orientation in (3, 4, 7, 8):
        turned = turned[::-1]
    return turned


def add_tiff(gray, rgb, rgba):
    for name, compression in [("raw", None), ("lzw", "tiff_lzw"), ("deflate", "tiff_adobe_deflate"), ("packbits", "packbits")]:
        save(f"rgb-{name}.tif", rgb, "RGB", compression=compression)
        save(f"gray-{name}.tif", gray, "L", compression=compression)
    save("rgba.tif", rgba, "RGBA", compression="tiff_lzw")
    save("palette.tif", rgb.quantize(16), "RGB")
    save("black-and-white.tif", gray.convert("1"), "L", compression="group4")
    save("jpeg.tif", rgb, "RGB", compression="jpeg", quality=95)
    save("pages.tif", rgb, "RGB", save_all=True, append_images=[gray])
    deep = (picture(1)[:, :, 0].astype(np.uint16) << 8) + np.random.default_rng(3).integers(0, 256, (HEIGHT, WIDTH), np.uint16)
    save("gray-16.tif", Image.fromarray(deep), pixels=deep >> 8)
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for orientation in range(1, 9):
        tags[0x0112] = orientation
        save(f"orientation-{orientation}.tif", rgb, pixels=upright(np.asarray(rgb), orientation), tiffinfo=tags)


def add_tga(gray, rgb, rgba):
    for name, compression in [("raw", None), ("rle", "tga_rle")]:
        save(f"gray-{name}.tga", gray, "L", compression=compression)
        save(f"rgb-{name}.tga", rgb, "RGB", compression=compression)
        save(f"rgba-{name}.tga", rgba, "RGBA", compression=compression)
        save(f"palette-{name}.tga", rgb.quantize(16), "RGB", compression=compression)
    save("rgb-top-down.tga", rgb, "RGB", orientation=1)


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    gray, rgb, rgba = (Image.fromarray(picture(channels).squeeze()) for channels in (1, 3, 4))
    add_webp(gray, rgb, rgba)
    add_tiff(gray, rgb, rgba)
    add_tga(gray, rgb, rgba)
    add("rgb.qoi", qoi(picture(3)), picture(3))
    add("rgba.qoi", qoi(picture(4)), picture(4))


main()
