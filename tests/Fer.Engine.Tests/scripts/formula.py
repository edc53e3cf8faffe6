"""The numbers that scripts and tests both compute, so that fixtures hold results only."""
import numpy


def formula(size, salt):
    """The finaliser of MurmurHash3 on a running number, as a number from -1 to 1 that fits 32 bits."""
    x = (numpy.arange(size, dtype=numpy.uint64) + numpy.uint64(salt) * numpy.uint64(0x9E3779B9)).astype(numpy.uint32)
    x = (x ^ (x >> 16)) * numpy.uint32(0x85EBCA6B)
    x = (x ^ (x >> 13)) * numpy.uint32(0xC2B2AE35)
    x ^= x >> 16
    return (x / 2.0**32 * 2 - 1).astype(numpy.float32).astype(numpy.float64)
