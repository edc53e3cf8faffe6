"""Weights from the formula, as PyTorchFormula.cs makes them."""
import numpy
import torch
from torch import nn
from formula import formula


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
