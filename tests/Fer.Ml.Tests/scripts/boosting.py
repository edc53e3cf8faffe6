"""Writes fixtures/boosting.json: what scikit-learn's HistGradientBoostingClassifier makes of three of its own tables.

Per table: its values and labels, the test rows of five stratified splits with the accuracy of 100 rounds on each, and, for the first
rows, what the first round's trees add to the scores (learning rate 1, all rows).
"""
import json
import os

import numpy as np
import sklearn
from sklearn.datasets import load_breast_cancer, load_digits, load_wine
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import train_test_split

FIRST = 100
cases = []
for name, load in [("digits", load_digits), ("breast_cancer", load_breast_cancer), ("wine", load_wine)]:
    x, y = load(return_X_y=True)
    x = x.astype(np.float32)
    splits = []
    for seed in range(5):
        train, test = train_test_split(np.arange(len(y)), test_size=0.25, stratify=y, random_state=seed)
        model = HistGradientBoostingClassifier(early_stopping=False, random_state=0).fit(x[train], y[train])
        splits.append({"test": np.sort(test).tolist(), "accuracy": float(np.mean(model.predict(x[test]) == y[test]))})
    one = HistGradientBoostingClassifier(max_iter=1, learning_rate=1, early_stopping=False).fit(x, y)
    added = one._raw_predict(x[:FIRST]) - one._baseline_prediction.reshape(1, -1)
    cases.append({
        "name": name,
        "columns": x.shape[1],
        "values": [int(v) if v == int(v) else float(str(v)) for v in x.ravel()],
        "labels": y.tolist(),
        "splits": splits,
        "first_round": [float(f"{v:.6g}") for v in added.ravel()],
    })
    print(name, x.shape, [split["accuracy"] for split in splits], added.shape, flush=True)

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "boosting.json")
with open(path, "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
print(sklearn.__version__)
