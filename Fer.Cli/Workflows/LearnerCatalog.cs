using Fer.Ml;

namespace Fer.Cli.Workflows;

/// <summary>The learners by the names that the command line takes, each with scikit-learn's defaults.</summary>
internal static class LearnerCatalog
{
    /// <summary>Those of the Robu et al. paper, which are compared by default.</summary>
    public static readonly string[] PaperNames =
        ["extra-trees", "random-forest", "gradient-boosting", "ridge", "logistic-regression", "lda"];

    private static readonly Dictionary<string, Func<ulong, IEngine, IClassifier>> Learners = new(StringComparer.Ordinal)
    {
        ["extra-trees"] = (seed, _) => new ExtraTreesClassifier { Seed = seed },
        ["random-forest"] = (seed, _) => new RandomForestClassifier { Seed = seed },
        ["gradient-boosting"] = (seed, _) => new HistGradientBoostingClassifier { Seed = seed },
        ["ridge"] = (_, _) => new RidgeClassifier(),
        ["logistic-regression"] = (_, _) => new LogisticRegression { MaxIter = 1000 },
        ["lda"] = (_, _) => new LinearDiscriminantAnalysis(),
        ["qda"] = (_, _) => new QuadraticDiscriminantAnalysis(),
        ["naive-bayes"] = (_, _) => new GaussianNB(),
        ["k-neighbors"] = (_, _) => new KNeighborsClassifier(),
        ["linear-svc"] = (_, _) => new LinearSVC(),
        ["svc"] = (_, _) => new SVC(),
        ["decision-tree"] = (seed, _) => new DecisionTreeClassifier { Seed = seed },
        ["ada-boost"] = (seed, _) => new AdaBoostClassifier(new DecisionTreeClassifier { MaxDepth = 1 }) { Seed = seed },
        ["mlp"] = (seed, engine) => new MLPClassifier(engine) { Seed = seed },
        ["dummy"] = (seed, _) => new DummyClassifier(Seed: seed),
    };

    public static IReadOnlyCollection<string> Names => Learners.Keys;

    /// <summary>Makes a learner.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="seed">The seed of what it draws.</param>
    /// <param name="engine">What trains it, if it is a network.</param>
    /// <exception cref="FerException">There is none of this name.</exception>
    public static IClassifier Create(string name, ulong seed, IEngine engine) =>
        Learners.TryGetValue(name, out Func<ulong, IEngine, IClassifier>? create)
        ? create(seed, engine)
        : throw new FerException($"--learners: there is no learner '{name}'; choose from {string.Join(", ", Names)}.");

    /// <summary>Whether its probabilities are some, not a decision function's softmax; only such are averaged and stacked.</summary>
    public static bool IsProbabilistic(string name) => name is not ("ridge" or "linear-svc" or "svc" or "dummy");
}
