"""Writes fixtures/npz: files as NumPy makes them, for the reader to read or to refuse."""
import io
import os
import zipfile

import numpy as np

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "npz")
os.makedirs(folder, exist_ok=True)


def path(name):
    return os.path.join(folder, name)


# Every array holds 0, 1, 2... as far as its type can, in the shape (2, 3, 4) in C order.
VALUES = np.arange(24).reshape(2, 3, 4)
TYPES = ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]
native = {kind: VALUES.astype(kind) for kind in TYPES}
native["b1"] = VALUES % 2 == 1
native["U"] = VALUES.astype(str)
np.savez(path("types.npz"), **native)
np.savez_compressed(path("deflated.npz"), **native)
np.savez(path("big_endian.npz"), **{name: array.astype(array.dtype.newbyteorder(">")) for name, array in native.items()})
np.savez(path("fortran.npz"), **{name: np.asfortranarray(array) for name, array in native.items()})

limit = zipfile.ZIP64_LIMIT
zipfile.ZIP64_LIMIT = 16  # as if 16 bytes were more than 4 GiB: every size and offset stands in the zip64 fields
np.savez(path("zip64.npz"), **native)
zipfile.ZIP64_LIMIT = limit

np.savez(
    path("shapes.npz"),
    scalar=np.float32(2.5),
    word=np.array("Gesicht"),
    empty=np.zeros((0, 5), np.float32),
    one=np.array([7], np.int64),
    text=np.array(["", "naïve", "😀 grin", "零"]),
)
for version in [1, 2, 3]:
    with open(path(f"version{version}.npy"), "wb") as file:
        np.lib.format.write_array(file, VALUES.astype("<f4"), version=(version, 0))

np.save(path("refused_objects.npy"), np.array([{"a": 1}, None], dtype=object), allow_pickle=True)
np.save(path("refused_structured.npy"), np.zeros(2, dtype=[("a", "<i4"), ("b", "<f4")]))
np.save(path("refused_complex.npy"), np.zeros(2, np.complex64))
np.save(path("refused_datetime.npy"), np.zeros(2, "datetime64[s]"))
np.save(path("refused_bytes.npy"), np.array([b"ab"]))
np.save(path("refused_longdouble.npy"), np.zeros(2, np.longdouble))


def archive(name, **members):
    with zipfile.ZipFile(path(name), "w", zipfile.ZIP_DEFLATED) as file:
        for member, content in members.items():
            file.writestr(member.replace("_npy", ".npy").replace("_txt", ".txt"), content)


def npy(header, data=b""):
    text = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + data


archive("refused_member.npz", a_txt=b"not an array")
archive("refused_huge_shape.npz", a_npy=npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }"))
archive("refused_many_dimensions.npz", a_npy=npy("{'descr': '<f4','fortran_order': False,'shape': (" + "1," * 70 + "0), }"))
archive("refused_short.npz", a_npy=npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", b"\0" * 8))
archive("refused_long.npz", a_npy=npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", b"\0" * 8))
archive("refused_negative.npz", a_npy=npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, -2), }", b"\0" * 8))
archive("refused_code.npz", a_npy=npy("{'descr': '<f4', 'fortran_order': exit(), 'shape': (1,), }", b"\0" * 4))
archive("refused_unicode.npz", a_npy=npy("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", b"\xff" * 4))
# 64 MiB of zeros in 64 KiB: allowed by default, refused under a lower limit.
archive("bomb.npz", a_npy=npy("{'descr': '<f4', 'fortran_order': False, 'shape': (16777216,), }", b"\0" * (1 << 26)))
with zipfile.ZipFile(path("refused_twice.npz"), "w") as file:
    for _ in range(2):
        buffer = io.BytesIO()
        np.save(buffer, np.zeros(2))
        file.writestr("a.npy", buffer.getvalue())
buffer = io.BytesIO()
np.savez(buffer, a=np.arange(8.0))
damaged = bytearray(buffer.getvalue())
damaged[damaged.index(np.float64(5).tobytes())+6] ^= 1
with open(path("refused_checksum.npz"), "wb") as file:
    file.write(damaged)
# The directory says that the deflated array unpacks to 2 GiB, which so few bytes cannot.
buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
    file.writestr("a.npy", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (536870880,), }"))
lying = bytearray(buffer.getvalue())
entry = lying.index(b"PK\x01\x02")
lying[entry + 24:entry + 28] = (128 + 4 * 536870880).to_bytes(4, "little")
with open(path("refused_lying_directory.npz"), "wb") as file:
    file.write(lying)
print(np.__version__, len(os.listdir(folder)), "files")
