using System.Text.Json;

namespace Fer.Ml.Tests;

public class TransformerTests
{
    public static TheoryData<int> Cases => [0, 1];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scalers_equal_those_of_scikit_learn(int index)
    {
        JsonElement @case = Fixtures.Json("transformers.json")[index];
        TrainingSplit<FeatureTable> training = Training(@case);
        float[] rows = Singles(@case, "new");
        StandardScalerModel scaler = new StandardScaler().Fit(training);
        AssertClose(@case.Doubles("mean"), scaler.Mean, 1e-12);
        AssertClose(@case.Doubles("scale"), scaler.Scale, 1e-12);
        AssertClose(@case.Doubles("scaled"), scaler.Transform(rows), 1e-6);
        AssertClose(@case.Doubles("ranged"), new MinMaxScaler { Minimum = -1, Maximum = 2 }.Fit(training).Transform(rows), 1e-6);
        MinMaxScalerModel clipping = new MinMaxScaler { Minimum = -1, Maximum = 2, Clip = true }.Fit(training);
        Assert.All(clipping.Transform(rows), value => Assert.InRange(value, -1, 2));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Principal_components_equal_those_of_scikit_learn(int index)
    {
        JsonElement @case = Fixtures.Json("transformers.json")[index];
        TrainingSplit<FeatureTable> training = Training(@case);
        float[] rows = Singles(@case, "new");
        int kept = @case.GetProperty("kept").GetInt32();
        PcaModel pca = new Pca { Components = kept }.Fit(training);
        AssertClose(@case.Doubles("components"), pca.Components, 1e-8);
        AssertClose(@case.Doubles("variance"), pca.ExplainedVariance, 1e-8);
        AssertClose(@case.Doubles("ratio"), pca.ExplainedVarianceRatio, 1e-8);
        AssertClose(@case.Doubles("projected"), pca.Transform(rows), 1e-5);
        AssertClose(@case.Doubles("whitened"), new Pca { Components = 3, Whiten = true }.Fit(training).Transform(rows), 1e-5);
        Assert.Equal(@case.GetProperty("components_for_share").GetInt32(), new Pca { ExplainedVariance = 0.9 }.Fit(training).OutputColumns);
        Assert.Equal(Math.Min(training.Data.Count, training.Data.Columns), new Pca().Fit(training).OutputColumns);
    }

    [Fact]
    public void Settings_without_sense_are_errors()
    {
        TrainingSplit<FeatureTable> training = TestTables.Separable();
        Assert.Throws<ArgumentException>(() => new MinMaxScaler { Minimum = 1 }.Fit(training));
        Assert.Throws<ArgumentException>(() => new Pca { Components = 0 }.Fit(training));
        Assert.Throws<ArgumentException>(() => new Pca { Components = 1, ExplainedVariance = 0.5 }.Fit(training));
        Assert.Throws<ArgumentException>(() => new Pca { ExplainedVariance = 1.5 }.Fit(training));
        Assert.Throws<DatasetException>(() => new Pca { Components = 5 }.Fit(training));
        Assert.Throws<ArgumentException>(() => new SelectFromModel(new DummyClassifier()).Fit(training));
        Assert.Throws<ArgumentException>(() => new SelectFromModel(new GaussianDouble()) { MaxFeatures = 0 }.Fit(training));
        Assert.Throws<DatasetException>(() => new SelectFromModel(new GaussianDouble()) { Threshold = 1e9 }.Fit(training));
    }

    [Fact]
    public void A_selection_keeps_what_the_model_finds_important()
    {
        // The means of the columns lie 0, 10, 3 and 10 apart; their mean is 5.75.
        var table = new FeatureTable(["a", "b"], [0, 1], ["0", "1"], [1, 0, 0, 10, 1, 10, 3, 0], 4);
        var training = new TrainingSplit<FeatureTable>(table);
        var selection = new SelectFromModel(new GaussianDouble());
        Assert.Equal([1, 3], selection.Fit(training).Kept);
        Assert.Equal([1], (selection with { MaxFeatures = 1 }).Fit(training).Kept);
        Assert.Equal([1, 2, 3], (selection with { Threshold = 3 }).Fit(training).Kept);
        Assert.Equal([1, 2, 3], (selection with { Threshold = double.NegativeInfinity, MaxFeatures = 3 }).Fit(training).Kept);
        Assert.Equal([0, 10, 10, 0], selection.Fit(training).Transform(table.Values));
    }

    private static TrainingSplit<FeatureTable> Training(JsonElement @case)
    {
        int columns = @case.GetProperty("columns").GetInt32();
        float[] values = Singles(@case, "x");
        int rows = values.Length / columns;
        return new TrainingSplit<FeatureTable>(
            new FeatureTable(["one"], new int[rows], [.. Enumerable.Range(0, rows).Select(row => $"{row}")], values, columns));
    }

    private static float[] Singles(JsonElement @case, string name) => Array.ConvertAll(@case.Doubles(name), value => (float)value);

    private static void AssertClose(double[] expected, IEnumerable<double> actual, double relative)
    {
        double[] values = [.. actual];
        Assert.Equal(expected.Length, values.Length);
        double size = expected.Max(Math.Abs);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(expected[i], values[i], relative * size);
    }

    private static void AssertClose(double[] expected, float[] actual, double relative) =>
        AssertClose(expected, actual.Select(value => (double)value), relative);
}
