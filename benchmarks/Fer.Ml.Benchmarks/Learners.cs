namespace Fer.Ml.Benchmarks;

/// <summary>The learners to measure, by the names that benchmarks/ml_beside_sklearn.py has for scikit-learn's.</summary>
internal static class Learners
{
    public static IReadOnlyDictionary<string, IClassifier> All { get; } = new Dictionary<string, IClassifier>(StringComparer.Ordinal)
    {
        ["ridge"] = new RidgeClassifier(),
        ["logistic_regression"] = new LogisticRegression { MaxIter = 1000 },
        ["lda"] = new LinearDiscriminantAnalysis(),
        ["lda_shrunk"] = new LinearDiscriminantAnalysis { Solver = LdaSolver.Lsqr, Shrinkage = Shrinkage.Auto },
        ["qda"] = new QuadraticDiscriminantAnalysis { RegParam = 0.1 },
        ["gaussian_nb"] = new GaussianNB(),
        ["k_neighbors"] = new KNeighborsClassifier(),
        ["linear_svc"] = new LinearSVC(),
        ["svc"] = new SVC(),
    };
}
