namespace Fer.Ml.Tests;

/// <summary>What every transformer must do.</summary>
public class TransformerConformanceTests
{
    private static readonly TrainingSplit<FeatureTable> s_training = TestTables.Separable();
    private static readonly float[] s_rows = TestTables.Separable(rowsPerClass: 30, seed: 1).Data.Values;

    private static readonly Dictionary<string, ITransformer> s_all = typeof(ITransformer).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(ITransformer)))
        .ToDictionary(type => type.Name, type => type == typeof(SelectFromModel)
            ? new SelectFromModel(new GaussianDouble())
            : (ITransformer)Learners.CreateDefault(type));

    public static TheoryData<string> Names => [.. s_all.Keys.Order()];

    [Fact]
    public void Every_kind_of_model_comes_from_a_transformer_of_this_suite()
    {
        HashSet<Type> made = [.. s_all.Values.Select(transformer => transformer.Fit(s_training).GetType())];
        Assert.All(
            typeof(ITransformerModel).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(ITransformerModel))),
            type => Assert.Contains(type, made));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fits_and_threads_give_the_same_bits(string name)
    {
        ITransformer transformer = s_all[name];
        ITransformerModel model = transformer.Fit(s_training, new FitOptions { Threads = 1 });
        float[] expected = model.Transform(s_rows, threads: 1);
        Assert.Equal(s_rows.Length / 4 * model.OutputColumns, expected.Length);
        Assert.All(expected, value => Assert.True(float.IsFinite(value)));
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            Assert.Equal(expected, transformer.Fit(s_training, new FitOptions { Threads = threads }).Transform(s_rows, 1));
            Assert.Equal(expected, model.Transform(s_rows, threads));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_model_transforms_to_the_same_bits(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model.npz");
        ITransformerModel model = s_all[name].Fit(s_training);
        ModelFile.Save(model, path);
        ITransformerModel loaded = ModelFile.LoadTransformer(path);
        Assert.IsType(model.GetType(), loaded);
        Assert.Equal(model.Transform(s_rows), loaded.Transform(s_rows));
        Assert.Throws<ModelFileException>(() => ModelFile.Load(path));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Labels_order_and_scale_of_rows_are_taken(string name)
    {
        ITransformer transformer = s_all[name];
        FeatureTable table = s_training.Data;
        AssertFinite(transformer.Fit(TestTables.Of(new int[table.Count], [.. table.Values], 4, 1)));
        AssertFinite(transformer.Fit(s_training.WithValues((_, _) => 0.1f)));
        AssertFinite(transformer.Fit(TestTables.Separable(classes: 1, rowsPerClass: 1)));
        AssertFinite(transformer.Fit(s_training.WithValues((value, _) => value * 1e6f)));
        AssertFinite(transformer.Fit(s_training.WithValues((value, _) => value * 1e-6f)));
        int[] order = [.. Enumerable.Range(0, table.Count).Reverse()];
        float[] expected = transformer.Fit(s_training).Transform(s_rows);
        float[] actual = transformer.Fit(s_training.Map(rows => rows.Subset(order))).Transform(s_rows);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));

        static void AssertFinite(ITransformerModel model) =>
            Assert.All(model.Transform(s_training.Data.Values), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_equal_repetition_and_weight_0_leaving_out(string name)
    {
        ITransformer transformer = s_all[name];
        int[] times = [.. Enumerable.Range(0, s_training.Data.Count).Select(row => row % 4)];
        float[] expected = transformer.Fit(s_training.Repeat(times)).Transform(s_rows);
        var options = new FitOptions { SampleWeights = [.. times.Select(count => (double)count)] };
        float[] actual = transformer.Fit(s_training, options).Transform(s_rows);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bad_tables_are_refused_by_name(string name)
    {
        ITransformer transformer = s_all[name];
        Assert.Throws<DatasetException>(() => transformer.Fit(s_training.Map(table => table.Subset([]))));
        string message = Assert.Throws<DatasetException>(
            () => transformer.Fit(s_training.WithValues((value, i) => i == (7 * 4) + 2 ? float.NaN : value))).Message;
        Assert.Contains("'row 7': feature 2", message, StringComparison.Ordinal);
        ITransformerModel model = transformer.Fit(s_training);
        Assert.Contains(
            "Row 1: feature 2",
            Assert.Throws<DatasetException>(() => model.Transform(new[] { 0, 0, 0, 0, 0, 0, float.PositiveInfinity, 0 })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Transform(new float[7]));
        Assert.Empty(model.Transform(ReadOnlyMemory<float>.Empty));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fit_and_a_transformation_can_be_stopped(string name)
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => s_all[name].Fit(s_training, cancellationToken: stopped.Token));
        ITransformerModel model = s_all[name].Fit(s_training);
        Assert.ThrowsAny<OperationCanceledException>(() => model.Transform(s_rows, cancellationToken: stopped.Token));
    }
}
