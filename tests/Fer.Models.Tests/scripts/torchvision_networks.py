#!/usr/bin/env python3
"""What torchvision's own networks consist of: writes fixtures/torchvision_networks.json.

For each network: every entry of the state dict with its shape, batch norm's settings, the number of parameters, and the
multiply-adds of one picture at several sizes, counted by hooks on the convolutions and linear layers while it runs.
Needs python3-torch and python3-torchvision (0.14).
"""
import json
import os
import torch
import torchvision.models as models
from torch import nn
from torchvision.models import mobilenetv3

SIZES = [(224, 224), (97, 61), (48, 48)]
WIDTHS = [0.35, 0.5, 0.75, 1.25, 1.4]


def multiply_adds(network, height, width):
    total = 0

    def count(layer, inputs, output):
        nonlocal total
        total += output.numel() * layer.weight[0].numel()

    hooks = [layer.register_forward_hook(count) for layer in network.modules() if isinstance(layer, (nn.Conv2d, nn.Linear))]
    with torch.no_grad():
        network.eval()(torch.zeros(1, 3, height, width))
    for hook in hooks:
        hook.remove()
    return total


def describe(network):
    norm = next((layer for layer in network.modules() if isinstance(layer, nn.BatchNorm2d)), None)
    return {
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "multiplyAdds": {f"3x{height}x{width}": multiply_adds(network, height, width) for height, width in SIZES},
        "batchNorm": norm and {"epsilon": norm.eps, "momentum": norm.momentum},
        "state": [
            f"{name} {'x'.join(map(str, value.shape))}"
            for name, value in network.state_dict().items()
            if not name.endswith("num_batches_tracked")
        ],
    }


def mobilenet(architecture, width):
    blocks, last = mobilenetv3._mobilenet_v3_conf(architecture, width_mult=width)
    return mobilenetv3.MobileNetV3(blocks, last)


names = ["resnet18", "resnet34", "resnet50", "vgg16", "vgg16_bn", "mobilenet_v3_large", "mobilenet_v3_small"]
result = {name.replace("_", "-"): describe(getattr(models, name)()) for name in names}
for name in ["mobilenet_v3_large", "mobilenet_v3_small"]:
    result[name.replace("_", "-")]["widths"] = [
        {"width": width, "parameters": found["parameters"], "multiplyAdds": found["multiplyAdds"]["3x224x224"]}
        for width in WIDTHS
        for found in [describe(mobilenet(name, width))]
    ]
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures")
with open(os.path.join(folder, "torchvision_networks.json"), "w") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
