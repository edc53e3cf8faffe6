"""Writes fixtures/k_folds.json: the folds that scikit-learn (1.2.1) gives without shuffling.

Run: python3 k_folds.py
"""
import json
import pathlib
import random

import sklearn
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, StratifiedKFold


def folds_of(splitter, labels, groups):
    fold_of = [0] * len(labels)
    for fold, (_, test) in enumerate(splitter.split(labels, labels, groups)):
        for i in test:
            fold_of[i] = fold
    return fold_of


def case(seed, samples, classes, groups, folds):
    draw = random.Random(seed)
    labels = [min(int(draw.expovariate(0.7)), classes - 1) for _ in range(samples)]
    group_of = [f"S{draw.randrange(groups):03d}" for _ in range(samples)]
    return {
        "labels": labels,
        "classes": classes,
        "groups": group_of,
        "folds": folds,
        "stratified": folds_of(StratifiedKFold(folds), labels, None),
        "grouped": folds_of(GroupKFold(folds), labels, group_of),
        "stratified_grouped": folds_of(StratifiedGroupKFold(folds), labels, group_of),
    }


cases = [
    case(1, 40, 3, 8, 2),
    case(2, 100, 7, 16, 5),
    case(3, 327, 7, 16, 10),
    case(4, 60, 2, 60, 3),
    case(5, 500, 6, 15, 4),
]
path = pathlib.Path(__file__).parent.parent / "fixtures" / "k_folds.json"
path.write_text(json.dumps({"sklearn": sklearn.__version__, "cases": cases}) + "\n")
