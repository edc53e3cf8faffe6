"""Writes fixtures/class_weights.json: scikit-learn's balanced class weights of some labels."""
import json
import os

import numpy as np
import sklearn
from sklearn.utils.class_weight import compute_class_weight

cases = []
for counts in [[1, 1], [3, 1], [10, 20, 70], [399, 43, 409, 721, 496, 483, 317], [1, 999]]:
    labels = np.repeat(np.arange(len(counts)), counts)
    weights = compute_class_weight("balanced", classes=np.arange(len(counts)), y=labels)
    cases.append({"counts": counts, "weights": weights.tolist()})

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "class_weights.json")
with open(path, "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
print(sklearn.__version__, len(cases), "cases")
