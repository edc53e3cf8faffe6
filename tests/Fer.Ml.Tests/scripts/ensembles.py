"""Writes fixtures/ensembles.json: what scikit-learn's ensembles over GaussianNB say; with it folds and calibration curves."""
import json
import os
import warnings

import numpy as np
import sklearn
from sklearn.calibration import CalibratedClassifierCV, _SigmoidCalibration
from sklearn.ensemble import AdaBoostClassifier, StackingClassifier, VotingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import GaussianNB

warnings.filterwarnings("ignore", category=FutureWarning)


class Gaussian(GaussianNB):
    """Adds an absolute number to the variances, whatever the weights of the rows."""

    def __init__(self, smoothing=1e-9):
        super().__init__()
        self.smoothing = smoothing

    def fit(self, x, y, sample_weight=None):
        self.var_smoothing = self.smoothing / np.var(x, axis=0).max()
        return super().fit(x, y, sample_weight)


SMOOTHINGS = [1e-9, 0.1, 1.0]
rng = np.random.default_rng(11)


def learners():
    return [(str(s), Gaussian(s)) for s in SMOOTHINGS]


def probabilities(model, x, y, new, **fit):
    return model.fit(x, y, **fit).predict_proba(new).ravel().tolist()


cases = []
for classes, rows in [(2, 90), (3, 120)]:
    y = rng.permutation(np.arange(rows) % classes)
    y[y == 1] = rng.integers(0, 2, (y == 1).sum())  # unbalanced
    x = rng.normal(size=(rows, 4)) * [1, 2, 0.5, 3] + np.eye(4)[y] * 1.5
    x[:, 3] += x[:, 0] ** 2
    x, new = x.astype(np.float32).astype(np.float64), (rng.normal(size=(25, 4)) * 2).astype(np.float32).astype(np.float64)
    weights = rng.integers(1, 4, rows).astype(float)
    hard = VotingClassifier(learners(), voting="hard", weights=[1, 2, 2.5]).fit(x, y)
    boost = AdaBoostClassifier(Gaussian(1.0), n_estimators=12, algorithm="SAMME", learning_rate=0.7)
    case = {
        "classes": classes, "columns": 4, "x": x.ravel().tolist(), "y": y.tolist(), "new": new.ravel().tolist(),
        "weights": weights.tolist(),
        "hard": hard.predict(new).tolist(),
        "soft": probabilities(VotingClassifier(learners(), voting="soft", weights=[1, 2, 2.5]), x, y, new),
        "stacking": probabilities(StackingClassifier(learners(), Gaussian(0.1)), x, y, new),
        "stacking_passthrough": probabilities(
            StackingClassifier(learners(), Gaussian(0.1), passthrough=True, cv=3), x, y, new, sample_weight=weights),
        "ada_boost": probabilities(boost, x, y, new),
        "ada_boost_votes": boost.estimator_weights_[:len(boost.estimators_)].tolist(),
        "folds": [int(fold) for fold in np.argmax(
            [np.isin(np.arange(rows), test) for _, test in StratifiedKFold(5).split(x, y)], axis=0)],
    }
    for method in ["sigmoid", "isotonic"]:
        case[method] = probabilities(CalibratedClassifierCV(Gaussian(), method=method), x, y, new)
        case[method + "_weighted"] = probabilities(CalibratedClassifierCV(Gaussian(), method=method, cv=3), x, y, new, sample_weight=weights)
    cases.append(case)

scores = np.round(rng.normal(size=60), 1)  # with ties
target = (rng.random(60) < 1 / (1 + np.exp(-2 * scores))).astype(int)
weights = rng.integers(1, 4, 60).astype(float)
grid = np.linspace(-3, 3, 31)
curves = {
    "scores": scores.tolist(), "target": target.tolist(), "weights": weights.tolist(), "grid": grid.tolist(),
    "isotonic": IsotonicRegression(out_of_bounds="clip").fit(scores, target, weights).predict(grid).tolist(),
    "sigmoid": _SigmoidCalibration().fit(scores, target, weights).predict(grid).tolist(),
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "ensembles.json")
with open(path, "w") as file:
    file.write('{"cases": [\n' + ",\n".join(json.dumps(case) for case in cases) + '\n],\n"curves": ' + json.dumps(curves) + "}\n")
print(sklearn.__version__, len(cases), "cases", [len(c["ada_boost_votes"]) for c in cases])
