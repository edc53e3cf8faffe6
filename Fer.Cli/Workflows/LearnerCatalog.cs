using Fer.Ml;

namespace Fer.Cli.Workflows;

/// <summary>The learners by the names that the command line takes, each with scikit-learn's defaults.</summary>
internal static class LearnerCatalog
{
    /// <summary>Those of the Robu et al. paper, which are compared by default.</summary>
    public static readonly string[] PaperNames =
        ["extra-trees", "random-forest", "gradient-boosting", "ridge", "logistic-regression", "lda"];

    private static readonly Dictionary<string, Func<ulong, IClassifier>> Learners = new(StringComparer.Ordinal)
    {
        ["extra-trees"] = seed => new ExtraTreesClassifier { Seed = seed },
        ["random-forest"] = seed => new RandomForestClassifier { Seed = seed },
        ["gradient-boosting"] = seed => new HistGradientBoostingClassifier { Seed = seed },
        ["ridge"] = _ => new RidgeClassifier(),
        ["logistic-regression"] = _ => new LogisticRegression { MaxIter = 1000 },
        ["lda"] = _ => new LinearDiscriminantAnalysis(),
        ["qda"] = _ => new QuadraticDiscriminantAnalysis(),
        ["naive-bayes"] = _ => new GaussianNB(),
        ["k-neighbors"] = _ => new KNeighborsClassifier(),
        ["linear-svc"] = _ => new LinearSVC(),
        ["svc"] = _ => new SVC(),
        ["decision-tree"] = seed => new DecisionTreeClassifier { Seed = seed },
        ["ada-boost"] = seed => new AdaBoostClassifier(new DecisionTreeClassifier { MaxDepth = 1 }) { Seed = seed },
        ["dummy"] = seed => new DummyClassifier(Seed: seed),
    };

    public static IReadOnlyCollection<string> Names => Learners.Keys;

    /// <summary>Makes a learner.</summary>
    /// <exception cref="FerException">There is none of this name.</exception>
    public static IClassifier Create(string name, ulong seed) => Learners.TryGetValue(name, out Func<ulong, IClassifier>? create)
        ? create(seed)
        : throw new FerException($"--learners: there is no learner '{name}'; choose from {string.Join(", ", Names)}.");

    /// <summary>Whether its probabilities are some, not a decision function's softmax; only such are averaged and stacked.</summary>
    public static bool IsProbabilistic(string name) => name is not ("ridge" or "linear-svc" or "svc" or "dummy");
}
