"""The learners of scikit-learn and XGBoost beside which Fer.Ml's are measured, and the tables for both.

    ml_peers.py time FOLDER THREADS REPEATS PEER LEARNER
    ml_peers.py memory FOLDER THREADS PEER LEARNER
    ml_peers.py accuracy FOLDER THREADS SEED PEER LEARNER...

does what benchmarks/Fer.Ml.Benchmarks does with the same words. To add a learner: here, and in Fer.Ml.Benchmarks/Learners.cs.
"""
import json
import pathlib
import statistics
import sys
import time
import warnings

import numpy

SKLEARN = {
    "extra_trees": "ensemble.ExtraTreesClassifier(n_jobs=threads, random_state=seed)",
    "random_forest": "ensemble.RandomForestClassifier(n_jobs=threads, random_state=seed)",
    "decision_tree": "tree.DecisionTreeClassifier(random_state=seed)",
    "hist_gradient_boosting": "ensemble.HistGradientBoostingClassifier(early_stopping=False, random_state=seed)",
    "ridge": "linear_model.RidgeClassifier()",
    "logistic_regression": "linear_model.LogisticRegression(max_iter=1000)",
    "lda": "discriminant_analysis.LinearDiscriminantAnalysis()",
    "lda_shrunk": "discriminant_analysis.LinearDiscriminantAnalysis(solver='lsqr', shrinkage='auto')",
    "qda": "discriminant_analysis.QuadraticDiscriminantAnalysis(reg_param=0.1)",
    "gaussian_nb": "naive_bayes.GaussianNB()",
    "k_neighbors": "neighbors.KNeighborsClassifier(n_jobs=threads)",
    "linear_svc": "svm.LinearSVC(random_state=seed)",
    "svc": "svm.SVC()",
    "mlp": "neural_network.MLPClassifier(random_state=seed)",
    "ada_boost": "ensemble.AdaBoostClassifier(algorithm='SAMME', random_state=seed)",
    "bagging": "ensemble.BaggingClassifier(n_jobs=threads, random_state=seed)",
}
XGBOOST = {"hist_gradient_boosting": "xgboost.XGBClassifier(tree_method='hist', n_jobs=threads, random_state=seed)"}
PEERS = {"scikit-learn": SKLEARN, "xgboost": XGBOOST}


def make_learner(peer, name, threads, seed=0):
    warnings.filterwarnings("ignore")
    scope = {"threads": threads, "seed": seed}
    if peer == "xgboost":
        import xgboost
        scope["xgboost"] = xgboost
    else:
        from sklearn import discriminant_analysis, ensemble, linear_model, naive_bayes, neighbors, neural_network, svm, tree
        scope.update(discriminant_analysis=discriminant_analysis, ensemble=ensemble, linear_model=linear_model, naive_bayes=naive_bayes,
                     neighbors=neighbors, neural_network=neural_network, svm=svm, tree=tree)
    return eval(PEERS[peer][name], scope)


def made_tables(seed=1):
    """Tables of the class counts of Robu et al. with 256 columns: x, y, x of the test, y of the test."""
    random = numpy.random.default_rng(seed)
    means, mix = random.normal(0, 1, (7, 256)), random.normal(0, 1, (256, 256)) / 16

    def table(counts):
        y = numpy.repeat(numpy.arange(7), counts)
        return numpy.maximum(means[y] * .35 + random.normal(0, 1.6, (len(y), 256)) @ mix, 0).astype(numpy.float32), y
    return *table((2981, 352, 2798, 5917, 3940, 3015, 2576)), *table((714, 90, 710, 1506, 994, 714, 626))


def write_tables(folder, x, y, xt, yt):
    for name, values, labels in (("train", x, y), ("test", xt, yt)):
        numpy.ascontiguousarray(values, numpy.float32).tofile(f"{folder}/{name}.f32")
        numpy.asarray(labels).astype(numpy.int32).tofile(f"{folder}/{name}.i32")
    classes = int(max(numpy.max(y), numpy.max(yt))) + 1
    pathlib.Path(folder, "classes.txt").write_text("".join(f"class {label}\n" for label in range(classes)))


def read_tables(folder):
    for name in ("train", "test"):
        y = numpy.fromfile(f"{folder}/{name}.i32", numpy.int32)
        yield numpy.fromfile(f"{folder}/{name}.f32", numpy.float32).reshape(len(y), -1)
        yield y


def clock(action):
    cpu, start = time.process_time(), time.perf_counter()
    action()
    return time.perf_counter() - start, time.process_time() - cpu


def median_clock(calls, action):
    times = []
    while len(times) < calls or (sum(t[0] for t in times) < 1 and len(times) < 2000):
        times.append(clock(action))
    return [statistics.median(column) for column in zip(*times)]


def resident(name):
    line = next(line for line in open("/proc/self/status") if line.startswith(name))
    return int(line.split()[1]) / 1024


def time_learner(learner, repeats, x, y, xt, yt):
    learner.fit(x[::10], y[::10]).predict(xt)
    fit = sorted(clock(lambda: learner.fit(x, y)) for _ in range(repeats))[repeats // 2]
    result = {"accuracy": float((learner.predict(xt) == yt).mean())}
    times = {"fit": fit, "predict": median_clock(3, lambda: learner.predict(xt))}
    if hasattr(learner, "predict_proba"):
        times["probabilities"] = median_clock(3, lambda: learner.predict_proba(xt))
    for name, (wall, cpu) in times.items():
        result[name], result[name + "_cpu"] = wall, cpu
    return result


def main(mode, folder, threads, *rest):
    x, y, xt, yt = read_tables(folder)
    threads = int(threads)
    if mode == "time":
        repeats, peer, name = rest
        print(json.dumps(time_learner(make_learner(peer, name, threads), int(repeats), x, y, xt, yt)))
    elif mode == "memory":
        peer, name = rest
        learner = make_learner(peer, name, threads)
        open("/proc/self/clear_refs", "w").write("5")
        before = resident("VmRSS:")
        learner.fit(x, y).predict(xt)
        print(json.dumps({"mib": resident("VmHWM:") - before}))
    else:
        seed, peer, *names = rest
        for name in names:
            predicted = make_learner(peer, name, threads, int(seed)).fit(x, y).predict(xt)
            print(json.dumps({"learner": name, "accuracy": float((predicted == yt).mean())}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
