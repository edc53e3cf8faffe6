"""Makes Fixtures/Jpeg, JpegRefused and JpegEncoded: files by cjpeg (libjpeg-turbo 2.1.5), pixels by OpenCV 4.6.

Each NAME.jpg comes with NAME.pixels, decoded by cv2.imread and checked to be what Pillow 9.4 gives. CMYK files are decoded by Pillow
alone, whose arithmetic is the finer one. In JpegEncoded, NAME.pixels is what cjpeg made NAME.jpg of.
Needs cjpeg, python3-opencv and python3-pil. Run from anywhere: python3 make_jpeg_fixtures.py
"""
import io
import pathlib
import shutil
import subprocess
import tempfile

import cv2
import numpy as np
from PIL import Image, ImageOps

from synthetic import picture, write_pixels

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "Fixtures"
ACCEPTED = FIXTURES / "Jpeg"
REFUSED = FIXTURES / "JpegRefused"
ENCODED = FIXTURES / "JpegEncoded"


def cjpeg(rgb, *arguments):
    height, width, _ = rgb.shape
    ppm = f"P6\n{width} {height}\n255\n".encode() + rgb.tobytes()
    return subprocess.run(["cjpeg", *arguments], input=ppm, capture_output=True, check=True).stdout


def gray(rgb, *arguments):
    return cjpeg(rgb, "-grayscale", *arguments)


def scans(rgb, script, *arguments):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(script)
        file.flush()
        return cjpeg(rgb, "-scans", file.name, *arguments)


def segments(data):
    """The marker segments up to the first scan as (marker, bytes with the marker), then the rest of the file."""
    result, position = [], 2
    while data[position + 1] != 0xDA:
        length = int.from_bytes(data[position + 2:position + 4], "big")
        result.append((data[position + 1], data[position:position + 2 + length]))
        position += 2 + length
    return result, data[position:]


def without(data, *markers):
    parts, rest = segments(data)
    return data[:2] + b"".join(part for marker, part in parts if marker not in markers) + rest


def patch_frame(data, change):
    """Changes the frame header, given as a mutable array that begins with its marker."""
    parts, rest = segments(data)
    result = data[:2]
    for marker, part in parts:
        part = bytearray(part)
        if marker in (0xC0, 0xC1):
            change(part)
        result += bytes(part)
    return result + rest


def set_byte(index, value):
    def change(frame):
        frame[index] = value
    return change


def set_height_to_zero(frame):
    frame[5] = frame[6] = 0


def ratio_two_thirds():
    """A 24x8 picture whose chroma has two samples for three pixels: three grey files joined as three scans."""
    rgb = picture(24, 8, 7)
    planes = [rgb, picture(16, 8, 8), picture(16, 8, 9)]
    files = [gray(plane, "-quality", "80") for plane in planes]
    parts, _ = segments(files[0])
    sampling = b"".join(bytes([i + 1, h << 4 | 1, 0]) for i, h in enumerate([3, 2, 2]))
    data = files[0][:2]
    for marker, part in parts:
        data += bytes([0xFF, 0xC0, 0, 17, 8, 0, 8, 0, 24, 3]) + sampling if marker == 0xC0 else part
    for i, file in enumerate(files):
        entropy_coded = segments(file)[1][10:-2]
        data += bytes([0xFF, 0xDA, 0, 8, 1, i + 1, 0, 0, 63, 0]) + entropy_coded
    data += b"\xff\xd9"

    y, cb, cr = [cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_UNCHANGED).astype(int) for file in files]
    nearest = np.arange(24) * 2 // 3
    cb, cr = cb[:, nearest] - 128, cr[:, nearest] - 128
    half = 1 << 15
    red = y + ((91881 * cr + half) >> 16)
    green = y + ((half - 22554 * cb - 46802 * cr) >> 16)
    blue = y + ((116130 * cb + half) >> 16)
    (ACCEPTED / "ratio-2-3.jpg").write_bytes(data)
    write_pixels(ACCEPTED / "ratio-2-3.pixels", np.clip(np.stack([red, green, blue], -1), 0, 255))


def accept(name, data):
    (ACCEPTED / f"{name}.jpg").write_bytes(data)
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels.ndim == 3:
        pixels = pixels[:, :, ::-1]
    assert np.array_equal(pixels, np.asarray(Image.open(io.BytesIO(data)))), name
    write_pixels(ACCEPTED / f"{name}.pixels", pixels)


def accept_cmyk(name, data):
    (ACCEPTED / f"{name}.jpg").write_bytes(data)
    picture = Image.open(io.BytesIO(data))
    assert picture.mode == "CMYK", name
    write_pixels(ACCEPTED / f"{name}.pixels", np.asarray(picture.convert("RGB")))


def cmyk(rgb, transform):
    """Four components at full resolution; Adobe's marker says what they are, and is left out where it has nothing to say."""
    file = io.BytesIO()
    black = 255 - rgb.max(axis=2, keepdims=True) // 2
    Image.fromarray(np.concatenate([rgb, black], 2), "CMYK").save(file, "JPEG", quality=85)
    parts, _ = segments(file.getvalue())
    adobe = next(part for marker, part in parts if marker == 0xEE)
    assert adobe[-1] == 0
    if transform is None:
        return without(file.getvalue(), 0xEE)
    return file.getvalue().replace(adobe, adobe[:-1] + bytes([transform]))


def subsampled_ycck():
    """A 33x17 picture with halved chroma: four grey files joined as four scans."""
    sizes = [(33, 17), (17, 9), (17, 9), (33, 17)]
    files = [gray(picture(width, height, 20 + i), "-quality", "80") for i, (width, height) in enumerate(sizes)]
    parts, _ = segments(files[0])
    sampling = b"".join(bytes([i + 1, 0x22 if width == 33 else 0x11, 0]) for i, (width, _) in enumerate(sizes))
    data = files[0][:2] + bytes([0xFF, 0xEE, 0, 14]) + b"Adobe" + bytes([0, 100, 0, 0, 0, 0, 2])
    for marker, part in parts:
        if marker == 0xE0:
            continue
        data += bytes([0xFF, 0xC0, 0, 20, 8, 0, 17, 0, 33, 4]) + sampling if marker == 0xC0 else part
    for i, file in enumerate(files):
        data += bytes([0xFF, 0xDA, 0, 8, 1, i + 1, 0, 0, 63, 0]) + segments(file)[1][10:-2]
    return data + b"\xff\xd9"


def accept_turned(name, data, orientation, order):
    """The picture with EXIF data put behind its JFIF header."""
    number = (lambda value, size: value.to_bytes(size, order))
    tiff = (b"II*\0" if order == "little" else b"MM\0*") + number(8, 4) + number(2, 2)
    tiff += number(0x0100, 2) + number(4, 2) + number(1, 4) + number(99, 4)
    tiff += number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + bytes(2) + bytes(4)
    exif = b"Exif\0\0" + tiff
    data = data[:20] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + data[20:]
    (ACCEPTED / f"{name}.jpg").write_bytes(data)
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)[:, :, ::-1]
    assert np.array_equal(pixels, np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))), name
    write_pixels(ACCEPTED / f"{name}.pixels", pixels)


def encode(name, rgb, *arguments):
    is_gray = "-grayscale" in arguments
    (ENCODED / f"{name}.jpg").write_bytes(cjpeg(rgb, "-baseline", *arguments))
    if is_gray:  # cjpeg makes luminance of three equal channels, which leaves them as they are
        assert (rgb == rgb[:, :, :1]).all()
    write_pixels(ENCODED / f"{name}.pixels", rgb[:, :, :1] if is_gray else rgb)


def refuse(name, data):
    (REFUSED / f"{name}.jpg").write_bytes(data)


def main():
    for folder in (ACCEPTED, REFUSED, ENCODED):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    odd = picture(17, 23)

    accept("gray", gray(odd))
    accept("gray-48x48", gray(picture(48, 48, 3)))
    accept("gray-1x1", gray(picture(1, 1)))
    accept("gray-8x8-best", gray(picture(8, 8), "-quality", "100"))
    accept("gray-sampling-2x2", gray(odd, "-sample", "2x2"))
    accept("gray-restart", gray(odd, "-restart", "1B"))
    accept("gray-optimized", gray(odd, "-optimize"))
    accept("gray-constant", gray(np.full((9, 9, 3), 77, np.uint8)))

    for name, sampling in {
        "444": "1x1", "422": "2x1", "420": "2x2", "440": "1x2", "411": "4x1", "441": "1x4", "410": "4x2", "3x1": "3x1",
        "1x3": "1x3", "2x4": "2x4", "2x2-1x2": "2x2,1x2,1x2", "2x2-2x1": "2x2,2x1,2x1", "2x2-mixed": "2x2,2x1,1x2",
        "chroma-finer": "1x1,2x2,1x1", "4x1-2x1": "4x1,2x1,2x1", "1x4-1x2": "1x4,1x2,1x2",
    }.items():
        accept(f"color-{name}", cjpeg(odd, "-sample", sampling))
    for width, height in [(1, 1), (2, 2), (3, 5), (4, 3), (5, 4), (6, 1), (1, 7), (16, 16), (33, 17)]:
        small = picture(width, height, width)
        accept(f"color-420-{width}x{height}", cjpeg(small, "-sample", "2x2"))
    for width, height in [(1, 1), (3, 3), (4, 2), (5, 1)]:
        accept(f"color-422-{width}x{height}", cjpeg(picture(width, height, 5), "-sample", "2x1"))
        accept(f"color-440-{width}x{height}", cjpeg(picture(width, height, 6), "-sample", "1x2"))

    accept("color-restart-1-block", cjpeg(odd, "-sample", "2x2", "-restart", "1B"))
    accept("color-restart-1-row", cjpeg(picture(33, 40), "-sample", "2x1", "-restart", "1"))
    accept("color-restart-9-times", cjpeg(picture(70, 20), "-sample", "1x1", "-restart", "2B"))
    accept("color-scans-separate", scans(odd, "0;1;2;", "-sample", "2x2"))
    accept("color-scans-two", scans(odd, "0;1 2;", "-sample", "2x1"))
    accept("color-scans-restart", scans(odd, "2;0 1;", "-sample", "2x2", "-restart", "1B"))
    accept("color-quality-1-wide-tables", cjpeg(odd, "-quality", "1"))
    accept("color-quality-100", cjpeg(odd, "-quality", "100", "-sample", "1x1"))
    accept("color-optimized", cjpeg(odd, "-optimize"))
    rgb = cjpeg(odd, "-rgb")
    accept("rgb-adobe", rgb)
    accept("rgb-by-component-names", without(rgb, 0xEE))
    accept("color-without-jfif", without(cjpeg(odd), 0xE0))
    fill_bytes = cjpeg(odd)
    accept("color-fill-bytes", fill_bytes[:2] + b"\xff\xff\xff" + fill_bytes[2:])
    ratio_two_thirds()

    accept("progressive-420", cjpeg(odd, "-progressive"))
    accept("progressive-444", cjpeg(odd, "-progressive", "-sample", "1x1"))
    accept("progressive-411", cjpeg(odd, "-progressive", "-sample", "4x1"))
    accept("progressive-440", cjpeg(odd, "-progressive", "-sample", "1x2"))
    accept("progressive-gray", gray(odd, "-progressive"))
    accept("progressive-1x1", cjpeg(picture(1, 1), "-progressive"))
    accept("progressive-large", cjpeg(picture(130, 70), "-progressive", "-quality", "60"))
    accept("progressive-best", cjpeg(picture(40, 30), "-progressive", "-quality", "100"))
    accept("progressive-restart", cjpeg(picture(70, 40), "-progressive", "-restart", "3B"))
    accept("progressive-spectral", scans(odd, "0:0-0,0,0;1 2:0-0,0,0;0:1-5,0,0;0:6-63,0,0;1:1-63,0,0;2:1-63,0,0;"))
    accept("progressive-four-bits-late", scans(
        odd, "2:0-0,0,2;0 1:0-0,0,3;2:0-0,2,1;0 1:0-0,3,2;0 1:0-0,2,1;0 1 2:0-0,1,0;2:1-63,0,4;0:1-9,0,3;1:1-63,0,2;0:10-63,0,2;"
        "2:1-63,4,3;2:1-63,3,2;0:1-9,3,2;0:1-63,2,1;2:1-63,2,1;1:1-63,2,1;2:1-63,1,0;1:1-63,1,0;0:1-63,1,0;", "-quality", "95"))
    accept("progressive-single-bands", scans(
        odd, "0 1 2:0-0,0,0;2:1-63,0,0;1:1-63,0,0;" + "".join(f"0:{k}-{k},0,0;" for k in range(63, 0, -1)), "-sample", "2x1"))
    accept("extended-sequential", patch_frame(cjpeg(odd), set_byte(1, 0xC1)))

    accept_cmyk("cmyk-adobe", cmyk(odd, 0))
    accept_cmyk("cmyk-without-marker", cmyk(odd, None))
    accept_cmyk("ycck", cmyk(odd, 2))
    accept_cmyk("ycck-420", subsampled_ycck())
    for orientation in range(1, 9):
        order = "little" if orientation % 2 else "big"
        accept_turned(f"exif-{orientation}", cjpeg(odd, "-sample", "2x2"), orientation, order)

    for quality in (1, 10, 49, 50, 75, 90, 95, 100):
        encode(f"color-420-{quality}", odd, "-quality", str(quality), "-sample", "2x2")
    for width, height in [(1, 1), (8, 8), (9, 8), (16, 16), (24, 17), (25, 40), (70, 33)]:
        encode(f"color-420-90-{width}x{height}", picture(width, height, 3), "-quality", "90", "-sample", "2x2")
    encode("color-444-90", odd, "-quality", "90", "-sample", "1x1")
    noise = np.random.default_rng(1).integers(0, 256, (19, 21, 3)).astype(np.uint8)
    encode("color-444-50-noise", noise, "-quality", "50", "-sample", "1x1")
    encode("gray-95", odd[:, :, [0, 0, 0]], "-quality", "95", "-grayscale")
    encode("gray-30", odd[:, :, [1, 1, 1]], "-quality", "30", "-grayscale")

    refuse("arithmetic", cjpeg(odd, "-arithmetic"))
    refuse("lossless", patch_frame(gray(odd), set_byte(1, 0xC3)))
    refuse("hierarchical", patch_frame(gray(odd), set_byte(1, 0xC5)))
    refuse("12-bits", patch_frame(gray(odd), set_byte(4, 12)))
    refuse("dnl", patch_frame(gray(odd), set_height_to_zero))


main()
