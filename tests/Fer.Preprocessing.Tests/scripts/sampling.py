"""Writes fixtures/sampling.json: small tables, and what scikit-learn and imbalanced-learn make of them (the parts without chance)."""
import collections
import json
import os
import warnings

import numpy as np
from imblearn.over_sampling import ADASYN, SMOTE, BorderlineSMOTE, RandomOverSampler
from imblearn.under_sampling import EditedNearestNeighbours, NearMiss, RandomUnderSampler, TomekLinks
from imblearn.utils import check_sampling_strategy
from sklearn.neighbors import NearestNeighbors

warnings.simplefilter("ignore")
random = np.random.default_rng(5)


def make(counts, columns, spread):
    labels = random.permutation(np.repeat(np.arange(len(counts)), counts))
    values = (labels[:, None] * spread + random.normal(0, 1, (len(labels), columns))).round(3).astype(np.float32)
    return {"classes": len(counts), "columns": columns, "labels": labels, "values": values}


tables = {
    "three": make([60, 14, 31], 4, .7),
    "two": make([70, 25], 3, 1.0),
    "wide": make([50, 20, 35, 12], 20, .25),
}
out = {"tables": {name: {**t, "labels": t["labels"].tolist(), "values": [float(str(v)) for v in t["values"].ravel()]}
                  for name, t in tables.items()}}


def data(name):
    return tables[name]["values"], tables[name]["labels"]


out["neighbors"] = []
for name in tables:
    x, _ = data(name)
    indices = NearestNeighbors(n_neighbors=7, algorithm="brute").fit(x).kneighbors(x, return_distance=False)
    assert (indices[:, 0] == np.arange(len(x))).all()
    out["neighbors"].append({"table": name, "k": 6, "indices": indices[:, 1:].ravel().tolist()})


def counts_of(y, classes):
    return [int((y == c).sum()) for c in range(classes)]


def resample(sampler, x, y):
    """fit_resample without the check of parameters, which in 0.10.0 refuses "minority" by mistake."""
    sampler.sampling_strategy_ = check_sampling_strategy(sampler.sampling_strategy, y, sampler._sampling_type)
    return sampler._fit_resample(x, y)


# Counts after resampling for every strategy; an empty list where imbalanced-learn refuses.
out["counts"] = []
samplers = {
    "RandomOverSampler": RandomOverSampler, "Smote": SMOTE, "Adasyn": ADASYN, "BorderlineSmote": BorderlineSMOTE,
    "RandomUnderSampler": RandomUnderSampler, "NearMiss": NearMiss, "TomekLinks": TomekLinks,
    "EditedNearestNeighbours": EditedNearestNeighbours,
}
strategies = ["auto", "minority", "majority", "not minority", "not majority", "all", 0.4, 0.5, 0.77, {0: 100, 1: 50}, {0: 20, 1: 9}, {1: 14}, [0, 1], [0]]
for name in tables:
    x, y = data(name)
    for sampler, kind in samplers.items():
        for strategy in strategies:
            try:
                counts = counts_of(resample(kind(sampling_strategy=strategy), x, y)[1], tables[name]["classes"])
            except (ValueError, TypeError):
                counts = []
            text = strategy if isinstance(strategy, str) else json.dumps(strategy)
            out["counts"].append({"table": name, "sampler": sampler, "strategy": text, "counts": counts})


def kept(name, x_new):
    """Which rows of a table a selection holds, in its order."""
    x, _ = data(name)
    place = {row.tobytes(): i for i, row in enumerate(x)}
    assert len(place) == len(x)
    return [place[row.tobytes()] for row in x_new]


out["selections"] = []
for name in tables:
    x, y = data(name)
    for sampler, strategy, parameter, made in (
            [("NearMiss", s, v, NearMiss(sampling_strategy=s, version=v)) for s in ("auto", "all") for v in (1, 2, 3)]
            + [("TomekLinks", s, 0, TomekLinks(sampling_strategy=s)) for s in ("auto", "all", "majority")]
            + [("EditedNearestNeighbours", s, k, EditedNearestNeighbours(sampling_strategy=s, kind_sel=kind))
               for s in ("auto", "all", "majority") for k, kind in enumerate(("all", "mode"))]):
        rows = kept(name, made.fit_resample(x, y)[0])
        out["selections"].append({"table": name, "sampler": sampler, "strategy": strategy, "parameter": parameter, "rows": rows})


# Which rows are in danger, by BorderlineSMOTE's own method.
out["danger"] = []
for name in tables:
    x, y = data(name)
    for c in range(tables[name]["classes"]):
        s = BorderlineSMOTE()
        s._validate_estimator()
        s.nn_m_.fit(x)
        rows = np.flatnonzero(y == c)
        danger = rows[s._in_danger_noise(s.nn_m_, x[rows], c, y, kind="danger")]
        out["danger"].append({"table": name, "label": c, "rows": danger.tolist()})


# ADASYN adds rows next to each other for each parent; how many is its ratio.


out["adasyn"] = []
for name in tables:
    x, y = data(name)
    most = max(collections.Counter(y).values())
    for c in range(tables[name]["classes"]):
        rows = np.flatnonzero(y == c)
        if len(rows) == most:
            continue
        near = NearestNeighbors(n_neighbors=6).fit(x).kneighbors(x[rows], return_distance=False)[:, 1:]
        ratio = np.sum(y[near] != c, axis=1) / 5
        ratio /= ratio.sum()
        numbers = np.rint(ratio * (most - len(rows))).astype(int)
        made = ADASYN(sampling_strategy={c: most}).fit_resample(x, y)[1]
        assert (made == c).sum() == len(rows) + numbers.sum()
        out["adasyn"].append({"table": name, "label": c, "numbers": numbers.tolist()})

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "sampling.json")
with open(path, "w") as file:
    json.dump(out, file, separators=(",", ":"))
    file.write("\n")
