"""Makes Fixtures/metrics.json: predictions and the figures that scikit-learn 1.2.1 gives for them.

Run with scikit-learn 1.2.1 and NumPy:  python3 metrics.py > ../Fixtures/metrics.json
The seed is fixed, so the file is the same every time.
"""

import json
import math
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20240607)


def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def skilled(n, k, skill=1.5, labels=None):
    """Labels, and probabilities that lean towards them."""
    y = rng.integers(0, k, n) if labels is None else np.asarray(labels)
    logits = rng.normal(size=(n, k))
    logits[np.arange(n), y] += skill
    return y, softmax(logits)


def tied(n, k, parts, labels=None):
    """Probabilities in multiples of 1 / parts: many ties, and rows that sum to 1 exactly when parts is a power of two."""
    y, p = skilled(n, k, labels=labels)
    return y, np.array([rng.multinomial(parts, row / row.sum()) / parts for row in p])


def expected_calibration_error(y, p, bins=15):
    """Guo et al., 2017: bins (m / bins, (m + 1) / bins] of the highest probability."""
    top = p.max(axis=1)
    correct = p.argmax(axis=1) == y
    bin_of = np.searchsorted(np.arange(1, bins) / bins, top, side="left")
    error = 0.0
    for m in range(bins):
        inside = bin_of == m
        if inside.any():
            error += inside.mean() * abs(correct[inside].mean() - top[inside].mean())
    return error


def number(x):
    x = float(x)
    return x if math.isfinite(x) else None


def numbers(xs):
    return [number(x) for x in xs]


def averages(y, predicted, labels, average):
    p, r, f, _ = metrics.precision_recall_fscore_support(y, predicted, labels=labels, average=average, zero_division=0)
    return {"precision": number(p), "recall": number(r), "f1": number(f)}


def top_k(y, p, k):
    classes = p.shape[1]
    if classes == 2:
        # scikit-learn takes one column for two classes; its rule on ties is that of the general case.
        ranked = np.argsort(p, axis=1, kind="mergesort")[:, ::-1]
        return number((ranked[:, :k] == y[:, None]).any(axis=1).mean())
    return number(metrics.top_k_accuracy_score(y, p, k=k, labels=np.arange(classes)))


def case(name, y, p):
    n, k = p.shape
    labels = np.arange(k)
    predicted = p.argmax(axis=1)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(y, predicted, labels=labels, zero_division=0)

    auc = np.full(k, np.nan)
    for c in labels:
        if 0 < (y == c).sum() < n:
            auc[c] = metrics.roc_auc_score(y == c, p[:, c])
    defined = ~np.isnan(auc)
    macro = auc[defined].mean() if defined.any() else np.nan
    weighted = np.average(auc[defined], weights=support[defined]) if support[defined].sum() else np.nan
    if k > 2 and defined.all() and np.allclose(p.sum(axis=1), 1):
        assert abs(macro - metrics.roc_auc_score(y, p, multi_class="ovr", average="macro", labels=labels)) < 1e-14
        assert abs(weighted - metrics.roc_auc_score(y, p, multi_class="ovr", average="weighted", labels=labels)) < 1e-14

    brier = ((p - np.eye(k)[y]) ** 2).sum(axis=1).mean()
    if k == 2 and np.allclose(p.sum(axis=1), 1):
        assert abs(brier - 2 * metrics.brier_score_loss(y == 1, np.minimum(p[:, 1], 1))) < 1e-12

    curves = []
    for c in labels[:3]:
        for drop in (True, False):
            fpr, tpr, thresholds = metrics.roc_curve(y == c, p[:, c], pos_label=True, drop_intermediate=drop)
            curves.append({"class": int(c), "dropIntermediate": drop, "falsePositiveRate": numbers(fpr),
                           "truePositiveRate": numbers(tpr), "thresholds": numbers(thresholds)})

    return {
        "name": name,
        "classes": k,
        "labels": y.tolist(),
        "probabilities": p.ravel().tolist(),
        "confusion": metrics.confusion_matrix(y, predicted, labels=labels).ravel().tolist(),
        "accuracy": number(metrics.accuracy_score(y, predicted)),
        "precision": numbers(precision),
        "recall": numbers(recall),
        "f1": numbers(f1),
        "support": support.tolist(),
        "macro": averages(y, predicted, labels, "macro"),
        "weighted": averages(y, predicted, labels, "weighted"),
        "kappa": number(metrics.cohen_kappa_score(y, predicted, labels=labels)),
        "mcc": number(metrics.matthews_corrcoef(y, predicted)),
        "aucPerClass": numbers(auc),
        "auc": number(macro),
        "aucWeighted": number(weighted),
        "logLoss": number(metrics.log_loss(y, p, labels=labels)),
        "top1": top_k(y, p, 1),
        "top2": top_k(y, p, 2),
        "top3": top_k(y, p, 3),
        "ece": number(expected_calibration_error(y, p)),
        "brier": number(brier),
        "curves": curves,
    }


cases = [
    case("random, 7 classes", *skilled(120, 7)),
    case("random, 2 classes", *skilled(60, 2)),
    case("random, 8 classes", *skilled(80, 8, skill=0.5)),
    case("ties, 3 classes", *tied(90, 3, 4)),
    case("ties, 7 classes", *tied(150, 7, 8)),
    case("ties, 2 classes", *tied(60, 2, 4)),
    case("tenths, on the edges of no bin", *tied(60, 4, 10)),
    case("fifteenths, on the edges of the bins", *tied(90, 4, 15)),
]

y, p = skilled(60, 5)
cases.append(case("rows that do not sum to 1", y, np.round(p, 1)))

y, p = skilled(70, 6, labels=rng.choice([0, 2, 3, 5], 70))
p[:, 3] *= 1e-3
p[:, 4] *= 1e-3
cases.append(case("classes absent from truth, from predictions and from both", y, p / p.sum(axis=1, keepdims=True)))

cases.append(case("truth of one class", *skilled(30, 4, labels=np.full(30, 2))))
cases.append(case("truth and predictions of one class", *skilled(20, 3, skill=30, labels=np.full(20, 1))))

y, p = skilled(40, 3)
p[:, 0] += 10
cases.append(case("predictions of one class", y, p / p.sum(axis=1, keepdims=True)))

cases.append(case("one sample, right", np.array([1]), np.array([[0.2, 0.5, 0.3]])))
cases.append(case("one sample, wrong", np.array([2]), np.array([[0.25, 0.5, 0.25]])))
cases.append(case("one sample, 2 classes", np.array([0]), np.array([[0.5, 0.5]])))

y = rng.integers(0, 7, 50)
cases.append(case("perfect and sure", y, np.eye(7)[y]))
cases.append(case("wrong and sure", y, np.eye(7)[(y + 1) % 7]))
cases.append(case("all equal", y, np.full((50, 7), 1 / 7)))
y = rng.integers(0, 2, 30)
cases.append(case("perfect and sure, 2 classes", y, np.eye(2)[y]))
cases.append(case("wrong and sure, 2 classes", y, np.eye(2)[1 - y]))

json.dump({"sklearn": sklearn.__version__, "numpy": np.__version__, "cases": cases}, sys.stdout, separators=(",", ":"))
sys.stdout.write("\n")
