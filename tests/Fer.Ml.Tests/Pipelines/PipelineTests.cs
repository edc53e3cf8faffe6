namespace Fer.Ml.Tests;

public class PipelineTests
{
    [Fact]
    public void A_pipeline_is_its_steps_one_after_the_other()
    {
        TrainingSplit<FeatureTable> training = TestTables.Separable(columns: 6);
        PipelineModel pipeline = new Pipeline(
            [PipelineStep.Of(new StandardScaler()), PipelineStep.Of(new Pca { Components = 2 })], new GaussianDouble()).Fit(training);

        StandardScalerModel scaler = new StandardScaler().Fit(training);
        TrainingSplit<FeatureTable> scaled = WithRows(training, scaler.Transform(training.Data.Values), 6);
        PcaModel pca = new Pca { Components = 2 }.Fit(scaled);
        TrainingSplit<FeatureTable> projected = WithRows(training, pca.Transform(scaled.Data.Values), 2);
        IClassifierModel learner = new GaussianDouble().Fit(projected, null, null, default);

        Assert.Equal(learner.PredictProbabilities(projected.Data.Values), pipeline.PredictProbabilities(training.Data.Values));
        Assert.Equal(6, pipeline.Columns);
        Assert.Equal(2, pipeline.Learner.Columns);
    }

    [Fact]
    public void A_sampler_works_only_while_fitting()
    {
        TrainingSplit<FeatureTable> training = TestTables.Separable();
        var spy = new SpyLearner();
        var pipeline = new Pipeline(
            [PipelineStep.Of(new StandardScaler()), PipelineStep.Of(new FirstRows(9)), PipelineStep.Of(new MinMaxScaler())], spy);
        PipelineModel model = pipeline.Fit(training);
        Assert.Equal(9, spy.Seen!.Count);
        Assert.Equal(2, model.Transformers.Count);
        Assert.Equal(120 * 3, model.PredictProbabilities(training.Data.Values).Length);

        // The scaler before the sampler has seen all rows, the one behind it nine.
        Assert.Equal(new StandardScaler().Fit(training).Mean, ((StandardScalerModel)model.Transformers[0]).Mean);
        Assert.InRange(spy.Seen.Values.Max(), 1, 1);
    }

    [Fact]
    public void Weights_do_not_go_with_a_sampler()
    {
        var pipeline = new Pipeline([PipelineStep.Of(new StandardScaler())], new GaussianDouble());
        Assert.True(pipeline.SupportsSampleWeights);
        pipeline = pipeline with { Steps = [PipelineStep.Of(new FirstRows(9))] };
        Assert.False(pipeline.SupportsSampleWeights);
        var options = new FitOptions { SampleWeights = [.. Enumerable.Repeat(1.0, 120)] };
        Assert.Throws<ArgumentException>(() => pipeline.Fit(TestTables.Separable(), options));
    }

    [Fact]
    public void A_saved_model_whose_parts_do_not_fit_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model.npz");
        TrainingSplit<FeatureTable> training = TestTables.Separable();
        ModelFile.Save(new Pipeline([PipelineStep.Of(new StandardScaler())], new GaussianDouble()).Fit(training), path);
        var arrays = NpzFile.Read(path).ToDictionary();
        Dictionary<string, NpyArray> changes = new()
        {
            ["kind"] = new([], new[] { "no such kind" }),
            ["transformer0.columns"] = new([], new[] { 3 }),
            ["transformers"] = new([], new[] { 2 }),
            ["learner.columns"] = new([], new[] { 5 }),
            ["columns"] = new([], new[] { 1.0 }),
        };
        foreach ((string name, NpyArray array) in changes)
        {
            NpzFile.Write(path, new Dictionary<string, NpyArray>(arrays) { [name] = array });
            Assert.StartsWith(path, Assert.Throws<ModelFileException>(() => ModelFile.Load(path)).Message, StringComparison.Ordinal);
        }

        // A pipeline within itself for ever would exhaust the stack.
        string prefix = "";
        var nested = new Dictionary<string, NpyArray>();
        for (int depth = 0; depth < 200; depth++, prefix += "learner.")
        {
            nested[$"{prefix}kind"] = new([], new[] { "pipeline" });
            nested[$"{prefix}columns"] = new([], new[] { 1 });
            nested[$"{prefix}transformers"] = new([], new[] { 0 });
        }

        NpzFile.Write(path, nested);
        Assert.Contains("64 deep", Assert.Throws<ModelFileException>(() => ModelFile.Load(path)).Message, StringComparison.Ordinal);
    }

    private static TrainingSplit<FeatureTable> WithRows(TrainingSplit<FeatureTable> training, float[] values, int columns) =>
        training.Map(table => new FeatureTable(table.Classes, table.Labels, table.Ids, values, columns));

    private sealed class FirstRows(int count) : ISampler
    {
        public TrainingSplit<ResampledTable> FitResample(
            TrainingSplit<FeatureTable> training, IProgress<double>? progress, CancellationToken cancellationToken) =>
            training.Map(table => new ResampledTable(table, [.. Enumerable.Range(0, count).Select(RowOrigin.Original)]));
    }
}
