"""Writes fixtures/element_types.safetensors, byte by byte after the format's description, and beside it, as JSON, the bits of
the same values as PyTorch converts them to 32-bit floating point."""
import json
import os
import struct

import numpy as np
import torch

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures")
rng = np.random.default_rng(1)
drawn = rng.normal(size=18) * np.exp(rng.normal(size=18) * 6)
real = torch.tensor(np.concatenate([drawn, [0.0, -0.0, 65504.0, 1e-7, float("inf"), float("-inf")]]))
whole = torch.tensor([0, 1, -1, 28709, 2**24 + 1, 2**24 + 3, 2**53 + 1, 2**63 - 1, -(2**63)])
scalar = torch.tensor(782)  # as num_batches_tracked
tensors = [
    ("zeta/f32", "F32", real.float().reshape(2, 3, 4)),
    ("half", "F16", real.half()),
    ("brain", "BF16", real.bfloat16().reshape(6, 4)),
    ("double", "F64", real),
    ("λ.whole", "I64", whole),
    ("bn1.num_batches_tracked", "I64", scalar),
    ("empty", "F32", torch.zeros(3, 0)),
]

header, data, expected = {}, b"", {}
for name, dtype, tensor in tensors:
    raw = (tensor.view(torch.int16) if dtype == "BF16" else tensor).numpy().tobytes()
    header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
    data += raw
    expected[name] = {"shape": list(tensor.shape), "bits": tensor.float().reshape(-1).numpy().view(np.int32).tolist()}
header["__metadata__"] = {"format": "pt", "note": "smörgås"}

text = json.dumps(header, ensure_ascii=False).encode()
text += b" " * (-len(text) % 8)
with open(os.path.join(folder, "element_types.safetensors"), "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + data)
with open(os.path.join(folder, "element_types.json"), "w") as file:
    file.write("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in expected.items()) + "\n}\n")
print(torch.__version__, len(text), "bytes of header,", len(data), "of data")
