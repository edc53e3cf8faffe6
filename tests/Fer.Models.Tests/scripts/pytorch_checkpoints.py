"""Writes the fixtures of the PyTorch reader with torch.save: fixtures/pytorch/*.pth, *.pt, and expected.json with each tensor's
shape and the bits of its values as PyTorch converts them to 32-bit floating point."""
import collections
import json
import os
import zipfile

import numpy as np
import torch

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "pytorch")
os.makedirs(folder, exist_ok=True)
expected = {}
torch.manual_seed(1)


def save(name, root, state, **options):
    torch.save(root, os.path.join(folder, name), **options)
    expected[name] = {
        key: {"shape": list(t.shape), "bits": t.detach().float().contiguous().reshape(-1).numpy().view(np.int32).tolist()}
        for key, t in state.items()
    }


def both(name, root, state):
    save(name + ".pth", root, state)
    save(name + "_legacy.pth", root, state, _use_new_zipfile_serialization=False)


real = torch.randn(6, dtype=torch.float64) * 10.0 ** torch.arange(-4, 8, 2)
real = torch.cat([real, torch.tensor([0.0, -0.0, 65504.0, 1e-7, float("inf"), float("-inf")], dtype=torch.float64)])
types = collections.OrderedDict(
    (str(t).split(".")[1], real.to(t).reshape(3, 4)) for t in (torch.float16, torch.bfloat16, torch.float32, torch.float64)
)
whole = torch.tensor([0, 1, -1, 127, -128])
for dtype in (torch.int8, torch.int16, torch.int32, torch.int64):
    types[str(dtype).split(".")[1]] = torch.cat([whole.to(dtype), torch.tensor([torch.iinfo(dtype).max, torch.iinfo(dtype).min], dtype=dtype)])
types["uint8"] = torch.tensor([0, 1, 255], dtype=torch.uint8)
types["bool"] = torch.tensor([True, False, True])
both("element_types", types, types)
save("protocol4.pth", types, types, pickle_protocol=4)

base = torch.randn(4, 5, 3)
views = {
    "whole": base,
    "transposed": base.t() if base.dim() == 2 else base.permute(2, 0, 1),
    "every_second": base[::2, 1::2, :],
    "row": base[1, 2],
    "column": base[:, 3, 1],
    "offset": base.reshape(-1)[7:19],
    "expanded": base[0, 0, :1].expand(2, 5),
    "expanded_rows": base[2, 3].expand(4, 3),
    "diagonal": torch.diagonal(base[:, :, 0]),
    "channels_last": torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last),
    "slice_of_another": torch.randn(100)[40:43],
    "scalar": torch.tensor(3.5),
    "scalar_view": base[3, 4, 2],
    "empty": torch.zeros(0),
    "empty_matrix": torch.zeros(3, 0, 2),
    "empty_view": base[2:2],
    "one_element": torch.randn(1, 1, 1),
    "näme λ": torch.randn(2),
}
both("views", views, views)

model = torch.nn.Sequential(collections.OrderedDict(
    conv=torch.nn.Conv2d(3, 4, 3, bias=False), bn=torch.nn.BatchNorm2d(4), pool=torch.nn.AdaptiveAvgPool2d(1),
    flatten=torch.nn.Flatten(), fc=torch.nn.Linear(4, 5)))
optimizer = torch.optim.Adam(model.parameters())
model(torch.randn(2, 3, 8, 8)).sum().backward()
optimizer.step()
state = model.state_dict()
both("model", state, state)
checkpoint = {"epoch": 3, "arch": "tiny", "state_dict": state, "best_acc1": torch.tensor(0.7), "lr": 0.001, "amp": None,
              "history": [1, 2.5, ("a", True)], "big": 1 << 70, "optimizer": optimizer.state_dict()}
both("checkpoint", checkpoint, state)
save("checkpoint.pt", {"model": state, "epoch": -70000}, state)
torch.save({"model": state, "model_ema": collections.OrderedDict((k, v * 2) for k, v in state.items())},
           os.path.join(folder, "two_models.pth"))
parameters = {name: parameter for name, parameter in model.named_parameters()}
both("parameters", parameters, parameters)
both("nothing", {}, {})

with zipfile.ZipFile(os.path.join(folder, "model.pth")) as plain:
    with zipfile.ZipFile(os.path.join(folder, "deflated.pth"), "w", zipfile.ZIP_DEFLATED) as deflated:
        for entry in plain.infolist():
            deflated.writestr(zipfile.ZipInfo(entry.filename), plain.read(entry), zipfile.ZIP_DEFLATED)
expected["deflated.pth"] = expected["model.pth"]

torch.save(model, os.path.join(folder, "whole_model.pth"))
torch.save({"weight": torch.complex(torch.ones(2), torch.ones(2))}, os.path.join(folder, "complex.pth"))
torch.save({"weight": torch.tensor([1.0, float("nan")])}, os.path.join(folder, "nan.pth"))
torch.save({"weight": torch.tensor([1.0, float("nan")])}, os.path.join(folder, "nan_legacy.pth"), _use_new_zipfile_serialization=False)
torch.save({"weight": torch.ones(2), "accuracy": np.float64(0.5)}, os.path.join(folder, "numpy_scalar.pth"))
torch.save([torch.ones(2)], os.path.join(folder, "list.pth"))
torch.save({"a": torch.tensor([1.0, 2.0]), "b": torch.tensor([3], dtype=torch.int16)}, os.path.join(folder, "small.pth"))
torch.save({"a": torch.tensor([1.0, 2.0]), "b": torch.tensor([3], dtype=torch.int16)}, os.path.join(folder, "small_legacy.pth"),
           _use_new_zipfile_serialization=False)

with open(os.path.join(folder, "expected.json"), "w") as file:
    file.write("{\n" + ",\n".join(f"{json.dumps(k, ensure_ascii=False)}: {json.dumps(v, ensure_ascii=False)}" for k, v in expected.items()) + "\n}\n")
print(torch.__version__, sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder)), "bytes")
