using Fer.Engine;

namespace Fer.Ml.Benchmarks;

/// <summary>The learners to measure, by the names that benchmarks/ml_peers.py has for the peers'.</summary>
internal static class Learners
{
    public static IReadOnlyDictionary<string, IClassifier> All { get; } = new Dictionary<string, IClassifier>(StringComparer.Ordinal)
    {
        ["extra_trees"] = new ExtraTreesClassifier(),
        ["random_forest"] = new RandomForestClassifier(),
        ["decision_tree"] = new DecisionTreeClassifier(),
        ["hist_gradient_boosting"] = new HistGradientBoostingClassifier(),
        ["ridge"] = new RidgeClassifier(),
        ["logistic_regression"] = new LogisticRegression { MaxIter = 1000 },
        ["lda"] = new LinearDiscriminantAnalysis(),
        ["lda_shrunk"] = new LinearDiscriminantAnalysis { Solver = LdaSolver.Lsqr, Shrinkage = Shrinkage.Auto },
        ["qda"] = new QuadraticDiscriminantAnalysis { RegParam = 0.1 },
        ["gaussian_nb"] = new GaussianNB(),
        ["k_neighbors"] = new KNeighborsClassifier(),
        ["linear_svc"] = new LinearSVC(),
        ["svc"] = new SVC(),
        ["mlp"] = new MLPClassifier(new CpuEngine()),
        ["ada_boost"] = new AdaBoostClassifier(new DecisionTreeClassifier { MaxDepth = 1 }),
        ["bagging"] = new BaggingClassifier(new DecisionTreeClassifier()),
    };

    /// <summary>A learner, with a seed if it has any.</summary>
    public static IClassifier Get(string name, ulong seed)
    {
        if (!All.TryGetValue(name, out IClassifier? learner))
            throw new ArgumentException($"There is no learner '{name}'; there are {string.Join(", ", All.Keys)}.");
        return learner is ISeededClassifier seeded ? seeded.WithSeed(seed) : learner;
    }
}
