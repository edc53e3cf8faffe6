"""Writes fixtures/mlp.json: how scikit-learn's MLPClassifier does on two of its own tables, standardised, over five splits each; and a
fitted network with what it predicts.
"""
import json
import os
import warnings

import numpy as np
import sklearn
from sklearn.datasets import load_iris, load_wine
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
cases = []
for name, load in [("iris", load_iris), ("wine", load_wine)]:
    x, y = load(return_X_y=True)
    x = np.round((x - x.mean(axis=0)) / x.std(axis=0), 4)
    splits = []
    for seed in range(5):
        train, test = train_test_split(np.arange(len(y)), test_size=0.3, stratify=y, random_state=seed)
        model = MLPClassifier(random_state=seed).fit(x[train], y[train])
        splits.append({"test": np.sort(test).tolist(), "accuracy": float(np.mean(model.predict(x[test]) == y[test])),
                       "loss": float(model.loss_), "epochs": int(model.n_iter_)})
    networks = []
    for activation in ("relu", "logistic", "identity"):
        model = MLPClassifier((5, 4), activation=activation, max_iter=50, random_state=0).fit(x, y)
        networks.append({
            "activation": activation,
            "coefs": [[float(f"{v:.9g}") for v in layer.T.ravel()] for layer in model.coefs_],
            "intercepts": [[float(f"{v:.9g}") for v in layer] for layer in model.intercepts_],
            "probabilities": [float(f"{v:.9g}") for v in model.predict_proba(x[::10]).ravel()],
        })
    cases.append({"name": name, "columns": x.shape[1], "values": x.ravel().tolist(), "labels": y.tolist(), "splits": splits,
                  "networks": networks})
    print(name, x.shape, [split["accuracy"] for split in splits], [split["loss"] for split in splits], flush=True)

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "mlp.json")
with open(path, "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
print(sklearn.__version__)
