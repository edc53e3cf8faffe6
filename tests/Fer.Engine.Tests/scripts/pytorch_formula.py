"""Numbers that PyTorch's scripts and the tests (PyTorchFormula.cs) both compute, so that no weights need be kept."""
import numpy
import torch
from torch import nn


def formula(size, salt):
    """The finaliser of MurmurHash3 on a running number, as a number from -1 to 1."""
    x = (numpy.arange(size, dtype=numpy.uint64) + numpy.uint64(salt) * numpy.uint64(0x9E3779B9)).astype(numpy.uint32)
    x = (x ^ (x >> 16)) * numpy.uint32(0x85EBCA6B)
    x = (x ^ (x >> 13)) * numpy.uint32(0xC2B2AE35)
    x ^= x >> 16
    return (x / 2.0**32 * 2 - 1).astype(numpy.float32).astype(numpy.float64)


def parameters_of(network):
    """Parameters and statistics by name, in the state dict's order."""
    state = network.state_dict(keep_vars=True)
    return {name: value for name, value in state.items() if not name.endswith("num_batches_tracked")}


def fill(network):
    """Kernels uniform with variance 2 / fan-in, scales and variances 1 +- 0.1, all others 0 +- 0.1; rounded to 32 bits.

    The last scale of a bottleneck block is a quarter of that: else 50 layers amplify rounding errors a hundredfold.
    """
    scales = {f"{name}.weight" for name, layer in network.named_modules() if isinstance(layer, nn.modules.batchnorm._BatchNorm)}
    for salt, (name, value) in enumerate(parameters_of(network).items()):
        values = formula(value.numel(), salt)
        if value.dim() > 1:
            values = values * (6 / (value.numel() / value.shape[0])) ** 0.5
        else:
            values = values * 0.1 + (1 if name in scales or name.endswith("running_var") else 0)
        values = values.astype(numpy.float32) * numpy.float32(0.25 if name.endswith("bn3.weight") else 1)
        value.data.copy_(torch.from_numpy(values).reshape(value.shape))
