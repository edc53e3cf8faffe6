"""Writes fixtures/comparison.json: cross-validation, group folds and searches of scikit-learn on the wine table."""
import json
import os

import numpy as np
import sklearn
from sklearn.datasets import load_wine
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics import cohen_kappa_score, f1_score, matthews_corrcoef, make_scorer
from sklearn.model_selection import (
    GridSearchCV, GroupKFold, HalvingRandomSearchCV, ParameterGrid, PredefinedSplit, StratifiedKFold, cross_validate)
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

table = load_wine()
noise = np.random.default_rng(3).normal(size=table.data.shape)
x = (table.data + 1.5 * table.data.std(axis=0) * noise).astype(np.float32)  # harder, so that the learners differ
y = table.target
fold_of = np.random.default_rng(7).permutation(len(y)) % 5
x64 = x.astype(np.float64)

SCORES = {
    "accuracy": "accuracy", "recall": "recall_weighted", "precision": "precision_weighted", "f1": "f1_weighted",
    "kappa": make_scorer(cohen_kappa_score), "mcc": make_scorer(matthews_corrcoef),
}
LEARNERS = {
    "Ridge": RidgeClassifier(), "LDA": LinearDiscriminantAnalysis(), "Naive Bayes": GaussianNB(),
    "Neighbours": KNeighborsClassifier(3),
}


def compare(name, learner):
    scores = dict(SCORES)
    if hasattr(learner, "predict_proba"):
        scores["auc"] = "roc_auc_ovr_weighted"
    done = cross_validate(learner, x64, y, cv=PredefinedSplit(fold_of), scoring=scores)
    return {"name": name, **{key: done["test_" + key].tolist() for key in scores}}


groups = np.random.default_rng(1).choice(17, size=len(y), p=np.arange(1, 18) / 153)
group_folds = np.empty(len(y), int)
for i, (_, inside) in enumerate(GroupKFold(4).split(x, y, groups)):
    group_folds[inside] = i

grid = {"n_neighbors": [1, 3, 5, 9, 15], "weights": ["uniform", "distance"]}
search = GridSearchCV(KNeighborsClassifier(), grid, cv=StratifiedKFold(5)).fit(x64, y)


def halving(**settings):
    done = HalvingRandomSearchCV(
        GaussianNB(), {"var_smoothing": np.logspace(-9, 0, 500)}, random_state=0, error_score=0, **settings).fit(x64, y)
    return {"settings": settings, "candidates": done.n_candidates_, "rows": done.n_resources_}


out = {
    "sklearn": sklearn.__version__,
    "columns": x.shape[1], "values": x.ravel().tolist(), "labels": y.tolist(), "folds": fold_of.tolist(),
    "learners": [compare(*item) for item in LEARNERS.items()],
    "groups": groups.tolist(), "groupSizes": np.bincount(groups).tolist(), "groupFolds": group_folds.tolist(),
    "grid": {
        "parameters": [[p["n_neighbors"], p["weights"]] for p in search.cv_results_["params"]],
        "mean": search.cv_results_["mean_test_score"].tolist(),
        "std": search.cv_results_["std_test_score"].tolist(),
        "rank": search.cv_results_["rank_test_score"].tolist(),
        "best": int(search.best_index_),
        "order": [[p["b"], p["a"]] for p in ParameterGrid({"b": [1, 2, 3], "a": ["x", "y"]})],
    },
    "halving": [
        halving(), halving(cv=3), halving(n_candidates=20, min_resources=20, factor=2), halving(n_candidates=11, min_resources="exhaust"),
        halving(n_candidates=40, factor=2, max_resources=100, aggressive_elimination=True, cv=2),
    ],
}
path = os.path.join(os.path.dirname(__file__), "..", "fixtures", "comparison.json")
with open(path, "w") as file:
    json.dump(out, file)
print(sklearn.__version__, {l["name"]: np.mean(l["accuracy"]) for l in out["learners"]}, out["grid"]["rank"], np.bincount(groups))
