#!/usr/bin/env python3
"""What PyTorch 1.13 makes of the zoo's networks: writes Fixtures/pytorch_zoo.json.

torchvision's own where it has them, the others in a few lines. Weights and pictures come from pytorch_formula.py, so the
fixture holds results only, computed in double precision with dropout off: logits in evaluation and in training mode, the
cross-entropy, each parameter's gradient (norm and first two values) and the norms of batch norm's statistics after that step.

A value so near a rectifier's or a maximum's kink that rounding decides on its side would make the gradients a matter of luck.
So pictures are sought for which PyTorch's own single precision agrees too, as it is and with weights moved by some 2e-7.
Needs python3-torch and python3-torchvision (0.14).
"""
import copy
import json
import os
from collections import OrderedDict
import torch
import torch.nn as nn
import torchvision.models as models
from torchvision.models.vgg import cfgs, make_layers
from formula import formula
from pytorch_formula import fill, parameters_of

torch.set_num_threads(1)
CLASSES, FIRST_INPUT_SALT, COPIES = 7, 1000, 5


class ChannelAttention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, channels // 16, 1, bias=False)
        self.fc2 = nn.Conv2d(channels // 16, channels, 1, bias=False)

    def forward(self, x):
        mlp = lambda vector: self.fc2(torch.relu(self.fc1(vector)))
        return x * torch.sigmoid(mlp(x.mean((2, 3), keepdim=True)) + mlp(x.amax((2, 3), keepdim=True)))


class SpatialAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 1, 7, padding=3, bias=False)

    def forward(self, x):
        return x * torch.sigmoid(self.conv(torch.cat([x.amax(1, keepdim=True), x.mean(1, keepdim=True)], 1)))


def ferd_cnn_cbam(inputs, height, width):
    layers, channels = OrderedDict(), inputs
    for k, out in enumerate((64, 128, 256, 512), 1):
        layers[f"conv{k}"], layers[f"relu{k}"] = nn.Conv2d(channels, out, 3, padding=1), nn.ReLU()
        layers[f"batch_norm{k}"], layers[f"max_pool{k}"] = nn.BatchNorm2d(out), nn.MaxPool2d(2)
        layers[f"cbam{k}"] = nn.Sequential(OrderedDict(channel=ChannelAttention(out), spatial=SpatialAttention()))
        channels = out
    layers["flatten"], channels = nn.Flatten(), 512 * (height // 16) * (width // 16)
    for k, out in ((1, 512), (2, 256)):
        layers[f"dense{k}"], layers[f"relu{k + 4}"], layers[f"batch_norm{k + 4}"] = nn.Linear(channels, out), nn.ReLU(), nn.BatchNorm1d(out)
        channels = out
    layers["output"] = nn.Linear(channels, CLASSES)
    return nn.Sequential(layers)


def vgg(configuration, batch_norm, inputs, pool, positions, hidden):
    """VGG with a smaller classifier."""
    features = make_layers(configuration, batch_norm)
    features[0] = nn.Conv2d(inputs, configuration[0], 3, padding=1)
    classifier = nn.Sequential(
        nn.Linear(configuration[-2] * positions, hidden), nn.ReLU(), nn.Dropout(),
        nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(),
        nn.Linear(hidden, CLASSES))
    return nn.Sequential(OrderedDict(features=features, avgpool=pool, flatten=nn.Flatten(), classifier=classifier))


def vgg16(batch_norm):
    narrow = [layer if layer == "M" else layer // 8 for layer in cfgs["D"]]
    return vgg(narrow, batch_norm, 3, nn.AdaptiveAvgPool2d(7), 7 * 7, 4096 // 8)


def fer_vgg():
    return vgg([64, 64, "M", 128, 128, "M", 256, 256, "M", 512, 512, "M"], True, 1, nn.Identity(), 2 * 2, 256)


def fer_resnet():
    network = models.resnet18(num_classes=CLASSES)
    network.conv1, network.maxpool = nn.Conv2d(1, 64, 3, padding=1, bias=False), nn.Identity()
    return network


def run(network, inputs, labels):
    """Everything that the test compares."""
    network.eval()
    result = {"evaluationLogits": network(inputs).flatten().tolist()}
    network.train()
    logits = network(inputs)
    loss = nn.functional.cross_entropy(logits, labels)
    loss.backward()
    result["trainingLogits"], result["loss"] = logits.flatten().tolist(), loss.item()
    result["gradients"], result["statistics"] = {}, {}
    for name, value in parameters_of(network).items():
        if value.requires_grad:
            result["gradients"][name] = [value.grad.double().norm().item(), value.numel(), *value.grad.flatten()[:2].tolist()]
        else:
            result["statistics"][name] = value.double().norm().item()
    return result


def agrees(found, expected):
    """Whether two results agree much better than the test asks for."""
    def close(a, b, tolerance, scale=0):
        return abs(a - b) <= tolerance * max(abs(b), scale)

    norms = sorted(norm for norm, *_ in expected["gradients"].values())
    floor = 0.1 * norms[len(norms) // 2]  # some gradients are zero but for rounding: a bias before a batch norm
    return (
        all(
            close(a, b, 2e-5, max(map(abs, expected[key])))
            for key in ("evaluationLogits", "trainingLogits") for a, b in zip(found[key], expected[key]))
        and all(close(found["gradients"][name][0], norm, 2e-4, floor) for name, (norm, *_) in expected["gradients"].items())
        and all(
            close(a, b, 1e-3, max(norm, floor) / size ** 0.5)
            for name, (norm, size, *values) in expected["gradients"].items() for a, b in zip(found["gradients"][name][2:], values)))


def single_precision_copies(network):
    """The network in single precision as it is, and with all weights moved a little."""
    generator = torch.Generator().manual_seed(0)
    for i in range(COPIES):
        copied = copy.deepcopy(network).float()
        for value in copied.parameters():
            value.data.mul_(1 + (2e-7 if i else 0) * torch.randn(value.shape, generator=generator))
        yield copied


def run_away_from_kinks(network, count, shape):
    """The results for the first pictures for which rounding decides nothing, and their salt."""
    labels = torch.arange(count) % CLASSES
    for salt in range(FIRST_INPUT_SALT, FIRST_INPUT_SALT + 100):
        inputs = torch.from_numpy(formula(count * shape[0] * shape[1] * shape[2], salt)).reshape(count, *shape)
        expected = run(copy.deepcopy(network), inputs, labels)
        if all(agrees(run(single, inputs.float(), labels), expected) for single in single_precision_copies(network)):
            return {"salt": salt, **expected}
    raise SystemExit("no pictures found")


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return float(f"{value:.8g}") if isinstance(value, float) else value


cases = [
    ("resnet18", 8, (3, 33, 40), models.resnet18(num_classes=CLASSES)),
    ("resnet34", 4, (3, 33, 40), models.resnet34(num_classes=CLASSES)),
    ("resnet50", 4, (3, 33, 40), models.resnet50(num_classes=CLASSES)),
    ("vgg16", 8, (3, 64, 48), vgg16(batch_norm=False)),
    ("vgg16-bn", 8, (3, 64, 48), vgg16(batch_norm=True)),
    ("mobilenet-v3-large", 8, (3, 52, 44), models.mobilenet_v3_large(num_classes=CLASSES)),
    ("mobilenet-v3-small", 8, (3, 52, 44), models.mobilenet_v3_small(num_classes=CLASSES)),
    ("ferd-cnn-cbam", 16, (1, 48, 48), ferd_cnn_cbam(1, 48, 48)),
    ("fer-vgg", 8, (1, 40, 40), fer_vgg()),
    ("fer-resnet", 8, (1, 24, 24), fer_resnet()),
]
fixture = []
for name, count, shape, network in cases:
    for layer in network.modules():
        if isinstance(layer, nn.Dropout):
            layer.p = 0
    fill(network)
    result = run_away_from_kinks(network.double(), count, shape)
    print(name, "salt", result["salt"], "loss", result["loss"], flush=True)
    fixture.append({"name": name, "input": shape, "classes": CLASSES, "count": count, **rounded(result)})

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures")
with open(os.path.join(folder, "pytorch_zoo.json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(item).replace('], "', '],\n  "') for item in fixture) + "\n]\n")
