"""Writes fixtures/folded_normalization.json: a three-channel convolution (with and without bias) and batch normalisation, a grey
picture from 0 to 1, and PyTorch's output for that picture in all three channels, normalised as for ImageNet."""
import json
import os

import torch

torch.manual_seed(2)
mean = torch.tensor([0.485, 0.456, 0.406]).reshape(3, 1, 1)
deviation = torch.tensor([0.229, 0.224, 0.225]).reshape(3, 1, 1)
colour = torch.rand(3, 6, 7)
grey = torch.rand(6, 7)
cases = []
for bias in (True, False):
    conv, norm = torch.nn.Conv2d(3, 4, 3, bias=bias), torch.nn.BatchNorm2d(4)
    for tensor in (norm.weight.data, norm.bias.data, norm.running_mean):
        tensor.normal_()
    norm.running_var.uniform_(0.5, 2)
    net = torch.nn.Sequential()
    net.add_module("conv", conv)
    net.add_module("bn", norm)
    net.eval()
    with torch.no_grad():
        cases.append({
            "state": {k: {"shape": list(t.shape), "values": t.reshape(-1).tolist()} for k, t in net.state_dict().items()},
            "grey": grey.reshape(-1).tolist(),
            "grey_output": net((grey.expand(3, 6, 7) - mean).div(deviation)[None]).reshape(-1).tolist(),
            "colour": colour.reshape(-1).tolist(),
            "colour_output": net((colour - mean).div(deviation)[None]).reshape(-1).tolist(),
        })
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures")
with open(os.path.join(folder, "folded_normalization.json"), "w") as file:
    json.dump(cases, file)
    file.write("\n")
print(torch.__version__)
