"""Loads a file that PyTorchCheckpoint.Write made of the weights of a network "conv" (Conv2d 3 to 4, kernel 3, no bias), "bn"
(BatchNorm2d) and "fc" (Linear 4 to 5) into the same network in PyTorch, strictly, and prints every tensor's shape and sum:
    python3 load_written_checkpoint.py FILE"""
import collections
import sys

import torch

state = torch.load(sys.argv[1])
model = torch.nn.Sequential(collections.OrderedDict(
    conv=torch.nn.Conv2d(3, 4, 3, bias=False), bn=torch.nn.BatchNorm2d(4), fc=torch.nn.Linear(4, 5)))
print(torch.__version__, type(state).__name__, model.load_state_dict(state, strict=True))
for name, tensor in state.items():
    print(name, list(tensor.shape), tensor.dtype, f"{tensor.double().sum().item():.9f}")
