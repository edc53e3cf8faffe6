"""Writes fixtures/trees: scikit-learn's tables, decision trees on them, and how well its forests do."""
import json
import os

import numpy as np
import sklearn
from sklearn.datasets import load_breast_cancer, load_digits, load_wine
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.inspection import permutation_importance
from sklearn.tree import DecisionTreeClassifier

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "trees")
random = np.random.default_rng(1)
noise_labels = random.integers(0, 4, 600)
noise = np.eye(4, 6)[noise_labels] * 1.2 + random.normal(0, 1, (600, 6))
tables = {"breast_cancer": load_breast_cancer(), "digits": load_digits(), "wine": load_wine()}
tables["noise"] = sklearn.utils.Bunch(data=noise.round(4), target=noise_labels)
for name, table in tables.items():
    with open(os.path.join(folder, name + ".csv"), "w") as file:
        for label, row in zip(table.target, table.data.astype(np.float32)):
            file.write(",".join([str(label), *(np.format_float_positional(v, trim="-") for v in row)]) + "\n")


def weights_of(rows):
    return 1 + np.arange(rows) * 37 % 101 / 128  # of such sums hardly two are equal


def describe(tree):
    kept = tree.tree_
    return {
        "feature": kept.feature.tolist(), "threshold": kept.threshold.tolist(),
        "left": kept.children_left.tolist(), "right": kept.children_right.tolist(),
        "value": (kept.value[:, 0] / kept.value[:, 0].sum(1, keepdims=True)).tolist(),
        "importances": tree.feature_importances_.tolist(),
    }


# Trees that ties do not decide: those that are the same whatever the random state.
trees = []
for name, options, weighted in [
    ("noise", dict(min_samples_leaf=12, criterion="entropy"), False),
    ("noise", dict(min_samples_split=60), False),
    ("noise", dict(max_depth=4), False),
    ("noise", dict(min_samples_leaf=5, min_impurity_decrease=.004), False),
    ("noise", dict(min_samples_leaf=8, max_leaf_nodes=13), False),
    ("noise", dict(min_samples_leaf=12, ccp_alpha=.004), False),
    ("noise", dict(min_samples_leaf=10, ccp_alpha=.01, criterion="entropy"), True),
    ("noise", dict(min_weight_fraction_leaf=.02), True),
    ("breast_cancer", dict(max_depth=2, class_weight="balanced"), False),
    ("breast_cancer", dict(min_weight_fraction_leaf=.03), True),
    ("breast_cancer", dict(min_samples_leaf=20, criterion="entropy"), True),
    ("wine", dict(min_samples_leaf=9), True),
    ("wine", dict(min_samples_leaf=12, criterion="entropy"), True),
    ("noise", dict(min_samples_leaf=12, class_weight="balanced"), True),
    ("digits", dict(max_depth=3), True),
    ("digits", dict(max_leaf_nodes=14, criterion="entropy"), True),
    ("digits", dict(ccp_alpha=.01, min_samples_leaf=8, class_weight="balanced"), True),
]:
    x, y = tables[name].data.astype(np.float32), tables[name].target
    weights = weights_of(len(y)) if weighted else None
    fitted = [DecisionTreeClassifier(random_state=state, **options).fit(x, y, weights) for state in range(10)]
    found = [describe(tree) for tree in fitted]
    same = all(other["feature"] == found[0]["feature"] and other["threshold"] == found[0]["threshold"] for other in found)
    if not same:
        print("ties decide, left out:", name, options, weighted)
        continue
    trees.append({"table": name, "options": options, "weighted": weighted, **found[0]})
with open(os.path.join(folder, "trees.json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(tree) for tree in trees) + "\n]\n")

# Five folds by row number, several seeds each (a single tree hangs on chance): the part of all rows predicted rightly.
forests = []
for name, table in tables.items():
    if name == "noise":
        continue
    x, y = table.data.astype(np.float32), table.target
    for learner, options in [
        (DecisionTreeClassifier, dict()),
        (DecisionTreeClassifier, dict(splitter="random")),
        (ExtraTreesClassifier, dict()),
        (ExtraTreesClassifier, dict(criterion="entropy")),
        (RandomForestClassifier, dict()),
        (RandomForestClassifier, dict(criterion="entropy", class_weight="balanced")),
    ]:
        right = []
        seeds = 50 if learner is DecisionTreeClassifier else 5
        for seed in range(seeds):
            for fold in range(5):
                test = np.arange(len(y)) % 5 == fold
                model = learner(random_state=seed, **options).fit(x[~test], y[~test])
                right.append(model.predict(x[test]) == y[test])
        accuracy = float(np.concatenate(right).mean())
        forests.append({"table": name, "learner": learner.__name__, "options": options, "seeds": seeds, "accuracy": accuracy})
    models = [RandomForestClassifier(random_state=seed, oob_score=True).fit(x, y) for seed in range(10)]
    forests[-2]["oob_score"] = float(np.mean([model.oob_score_ for model in models]))
    forests[-2]["importances"] = np.mean([model.feature_importances_ for model in models], 0).tolist()
    forests[-2]["importance_deviations"] = np.std([model.feature_importances_ for model in models], 0, ddof=1).tolist()
with open(os.path.join(folder, "forests.json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(forest) for forest in forests) + "\n]\n")

# How much a fixed tree loses by permutation, in the mean of many repeats.
x, y = tables["wine"].data.astype(np.float32), tables["wine"].target
tree = DecisionTreeClassifier(min_samples_leaf=6, random_state=0).fit(x, y)
result = permutation_importance(tree, x, y, n_repeats=400, random_state=0, scoring="accuracy")
with open(os.path.join(folder, "permutation_importance.json"), "w") as file:
    json.dump({"means": result.importances_mean.tolist(), "deviations": result.importances_std.tolist()}, file)
    file.write("\n")
print(sklearn.__version__, len(trees), "trees", [(f["table"], f["learner"], f["options"], f["accuracy"]) for f in forests])
