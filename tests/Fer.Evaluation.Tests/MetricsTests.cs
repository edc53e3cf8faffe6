using System.Text.Json;

namespace Fer.Evaluation.Tests;

/// <summary>Every metric against scikit-learn 1.2.1.</summary>
public class MetricsTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Cases => [.. MetricsFixture.All.Select(fixture => fixture.Name)];

    [Fact]
    public void The_fixture_covers_the_hard_cases()
    {
        Assert.Equal(21, MetricsFixture.All.Count);
        Assert.Contains(MetricsFixture.All, fixture => double.IsNaN(fixture.Number("kappa")));
        Assert.Contains(MetricsFixture.All, fixture => double.IsNaN(fixture.Number("auc")));
        Assert.Contains(MetricsFixture.All, fixture => fixture.Predictions.Count == 1);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Confusion_matrix_and_accuracy_equal_scikit_learn(string name)
    {
        MetricsFixture fixture = Find(name);
        ConfusionMatrix confusion = ConfusionMatrix.Compute(fixture.Predictions);
        int[] counts = [.. Enumerable.Range(0, confusion.Classes.Count).SelectMany(t => confusion.Row(t).ToArray())];
        Assert.Equal(fixture.Numbers("confusion").Select(count => (int)count), counts);
        AssertClose(fixture.Number("accuracy"), Accuracy.Compute(fixture.Predictions));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Precision_recall_and_F1_equal_scikit_learn(string name)
    {
        MetricsFixture fixture = Find(name);
        IReadOnlyList<ClassMetrics> classes = PrecisionRecallF1.PerClass(fixture.Predictions);
        AssertClose(fixture.Numbers("precision"), [.. classes.Select(c => c.Precision)]);
        AssertClose(fixture.Numbers("recall"), [.. classes.Select(c => c.Recall)]);
        AssertClose(fixture.Numbers("f1"), [.. classes.Select(c => c.F1)]);
        AssertClose(fixture.Numbers("support"), [.. classes.Select(c => (double)c.Support)]);
        AssertClose(fixture, "macro", PrecisionRecallF1.Macro(classes));
        AssertClose(fixture, "weighted", PrecisionRecallF1.Weighted(classes));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Kappa_and_MCC_equal_scikit_learn(string name)
    {
        MetricsFixture fixture = Find(name);
        AssertClose(fixture.Number("kappa"), CohenKappa.Compute(fixture.Predictions));
        AssertClose(fixture.Number("mcc"), MatthewsCorrelation.Compute(fixture.Predictions));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ROC_AUC_equals_scikit_learn(string name)
    {
        MetricsFixture fixture = Find(name);
        AssertClose(fixture.Numbers("aucPerClass"), RocAuc.PerClass(fixture.Predictions));
        AssertClose(fixture.Number("auc"), RocAuc.Macro(fixture.Predictions));
        AssertClose(fixture.Number("aucWeighted"), RocAuc.Weighted(fixture.Predictions));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ROC_curves_equal_scikit_learn(string name)
    {
        MetricsFixture fixture = Find(name);
        foreach (JsonElement expected in fixture.Curves)
        {
            RocCurve curve = RocCurve.Compute(
                fixture.Predictions, expected.GetProperty("class").GetInt32(), expected.GetProperty("dropIntermediate").GetBoolean());
            AssertClose(MetricsFixture.Numbers(expected.GetProperty("falsePositiveRate")), curve.FalsePositiveRate);
            AssertClose(MetricsFixture.Numbers(expected.GetProperty("truePositiveRate")), curve.TruePositiveRate);
            AssertClose(MetricsFixture.Numbers(expected.GetProperty("thresholds")), curve.Thresholds);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Figures_on_the_probabilities_equal_scikit_learn(string name)
    {
        MetricsFixture fixture = Find(name);
        AssertClose(fixture.Number("logLoss"), LogLoss.Compute(fixture.Predictions));
        AssertClose(fixture.Number("brier"), BrierScore.Compute(fixture.Predictions));
        AssertClose(fixture.Number("top1"), TopKAccuracy.Compute(fixture.Predictions, 1));
        AssertClose(fixture.Number("top2"), TopKAccuracy.Compute(fixture.Predictions, 2));
        AssertClose(fixture.Number("top3"), TopKAccuracy.Compute(fixture.Predictions, 3));
        AssertClose(fixture.Number("ece"), ExpectedCalibrationError.Compute(fixture.Predictions));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_evaluator_gives_the_figures_of_the_metrics(string name)
    {
        MetricsFixture fixture = Find(name);
        EvaluationResult result = Evaluator.Evaluate(fixture.Predictions);
        Assert.Equal(fixture.Predictions.Count, result.Samples);
        AssertClose(fixture.Number("accuracy"), result.Accuracy);
        AssertClose(fixture.Number("auc"), result.Auc);
        AssertClose(fixture.Number("aucWeighted"), result.AucWeighted);
        AssertClose(fixture.Numbers("aucPerClass"), result.AucPerClass);
        AssertClose(fixture.Number("kappa"), result.Kappa);
        AssertClose(fixture.Number("mcc"), result.Mcc);
        AssertClose(fixture.Number("logLoss"), result.LogLoss);
        AssertClose(fixture.Number("brier"), result.Brier);
        AssertClose(fixture.Number("top2"), result.Top2);
        AssertClose(fixture.Number("ece"), result.Ece);
        AssertClose(fixture, "macro", result.Macro);
        AssertClose(fixture, "weighted", result.Weighted);
    }

    [Fact]
    public void Calibration_bins_of_a_case_worked_by_hand()
    {
        // Two bins: 0.5 belongs to the lower one. Lower: confidence 0.45, accuracy 0.5; upper: 0.9 and 0.
        var predictions = new Predictions(
            ["a", "b", "c"], ["1", "2", "3"], [0, 0, 2],
            [0.5, 0.3, 0.2, 0.3, 0.4, 0.3, 0.05, 0.9, 0.05]);
        IReadOnlyList<CalibrationBin> bins = CalibrationCurve.Compute(predictions, 2);
        Assert.Equal(new CalibrationBin(0, 0.5, 2, 0.45, 0.5), bins[0]);
        Assert.Equal(new CalibrationBin(0.5, 1, 1, 0.9, 0), bins[1]);
        AssertClose((2 * 0.05 + 0.9) / 3, ExpectedCalibrationError.Compute(predictions, 2));
    }

    [Fact]
    public void Without_samples_the_figures_are_not_numbers()
    {
        var none = new Predictions(["a", "b"], [], [], []);
        Assert.Equal(double.NaN, Accuracy.Compute(none));
        Assert.Equal(double.NaN, LogLoss.Compute(none));
        Assert.Equal(double.NaN, RocAuc.Macro(none));
        Assert.Equal(double.NaN, RocAuc.Weighted(none));
        Assert.Equal(double.NaN, TopKAccuracy.Compute(none, 2));
        Assert.Equal(double.NaN, ExpectedCalibrationError.Compute(none));
    }

    private static MetricsFixture Find(string name) => MetricsFixture.All.Single(fixture => fixture.Name == name);

    private static void AssertClose(MetricsFixture fixture, string name, AverageMetrics actual)
    {
        AssertClose(fixture.Number(name, "precision"), actual.Precision);
        AssertClose(fixture.Number(name, "recall"), actual.Recall);
        AssertClose(fixture.Number(name, "f1"), actual.F1);
    }

    private static void AssertClose(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++)
            AssertClose(expected[i], actual[i]);
    }

    private static void AssertClose(double expected, double actual)
    {
        bool close = double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= Tolerance;
        Assert.True(close, $"Expected {expected:R}, got {actual:R}.");
    }
}
