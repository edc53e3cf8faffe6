#!/usr/bin/env python3
"""Loads weight files that Fer wrote into PyTorch, strictly, and compares the network's outputs with Fer's:

    python3 load_in_pytorch.py FOLDER

The folder has network.pth and network.safetensors, the same formula weights, and expected.safetensors, an input and what Fer
made of it; PyTorchInterchangeTests writes the three and runs this script. To keep them, set FER_INTERCHANGE_FOLDER to a folder
and run the tests. Needs torch; uses the safetensors package where there is one.
"""
import collections
import json
import os
import struct
import sys

import numpy
import torch
from torch import nn


def load_safetensors(path):
    try:
        from safetensors.torch import load_file
        return load_file(path)
    except ImportError:
        pass
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32", entry
        begin, end = entry["data_offsets"]
        tensors[name] = torch.from_numpy(numpy.frombuffer(data[begin:end], "<f4").reshape(entry["shape"]).copy())
    return tensors


def formula(size, salt):
    """The finaliser of MurmurHash3 on a running number, as a number from -1 to 1."""
    x = (numpy.arange(size, dtype=numpy.uint64) + numpy.uint64(salt) * numpy.uint64(0x9E3779B9)).astype(numpy.uint32)
    x = (x ^ (x >> 16)) * numpy.uint32(0x85EBCA6B)
    x = (x ^ (x >> 13)) * numpy.uint32(0xC2B2AE35)
    x ^= x >> 16
    return (x / 2.0**32 * 2 - 1).astype(numpy.float32)


def build():
    return nn.Sequential(collections.OrderedDict(
        conv1=nn.Conv2d(3, 8, 3, padding=1, bias=False), bn1=nn.BatchNorm2d(8), relu1=nn.ReLU(), pool=nn.MaxPool2d(2),
        conv2=nn.Conv2d(8, 16, 3), bn2=nn.BatchNorm2d(16), relu2=nn.ReLU(), flatten=nn.Flatten(), fc=nn.Linear(16 * 6 * 6, 7)))


def check(name, state, expected):
    network = build()
    print(f"{name}: {len(state)} tensors, load_state_dict(strict=True): {network.load_state_dict(state, strict=True)}")
    parameters = [item for item in network.state_dict().items() if not item[0].endswith("num_batches_tracked")]
    for salt, (key, value) in enumerate(parameters):
        offset = 1.0 if key.endswith("running_var") else 0.0
        values = torch.from_numpy(formula(value.numel(), salt)).reshape(value.shape) * 0.5 + offset
        assert torch.equal(value, values), f"{name}: {key} is not what was written"
    with torch.no_grad():
        output = network.eval()(expected["input"])
    difference = (output - expected["output"]).abs().max().item() / output.abs().max().item()
    print(f"{name}: the outputs differ by at most {difference:.1e} of the largest")
    assert difference < 1e-5, difference


folder = sys.argv[1]
expected = load_safetensors(os.path.join(folder, "expected.safetensors"))
check("network.pth", torch.load(os.path.join(folder, "network.pth")), expected)
check("network.safetensors", load_safetensors(os.path.join(folder, "network.safetensors")), expected)
print(f"PyTorch {torch.__version__} agrees.")
