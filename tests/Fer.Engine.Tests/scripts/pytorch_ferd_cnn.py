#!/usr/bin/env python3
"""What PyTorch 1.13 makes of ferd-cnn: writes Fixtures/pytorch_ferd_cnn.json.

Weights and pictures come from a formula on index that the test computes too, so the fixture holds results only: logits,
loss and gradient norms, and the weights of a linear layer after Adam with class weights and L2. Dropout is off.
Needs python3-torch.
"""
import json
import os
from collections import OrderedDict
import torch
import torch.nn as nn
from formula import formula
from pytorch_formula import fill, parameters_of

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
CLASS_WEIGHTS = [1.0, 9.4, 1.0, 0.6, 0.8, 0.9, 1.3]
L2 = 0.0003

layers, names, channels = [], [], 1
for k, out in enumerate((64, 128, 256, 512), 1):
    layers += [nn.Conv2d(channels, out, 3, padding=1), nn.ReLU(), nn.BatchNorm2d(out), nn.MaxPool2d(2)]
    names += [f"conv{k}", None, f"batch_norm{k}", None]
    channels = out
layers += [nn.Flatten(), nn.Linear(4608, 512), nn.ReLU(), nn.BatchNorm1d(512), nn.Linear(512, 256), nn.ReLU(), nn.BatchNorm1d(256), nn.Linear(256, 7)]
names += [None, "dense1", None, "batch_norm5", "dense2", None, "batch_norm6", "output"]
network = nn.Sequential(OrderedDict((name or str(i), layer) for i, (name, layer) in enumerate(zip(names, layers))))
fill(network)

count = 6
x = torch.from_numpy(formula(count * 48 * 48, 1000)).reshape(count, 1, 48, 48)
y = torch.arange(count) % 7
loss_function = nn.CrossEntropyLoss(torch.tensor(CLASS_WEIGHTS))
network.eval()
result = {"count": count, "logits": network(x).detach().flatten().tolist()}
network.train()
loss = loss_function(network(x), y)
loss.backward()
result["loss"] = loss.item()
trained = {name: value for name, value in parameters_of(network).items() if value.requires_grad}
result["gradients"] = {name: {"norm": value.grad.norm().item(), "first": value.grad.flatten()[:3].tolist()} for name, value in trained.items()}

# Adam on a linear layer: smooth, so that twenty steps leave no room for luck.
linear = nn.Linear(10, 7)
linear.weight.data.copy_(torch.from_numpy(formula(70, 1)).reshape(7, 10))
linear.bias.data.copy_(torch.from_numpy(formula(7, 2)))
inputs = torch.from_numpy(formula(count * 10, 3)).reshape(count, 10)
optimizer = torch.optim.Adam(linear.parameters(), 0.01)
losses = []
for _ in range(20):
    optimizer.zero_grad()
    loss = loss_function(linear(inputs), y)
    losses.append(loss.item())
    (loss + L2 * (linear.weight ** 2).sum()).backward()
    optimizer.step()
result["adam"] = {"losses": losses, "weight": linear.weight.flatten().tolist(), "bias": linear.bias.tolist()}
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures")
with open(os.path.join(folder, "pytorch_ferd_cnn.json"), "w") as file:
    json.dump(result, file, indent=1)
