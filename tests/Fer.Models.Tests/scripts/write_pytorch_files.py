#!/usr/bin/env python3
"""Writes files as training scripts do, of networks too large for fixtures, and what is to be read from them:

    python3 write_pytorch_files.py FOLDER

expected.json has of each file the tensors' shapes and the SHA-256 of their values as 32-bit floating point. Needs torch and
torchvision. PyTorchInterchangeTests runs this script and reads the files.
"""
import collections
import hashlib
import json
import os
import sys

import torch
import torchvision
from torch import nn

folder = sys.argv[1]
expected = {}
torch.manual_seed(1)


def save(name, state, root=None, legacy=False):
    torch.save(state if root is None else root, os.path.join(folder, name), _use_new_zipfile_serialization=not legacy)
    expected[name] = {
        key: {"shape": list(t.shape), "sha256": hashlib.sha256(t.detach().float().contiguous().numpy().tobytes()).hexdigest()}
        for key, t in state.items()
    }


state = torchvision.models.resnet18().state_dict()  # an OrderedDict with _metadata
assert hasattr(state, "_metadata")
save("resnet18.pth", state)
save("resnet18_legacy.pth", state, legacy=True)

net = torchvision.models.mobilenet_v3_small(num_classes=7)
for dtype in (torch.float16, torch.bfloat16, torch.float64):
    converted = collections.OrderedDict((k, t.to(dtype) if t.is_floating_point() else t) for k, t in net.state_dict().items())
    save(f"{str(dtype).split('.')[1]}.pth", converted, legacy=dtype == torch.bfloat16)
save("data_parallel.pth", nn.DataParallel(net).state_dict())
save("channels_last.pth", torchvision.models.mobilenet_v3_small().to(memory_format=torch.channels_last).state_dict())

optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
schedule = torch.optim.lr_scheduler.StepLR(optimizer, 30)
net(torch.randn(2, 3, 64, 64)).sum().backward()
optimizer.step()
root = {"epoch": 1, "arch": "mobilenet_v3_small", "state_dict": net.state_dict(), "best_acc1": 0.5,
        "optimizer": optimizer.state_dict(), "scheduler": schedule.state_dict()}
save("checkpoint.pth.tar", net.state_dict(), root)
save("checkpoint_legacy.pth.tar", net.state_dict(), root, legacy=True)
save("parameters.pt", collections.OrderedDict(net.named_parameters()))  # nn.Parameter, without the buffers
save("parameters_legacy.pt", collections.OrderedDict(net.named_parameters()), legacy=True)

tied = nn.ModuleDict({"embedding": nn.Embedding(50, 8), "decoder": nn.Linear(8, 50, bias=False)})
tied["decoder"].weight = tied["embedding"].weight
tied_state = tied.state_dict()
tied_state["transposed"] = tied["decoder"].weight.detach().t()
tied_state["every_third_row"] = tied["decoder"].weight.detach()[1::3]
tied_state["repeated"] = tied["decoder"].weight.detach()[7].expand(5, 8)
for legacy in (False, True):
    save("tied_legacy.pth" if legacy else "tied.pth", tied_state, legacy=legacy)

with open(os.path.join(folder, "expected.json"), "w") as file:
    json.dump(expected, file)
print(f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}: {len(expected)} files")
