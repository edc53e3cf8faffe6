#!/usr/bin/env python3
"""What PyTorch 1.13 makes of single layers and of the loss, in double precision: writes Fixtures/pytorch_layers.json.

Inputs, parameters and output gradients come from a formula that the test computes too. Of every result the fixture holds
the first values, the norm and the product with another formula vector, which no wrong value leaves as it is.
Needs python3-torch.
"""
import json
import os
import numpy
import torch
import torch.nn as nn
import torch.nn.functional as F
from formula import formula

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
COUNT = 3
KINKS = [-3, 0, 3, -5, 5]


def tensor(shape, salt):
    return torch.from_numpy(formula(int(numpy.prod(shape)), salt)).reshape(shape)


def spread(x):
    """Values from -5 to 5, the kinks of all activations among them."""
    x = x * 5
    x.view(-1)[:len(KINKS)] = torch.tensor(KINKS, dtype=x.dtype)
    return x


def with_ties(x):
    return torch.round(x * 2)


def hard_swish(x):
    """One value at a time: at exactly 3, PyTorch's derivative is 1.5, but 1 in the vectorised part of a tensor."""
    return torch.stack([F.hardswish(value) for value in x.flatten()]).reshape(x.shape)


def digest(x):
    x = x.detach().flatten()
    return {"first": x[:4].tolist(), "norm": x.norm().item(), "product": (x @ tensor(x.shape, 99)).item()}


def run(function, shapes, parameters=(), prepare=lambda x: x):
    """Outputs and gradients of a layer; inputs have salts from 1 on, the output's gradient 50."""
    inputs = [prepare(tensor((COUNT, *shape), i + 1)).requires_grad_() for i, shape in enumerate(shapes)]
    output = function(*inputs)
    output.backward(tensor(output.shape, 50))
    return {
        "output": digest(output),
        "inputs": [digest(x.grad) for x in inputs],
        "parameters": {name: digest(value.grad) for name, value in parameters},
    }


def module(layer, shape, training=True):
    """A layer with parameters; these have salts from 10 on, variances are made positive."""
    layer.train(training)
    state = [(name, value) for name, value in layer.state_dict().items() if name != "num_batches_tracked"]
    for i, (name, value) in enumerate(state):
        values = tensor(value.shape, 10 + i)
        value.copy_(values + 2 if name == "running_var" else values)
    result = run(layer, [shape], layer.named_parameters())
    result["statistics"] = {name: digest(value) for name, value in state if name.startswith("running")}
    return result


def loss(labels, weights, smoothing):
    logits = (tensor((5, 4), 1) * 3).requires_grad_()
    value = F.cross_entropy(logits, labels, weights, label_smoothing=smoothing)
    value.backward()
    return {"loss": value.item(), "gradient": digest(logits.grad)}


picture, wide, vector = (6, 7, 5), (3, 8, 9), (11,)
hard = torch.arange(5) % 4
soft = torch.stack([torch.tensor([0.5, 0.25, 0.125, 0.125]).roll(n) for n in range(5)])
weights = torch.tensor([0.5, 2.0, 1.0, 3.0])
results = {
    "conv": module(nn.Conv2d(6, 5, 3, padding=1), picture),
    "conv-stride2": module(nn.Conv2d(6, 4, 3, stride=2, padding=1, bias=False), picture),
    "conv-grouped": module(nn.Conv2d(6, 9, 3, padding=1, groups=3), picture),
    "conv-depthwise": module(nn.Conv2d(6, 6, 5, stride=2, padding=2, groups=6), picture),
    "conv-multiplier": module(nn.Conv2d(3, 9, 3, groups=3), wide),
    "conv-dilated": module(nn.Conv2d(3, 4, 3, stride=2, padding=2, dilation=2), wide),
    "conv-dilated-grouped": module(nn.Conv2d(6, 4, 2, padding=1, groups=2, dilation=3), picture),
    "linear": module(nn.Linear(11, 7), vector),
    "linear-no-bias": module(nn.Linear(11, 7, bias=False), vector),
    "batch-norm": module(nn.BatchNorm2d(6), picture),
    "batch-norm-settings": module(nn.BatchNorm2d(6, eps=1e-3, momentum=0.01), picture),
    "batch-norm-evaluating": module(nn.BatchNorm2d(6), picture, training=False),
    "batch-norm-vector": module(nn.BatchNorm1d(11), vector),
    "relu": run(F.relu, [picture], prepare=spread),
    "leaky-relu": run(lambda x: F.leaky_relu(x, 0.2), [picture], prepare=spread),
    "sigmoid": run(torch.sigmoid, [picture], prepare=spread),
    "hard-sigmoid": run(F.hardsigmoid, [picture], prepare=spread),
    "hard-swish": run(hard_swish, [picture], prepare=spread),
    "silu": run(F.silu, [picture], prepare=spread),
    "gelu": run(F.gelu, [picture], prepare=spread),
    "max-pool": run(lambda x: F.max_pool2d(x, 2, 2), [picture], prepare=with_ties),
    "max-pool-padded": run(lambda x: F.max_pool2d(x, 3, 2, 1), [wide], prepare=with_ties),
    "avg-pool": run(lambda x: F.avg_pool2d(x, 2, 2), [picture]),
    "avg-pool-padded": run(lambda x: F.avg_pool2d(x, 3, 2, 1), [wide]),
    "adaptive-avg-pool": run(lambda x: F.adaptive_avg_pool2d(x, 1), [picture]),
    "adaptive-avg-pool-3x2": run(lambda x: F.adaptive_avg_pool2d(x, (3, 2)), [picture]),
    "adaptive-avg-pool-larger": run(lambda x: F.adaptive_avg_pool2d(x, (11, 13)), [wide]),
    "adaptive-max-pool": run(lambda x: F.adaptive_max_pool2d(x, 1), [picture], prepare=with_ties),
    "adaptive-max-pool-3x2": run(lambda x: F.adaptive_max_pool2d(x, (3, 2)), [picture], prepare=with_ties),
    "global-sum-pool": run(lambda x: x.sum((2, 3), keepdim=True), [picture]),
    "channel-pool": run(lambda x: torch.cat([x.max(1, keepdim=True)[0], x.mean(1, keepdim=True)], 1), [picture], prepare=with_ties),
    "flatten": run(lambda x: x.flatten(1), [picture]),
    "add": run(lambda a, b, c: a + b + c, [picture] * 3),
    "multiply": run(torch.mul, [picture, picture]),
    "multiply-channels": run(torch.mul, [picture, (6, 1, 1)]),
    "multiply-positions": run(torch.mul, [picture, (1, 7, 5)]),
    "concat-channels": run(lambda *x: torch.cat(x, 1), [picture, (1, 7, 5), (3, 7, 5)]),
    "concat-rows": run(lambda *x: torch.cat(x, 2), [picture, (6, 2, 5), (6, 1, 5)]),
    "concat-columns": run(lambda *x: torch.cat(x, 3), [picture, (6, 7, 1), (6, 7, 3)]),
}
losses = {
    "hard": loss(hard, None, 0),
    "hard-weighted": loss(hard, weights, 0),
    "hard-smoothed": loss(hard, None, 0.1),
    "hard-weighted-smoothed": loss(hard, weights, 0.2),
    "soft": loss(soft, None, 0),
    "soft-smoothed": loss(soft, None, 0.1),
    "soft-weighted": loss(soft, weights, 0),
    "soft-weighted-smoothed": loss(soft, weights, 0.2),
}
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures")
with open(os.path.join(folder, "pytorch_layers.json"), "w") as file:
    json.dump({"count": COUNT, "layers": results, "losses": losses}, file, indent=1)
