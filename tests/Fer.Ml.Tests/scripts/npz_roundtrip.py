"""make FILE: writes random arrays. compare A B: ends well if both hold the same arrays of the same types."""
import sys

import numpy as np

if sys.argv[1] == "make":
    rng = np.random.default_rng(0)
    np.savez(
        sys.argv[2],
        **{name: (rng.normal(size=(7, 5)) * 50).astype(name) for name in ["f2", "f4", "f8", "i1", "i2", "i4", "i8"]},
        **{name: rng.integers(0, 200, (7, 5)).astype(name) for name in ["u1", "u2", "u4", "u8"]},
        flags=rng.random(9) < 0.5,
        words=np.array(["sad", "überrascht", "😀"]),
        number=np.array(3.25),
        nothing=np.zeros((0, 4), np.float32),
        fortran=np.asfortranarray(rng.normal(size=(3, 4, 5))),
    )
else:
    a, b = np.load(sys.argv[2]), np.load(sys.argv[3])
    assert sorted(a.files) == sorted(b.files), (a.files, b.files)
    for name in a.files:
        assert a[name].dtype == b[name].dtype and a[name].shape == b[name].shape, name
        assert np.array_equal(a[name], b[name]), name
    print(len(a.files), "arrays are equal")
