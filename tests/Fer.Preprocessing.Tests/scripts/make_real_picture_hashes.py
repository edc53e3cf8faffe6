"""Makes Fixtures/real-pictures.txt: SHA-256 of the pixels that OpenCV 4.6 decodes of real pictures, which are not committed.

A line per photograph of photos.tar, "hash-of-file hash-of-pixels width height channels", with the channels in the order
R, G, B, A; and one line "hash count fer2013.tar.gz" over the pixels of all its pictures one after the other as the archive has them.
Needs python3-opencv. Run: python3 make_real_picture_hashes.py FOLDER, where FOLDER holds both archives.
"""
import hashlib
import pathlib
import sys
import tarfile

import cv2
import numpy as np

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "real-pictures.txt"


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def pictures(archive):
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isfile() and member.name.endswith((".jpg", ".png")):
                data = tar.extractfile(member).read()
                pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
                order = {1: [0], 3: [2, 1, 0], 4: [2, 1, 0, 3]}
                pixels = pixels.reshape(*pixels.shape[:2], -1)
                yield data, np.ascontiguousarray(pixels[:, :, order[pixels.shape[2]]])


def main():
    folder = pathlib.Path(sys.argv[1])
    lines = []
    for data, pixels in pictures(folder / "photos.tar"):
        height, width, channels = pixels.shape
        lines.append(f"{sha256(data)} {sha256(pixels.tobytes())} {width} {height} {channels}")
    total, count = hashlib.sha256(), 0
    for _, pixels in pictures(folder / "fer2013.tar.gz"):
        total.update(pixels.tobytes())
        count += 1
    lines.append(f"{total.hexdigest()} {count} fer2013.tar.gz")
    OUTPUT.write_text("\n".join(lines) + "\n")


main()
