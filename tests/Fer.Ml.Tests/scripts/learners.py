"""Writes fixtures/learners_*.json: what scikit-learn's linear models, neighbours, naive Bayes and support vectors learn of its own
small tables. Values are rounded to float32 first, so both sides learn from the same numbers; solvers run to tight tolerances.
"""
import json
import os
import warnings

import numpy as np
import sklearn
from sklearn import datasets
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC, LinearSVC

warnings.filterwarnings("ignore")
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures")
PROBES = 20


def number(value):
    return float(f"{value:.12g}")


def numbers(values):
    return [number(value) for value in np.asarray(values, dtype=float).ravel()]


def table(name):
    data = getattr(datasets, "load_" + name)()
    x, y = data.data, data.target
    order = np.random.RandomState(3).permutation(len(x))[:320]
    x, y = x[order], y[order]
    if name in ("wine", "breast_cancer"):
        x = (x - x.mean(axis=0)) / x.std(axis=0)
    return np.round(x, 4).astype(np.float32).astype(float), y


TIGHT = "LogisticRegression(solver='newton-cg', tol=1e-10, max_iter=10000"
LEARNERS = [
    ("ridge", "RidgeClassifier()", {}),
    ("ridge alpha 0.1 no intercept", "RidgeClassifier(alpha=0.1, fit_intercept=False)", {}),
    ("ridge balanced weights", "RidgeClassifier(class_weight='balanced')", {"weights": True}),
    ("lda", "LinearDiscriminantAnalysis()", {}),
    ("lda priors", "LinearDiscriminantAnalysis(priors=PRIORS)", {}),
    ("lda lsqr", "LinearDiscriminantAnalysis(solver='lsqr')", {}),
    ("lda lsqr 0.3", "LinearDiscriminantAnalysis(solver='lsqr', shrinkage=0.3)", {}),
    ("lda lsqr auto", "LinearDiscriminantAnalysis(solver='lsqr', shrinkage='auto', priors=PRIORS)", {}),
    ("qda", "QuadraticDiscriminantAnalysis()", {}),
    ("qda 0.1", "QuadraticDiscriminantAnalysis(reg_param=0.1, priors=PRIORS)", {}),
    ("nb", "GaussianNB()", {}),
    ("nb weights", "GaussianNB(var_smoothing=1e-3)", {"weights": True}),
    ("logistic", TIGHT + ")", {}),
    ("logistic C 0.1 balanced weights", TIGHT + ", C=0.1, class_weight='balanced')", {"weights": True}),
    ("logistic no intercept", TIGHT + ", fit_intercept=False)", {}),
    ("logistic l1", "LogisticRegression(penalty='l1', C=0.2, solver='saga', tol=1e-10, max_iter=200000, random_state=0)", {}),
    ("knn", "KNeighborsClassifier()", {}),
    ("knn 9 distance", "KNeighborsClassifier(9, weights='distance')", {}),
    ("linear svc", "LinearSVC(dual=False, tol=1e-12, max_iter=1000000)", {}),
    ("linear svc scaled weights", "LinearSVC(C=0.3, intercept_scaling=3, dual=False, tol=1e-12, max_iter=1000000)", {"weights": True}),
    ("linear svc no intercept", "LinearSVC(fit_intercept=False, dual=False, tol=1e-12, max_iter=1000000)", {}),
    ("svc", "SVC(tol=1e-9)", {}),
    ("svc linear", "SVC(kernel='linear', C=0.5, tol=1e-9)", {}),
    ("svc auto balanced weights", "SVC(gamma='auto', C=2, class_weight='balanced', tol=1e-9)", {"weights": True}),
]

for name in ("iris", "wine", "breast_cancer", "digits"):
    x, y = table(name)
    classes = int(y.max()) + 1
    weights = np.round(np.random.RandomState(5).uniform(0.2, 2, len(x)), 3)
    PRIORS = np.round(np.arange(1, classes + 1) / np.arange(1, classes + 1).sum(), 3)
    PRIORS[-1] = 1 - PRIORS[:-1].sum()
    cases = []
    for case, code, options in LEARNERS:
        if name == "digits" and (case.startswith("qda") or case == "logistic l1"):
            continue  # fewer rows of a class than columns: one direction is left to chance; saga would take minutes
        if case in ("linear svc", "linear svc no intercept") and name == "digits":
            continue  # separable: it ends far from the optimum
        model = eval(code)
        model.fit(x, y, **({"sample_weight": weights} if options.get("weights") else {}))
        entry = {"case": case, "weights": bool(options.get("weights"))}
        probes = x[:PROBES] * 0.9 + 0.05
        if hasattr(model, "coef_") and not isinstance(model, SVC):
            entry["coef"], entry["intercept"] = numbers(model.coef_), numbers(np.broadcast_to(model.intercept_, len(model.coef_)))
        elif hasattr(model, "decision_function"):
            entry["decision"] = numbers(model.decision_function(probes))
        if hasattr(model, "predict_proba") and not isinstance(model, SVC):
            entry["probabilities"] = numbers(model.predict_proba(probes))
        if isinstance(model, SVC):
            entry["support"] = [int(row) for row in np.sort(model.support_)]
        entry["predicted"] = [int(label) for label in model.predict(probes)]
        cases.append(entry)
        print(name, case, flush=True)
    fixture = {"columns": x.shape[1], "classes": classes, "priors": numbers(PRIORS), "values": numbers(x), "labels": y.tolist(),
               "weights": weights.tolist(), "probes": PROBES, "cases": cases}
    with open(os.path.join(FOLDER, f"learners_{name}.json"), "w") as file:
        file.write(json.dumps({**fixture, "cases": None}).replace('"cases": null}', '"cases": [\n')
                   + ",\n".join(json.dumps(case) for case in cases) + "\n]}\n")
print(sklearn.__version__)
