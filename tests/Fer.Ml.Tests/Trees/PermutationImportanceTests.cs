using System.Text.Json;

namespace Fer.Ml.Tests;

public class PermutationImportanceTests
{
    [Fact]
    public void Importances_of_the_same_tree_are_those_of_scikit_learn()
    {
        using JsonDocument fixture = TreeTables.ReadFixture("permutation_importance.json");
        FeatureTable table = TreeTables.Read("wine");
        IClassifierModel model = new DecisionTreeClassifier { MinSamplesLeaf = 6 }.FitTable(table);
        PermutationImportance importance = PermutationImportance.Of(
            model, table.Training(), 400, cancellationToken: TestContext.Current.CancellationToken);
        double[] means = fixture.RootElement.GetProperty("means").Deserialize<double[]>()!;
        double[] deviations = fixture.RootElement.GetProperty("deviations").Deserialize<double[]>()!;
        for (int feature = 0; feature < means.Length; feature++)
        {
            // 5 standard errors of the difference of two means of 400.
            Assert.Equal(means[feature], importance.FeatureImportances[feature], 5 * deviations[feature] * Math.Sqrt(2.0 / 400) + 1e-12);
            Assert.Equal(deviations[feature], importance.Deviations[feature], 0.25 * deviations[feature] + 1e-12);
        }

        Assert.Equal(model.Accuracy(table), importance.Accuracy);
    }

    [Fact]
    public void Only_what_the_model_looks_at_counts_and_the_table_stays_as_it_is()
    {
        FeatureTable table = TreeTables.Random(200, 5, 2, 1, ties: false);
        for (int row = 0; row < table.Count; row++)
            table.Values[row * 5 + 3] = table.Labels[row];
        float[] before = [.. table.Values];
        IClassifierModel model = new DecisionTreeClassifier().FitTable(table);
        var parts = new List<double>();
        PermutationImportance importance = PermutationImportance.Of(
            model, new EvaluationSplit<FeatureTable>(table), seed: 2, progress: new Listener(parts.Add),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(before, table.Values);
        Assert.Equal(1, importance.Accuracy);
        Assert.InRange(importance.FeatureImportances[3], 0.4, 0.6);
        Assert.All(new[] { 0, 1, 2, 4 }, feature => Assert.Equal(0, importance.FeatureImportances[feature]));
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1], parts);
        PermutationImportance again = PermutationImportance.Of(
            model, new EvaluationSplit<FeatureTable>(table), seed: 2, threads: 3, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(importance.FeatureImportances, again.FeatureImportances);
    }

    [Fact]
    public void Misuse_is_an_error()
    {
        FeatureTable table = TreeTables.Random(20, 3, 2, 1);
        IClassifierModel model = new DecisionTreeClassifier().FitTable(table);
        Assert.Throws<DatasetException>(() => Measure(table.Subset([])));
        Assert.Throws<DatasetException>(() => Measure(TreeTables.Random(20, 4, 2, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Measure(table, 0));
        Assert.ThrowsAny<OperationCanceledException>(() => PermutationImportance.Of(
            model, table.Training(), cancellationToken: new CancellationToken(true)));

        PermutationImportance Measure(FeatureTable rows, int repeats = 1) => PermutationImportance.Of(
            model, rows.Training(), repeats, cancellationToken: TestContext.Current.CancellationToken);
    }
}
