"""Writes fixtures/transformers.json: what scikit-learn's scalers and PCA make of some tables."""
import json
import os

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.preprocessing import MinMaxScaler, StandardScaler

rng = np.random.default_rng(5)
cases = []
for name, rows, columns in [("tall", 40, 6), ("wide", 5, 9)]:
    x = (rng.normal(size=(rows, columns)) * np.arange(1, columns + 1) + 3).astype(np.float32).astype(np.float64)
    x[:, 2] += x[:, 1]
    x[:, 3] = 0.1  # constant, and not a float32
    x = x.astype(np.float32).astype(np.float64)
    new = (rng.normal(size=(3, columns)) * 5).astype(np.float32).astype(np.float64)
    scaler, ranges = StandardScaler().fit(x), MinMaxScaler((-1, 2)).fit(x)
    pca, white, share = PCA(svd_solver="full").fit(x), PCA(3, whiten=True, svd_solver="full").fit(x), PCA(0.9, svd_solver="full").fit(x)
    kept = min(rows - 1, columns - 1)  # what follows is rounding
    cases.append({
        "name": name, "columns": columns, "x": x.ravel().tolist(), "new": new.ravel().tolist(),
        "mean": scaler.mean_.tolist(), "scale": scaler.scale_.tolist(), "scaled": scaler.transform(new).ravel().tolist(),
        "ranged": ranges.transform(new).ravel().tolist(),
        "kept": kept, "components": pca.components_[:kept].ravel().tolist(),
        "variance": pca.explained_variance_[:kept].tolist(), "ratio": pca.explained_variance_ratio_[:kept].tolist(),
        "projected": pca.transform(new)[:, :kept].ravel().tolist(), "whitened": white.transform(new).ravel().tolist(),
        "components_for_share": int(share.n_components_),
    })
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "transformers.json")
with open(path, "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
print(sklearn.__version__, len(cases), "cases")
