"""Writes fixtures/dummy_classifier.json: what scikit-learn's DummyClassifier says after some labels."""
import json
import os

import numpy as np
import sklearn
from sklearn.dummy import DummyClassifier

SAMPLES = 3
cases = []
for classes, labels in [
    (2, [0, 1, 1]),
    (3, [2, 1, 2, 1, 0]),  # a tie: the first of the two wins
    (4, [3, 3, 1, 3, 1]),  # classes 0 and 2 are absent
    (5, [4]),
    (7, np.repeat(np.arange(7), [399, 43, 409, 721, 496, 483, 317]).tolist()),
]:
    x = np.zeros((len(labels), 1))
    for strategy in ["most_frequent", "prior", "uniform"]:
        model = DummyClassifier(strategy=strategy).fit(x, labels)
        probabilities = np.zeros((SAMPLES, classes))
        probabilities[:, model.classes_] = model.predict_proba(np.zeros((SAMPLES, 1)))
        case = {"strategy": strategy, "classes": classes, "counts": np.bincount(labels, minlength=classes).tolist()}
        case["probabilities"] = probabilities.ravel().tolist()
        if strategy != "uniform":  # there the labels are drawn at random
            case["labels"] = model.predict(np.zeros((SAMPLES, 1))).tolist()
        cases.append(case)

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "dummy_classifier.json")
with open(path, "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
print(sklearn.__version__, len(cases), "cases")
