namespace Fer.Evaluation.Tests;

/// <summary>The figures of a comparison against scikit-learn 1.2.1.</summary>
public class ClassificationScorerTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Cases => [.. MetricsFixture.All.Select(fixture => fixture.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weighted_scores_equal_scikit_learn(string name)
    {
        MetricsFixture fixture = Find(name);
        AssertScores(fixture, "weighted", fixture.Number("aucWeighted"), new ClassificationScorer().Score(fixture.Predictions));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Macro_scores_equal_scikit_learn(string name)
    {
        MetricsFixture fixture = Find(name);
        AssertScores(
            fixture, "macro", fixture.Number("auc"), new ClassificationScorer(ScoreAverage.Macro).Score(fixture.Predictions));
    }

    private static void AssertScores(MetricsFixture fixture, string average, double auc, ClassificationScores scores)
    {
        Assert.Equal(fixture.Number("accuracy"), scores.Accuracy, Tolerance);
        Assert.Equal(auc, scores.Auc, Tolerance);
        Assert.Equal(fixture.Number(average, "recall"), scores.Recall, Tolerance);
        Assert.Equal(fixture.Number(average, "precision"), scores.Precision, Tolerance);
        Assert.Equal(fixture.Number(average, "f1"), scores.F1, Tolerance);
        Assert.Equal(fixture.Number("kappa"), scores.Kappa, Tolerance);
        Assert.Equal(fixture.Number("mcc"), scores.Mcc, Tolerance);
    }

    private static MetricsFixture Find(string name) => MetricsFixture.All.Single(fixture => fixture.Name == name);
}
