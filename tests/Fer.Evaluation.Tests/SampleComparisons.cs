namespace Fer.Evaluation.Tests;

/// <summary>Contents of comparison reports, made up from a seed: an ordinary one, and those that are hard to lay out.</summary>
internal static class SampleComparisons
{
    private static readonly double[] s_shares = [0.13, 0.016, 0.138, 0.25, 0.17, 0.18, 0.116];

    public static IEnumerable<(string Name, ComparisonReportContent Content)> All =>
    [
        ("comparison", Ordinary()),
        ("comparison-folds", Folds()),
        ("comparison-hostile", Hostile()),
        ("comparison-one-sample", OneSample()),
        ("comparison-failed", Failed()),
    ];

    public static ComparisonReportContent Ordinary() => new()
    {
        Title = "Learners on features of ferd-cnn",
        Subtitle = "1,200 pictures of the validation part",
        Settings = [("Balance", "SMOTE"), ("Seed", "42")],
        Notes = ["The features are those before the last layer."],
        Learners =
        [
            Learner("Stacking", skill: 2.2, seed: 1),
            Learner("CNN softmax", skill: 2.1, seed: 2) with { IsBaseline = true, FitSeconds = double.NaN },
            Learner("Extra Trees", skill: 2, seed: 3) with
            {
                Importances = [.. Enumerable.Range(0, 40).Select(i => ($"feature {i}", 0.05 / (1 + Math.Abs(i - 20))))],
            },
            Learner("Ridge", skill: 1.6, seed: 4),
            new ComparedLearner { Name = "K nearest neighbours", Error = "There are fewer rows than neighbours; take fewer." },
        ],
    };

    public static ComparisonReportContent Folds() => new()
    {
        Title = "Ten folds",
        Learners =
        [
            Learner("Naive Bayes", 1, 5) with
            {
                Scores = new ClassificationScores(0.5, double.NaN, 0.5, 0.4, 0.45, 0.3, 0.2),
                Deviation = new ClassificationScores(0.01, double.NaN, 0.01, 0.02, 0.03, 0.04, 0.05),
            },
        ],
    };

    public static ComparisonReportContent Hostile()
    {
        const string Attack = "<script>alert(\"1\")</script>&amp;'\u0000\u001b\ud800\uffff";
        string longName = new('x', 300);
        var predictions = new Predictions([Attack, longName], ["1", "2"], [0, 1], [0.25, 0.75, 0.5, 0.5]);
        return new ComparisonReportContent
        {
            Title = Attack,
            Subtitle = Attack,
            Settings = [(Attack, longName)],
            Notes = [Attack],
            Learners =
            [
                new ComparedLearner
                {
                    Name = Attack, Predictions = predictions, FitSeconds = double.PositiveInfinity, PredictSeconds = 1e300,
                    Importances = [(Attack, double.NaN), (longName, double.NegativeInfinity), ("0", 0), ("big", 1e300)],
                },
                new ComparedLearner { Name = longName, Error = Attack, Importances = [(Attack, 0)] },
            ],
        };
    }

    public static ComparisonReportContent OneSample() => new()
    {
        Title = "One sample",
        Learners = [new ComparedLearner { Name = "a", Predictions = new Predictions(["x", "y"], ["1"], [1], [0.5, 0.5]) }],
    };

    public static ComparisonReportContent Failed() => new()
    {
        Title = "Nothing",
        Learners = [new ComparedLearner { Name = "a", Error = "No." }],
    };

    private static ComparedLearner Learner(string name, double skill, ulong seed) => new()
    {
        Name = name,
        Predictions = SampleReports.Predict(SampleReports.Emotions, 1200, s_shares, skill, seed),
        FitSeconds = 10.0 / seed,
        PredictSeconds = 0.01 * seed,
    };
}
