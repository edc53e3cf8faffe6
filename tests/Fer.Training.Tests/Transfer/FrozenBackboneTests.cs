namespace Fer.Training.Tests;

/// <summary>Computing the frozen part once gives what training the whole network with that part frozen gives.</summary>
public sealed class FrozenBackboneTests : IDisposable
{
    private const float Rounding = 1e-4f;

    private static readonly NetworkDefinition Network = LinearChain.Define();
    private static readonly Dictionary<string, Tensor> Initial = LinearChain.Initialize(Network);
    private static readonly TrainerOptions Options = new() { Epochs = 5, LearningRate = 0.1, Seed = 3, CheckpointInterval = 2 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void The_head_learns_what_it_learns_in_the_whole_network_with_the_rest_frozen(double ratio)
    {
        TrainingOptions options = Freeze(ratio);
        using var whole = new DenseNetwork(Network, Initial, options);
        TrainingHistory expected = FitWhole(whole);

        using ITrainableNetwork head = FitHead(options, run: null, out TrainingHistory actual, null, Token);
        Assert.Equal(expected.Epochs.Count, actual.Epochs.Count);
        foreach ((EpochMetrics theirs, EpochMetrics ours) in expected.Epochs.Zip(actual.Epochs))
            AssertEqual(theirs, ours);
        AssertEqual(whole.SaveWeights(), head.SaveWeights());
        Assert.NotEqual(Initial["output.weight"].Values, head.SaveWeights()["output.weight"].Values);
        Assert.Equal(Initial["fc1.weight"].Values, head.SaveWeights()["fc1.weight"].Values);
    }

    [Fact]
    public void A_backbone_s_own_learning_rate_reaches_the_layers_behind_the_cut()
    {
        TrainingOptions options = Freeze(0.5) with { BackboneLearningRate = 0.1 };
        using var whole = new DenseNetwork(Network, Initial, options);
        FitWhole(whole);
        using ITrainableNetwork head = FitHead(options, run: null, out _, null, Token);
        AssertEqual(whole.SaveWeights(), head.SaveWeights());
    }

    [Fact]
    public void Each_sample_is_loaded_once()
    {
        SyntheticSamples samples = Training;
        int loads = 0;
        samples.OnLoad = (_, _, epoch) =>
        {
            Assert.Equal(0, epoch);
            loads++;
        };
        var backbone = new FrozenBackbone(new DenseEngine(), Network, Initial, Freeze(1));
        TensorSamples features = backbone.ExtractFeatures(samples, null, Token);
        using ITrainableNetwork head = backbone.CompileHead();
        new Trainer(Options).Fit(
            head,
            new TrainingSplit<TensorSamples>(features),
            Validation.ForEvaluation().Map(validation => backbone.ExtractFeatures(validation, null, Token)),
            cancellationToken: Token);
        Assert.Equal(samples.Labels.Count, loads);
        Assert.Equal(backbone.Features, features.InputShape);
        Assert.Equal(samples.Ids, features.Ids);
        Assert.Equal(samples.Labels, features.Labels);
        Assert.Equal(samples.Classes, features.Classes);
    }

    [Fact]
    public void Soft_targets_are_kept()
    {
        SyntheticSamples pictures = Training;
        float[] values = new float[pictures.Labels.Count * pictures.InputShape.Size];
        float[] targets = [.. Enumerable.Range(0, pictures.Labels.Count * pictures.Classes.Count).Select(i => i / 1000f)];
        var soft = new TensorSamples(pictures.InputShape, values, pictures.Classes, pictures.Labels, pictures.Ids, targets);
        TensorSamples features = new FrozenBackbone(new DenseEngine(), Network, Initial, Freeze(1)).ExtractFeatures(soft, null, Token);
        float[] kept = new float[pictures.Classes.Count];
        for (int i = 0; i < pictures.Labels.Count; i++)
        {
            features.LoadTarget(i, kept);
            Assert.Equal(targets[(i * kept.Length)..((i + 1) * kept.Length)], kept);
        }
    }

    [Fact]
    public void A_run_folder_holds_the_whole_network_and_an_interrupted_run_ends_the_same()
    {
        TrainingOptions options = Freeze(1);
        FitInto("whole", options, stopAtMessage: int.MaxValue);
        string[] names = [.. Network.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(names, RunFolder.ReadWeights(_folder["whole"], new TinyTensorFormat()).Tensors.Keys.Order(StringComparer.Ordinal));
        for (int stop = 1; stop < 20; stop += 3)
        {
            Assert.Throws<OperationCanceledException>(() => FitInto($"stopped{stop}", options, stop));
            FitInto($"stopped{stop}", options, stopAtMessage: int.MaxValue);
            Assert.Equal(Experiment.Results(_folder["whole"]), Experiment.Results(_folder[$"stopped{stop}"]));
        }
    }

    [Fact]
    public void Weights_of_another_backbone_are_refused_by_name()
    {
        using ITrainableNetwork head = new FrozenBackbone(new DenseEngine(), Network, Initial, Freeze(1)).CompileHead();
        var other = new Dictionary<string, Tensor>(head.SaveWeights());
        head.LoadWeights(other);
        other["fc2.bias"] = new Tensor([10], [.. Enumerable.Repeat(0.5f, 10)]);
        Assert.Contains("fc2.bias", Assert.Throws<TensorFileException>(() => head.LoadWeights(other)).Message, StringComparison.Ordinal);
        other.Remove("fc2.bias");
        Assert.Contains("fc2.bias", Assert.Throws<TensorFileException>(() => head.LoadWeights(other)).Message, StringComparison.Ordinal);
        Dictionary<string, Tensor> incomplete = new(Initial);
        incomplete.Remove("fc1.weight");
        var backbone = new FrozenBackbone(new DenseEngine(), Network, incomplete, Freeze(1));
        Assert.Contains("fc1.weight", Assert.Throws<TensorFileException>(backbone.CompileHead).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_is_cut_only_where_one_value_crosses()
    {
        var residual = new NetworkDefinition("residual", new TensorShape(4),
        [
            new("fc1", new Linear(4), [-1]),
            new("fc2", new Linear(4), [0]),
            new("add", new Add(), [0, 1]),
            new("output", new Linear(2), [2]),
        ]);
        Assert.Equal([false, true, false, true, false], Enumerable.Range(0, 5).Select(n => FrozenBackbone.CanCut(residual, n)));
        foreach (int nodes in new[] { 0, 2 })
        {
            NetworkDefinitionException error = Assert.Throws<NetworkDefinitionException>(() => new FrozenBackbone(
                new DenseEngine(), residual, LinearChain.Initialize(residual), new TrainingOptions { FrozenNodes = nodes }));
            Assert.Contains("residual", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Extraction_reports_progress_and_can_be_cancelled()
    {
        var backbone = new FrozenBackbone(new DenseEngine(), Network, Initial, Freeze(1));
        PredictionProgress last = default;
        backbone.ExtractFeatures(Training, new SyncProgress<PredictionProgress>(progress => last = progress), Token);
        Assert.Equal(Training.Labels.Count, last.Samples);
        Assert.Throws<OperationCanceledException>(() => backbone.ExtractFeatures(Training, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Tensor_samples_of_other_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new TensorSamples(new TensorShape(2), new float[3], ["a"], [0, 0], ["x", "y"]));
        Assert.Throws<ArgumentException>(() => new TensorSamples(new TensorShape(2), new float[4], ["a"], [0, 0], ["x"]));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ITrainingCallback[] Callbacks => [new EarlyStopping(patience: 9, restoreBestWeights: true)];

    private static SyntheticSamples Training => new("train", 41);

    private static SyntheticSamples Validation => new("validation", 20, seed: 2);

    private static TrainingOptions Freeze(double ratio) =>
        new() { BatchSize = 6, FrozenNodes = FreezeRatio.FrozenNodes(Network, ratio) };

    private static void AssertEqual(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, Tensor tensor) in expected)
        {
            for (int i = 0; i < tensor.Values.Length; i++)
                Assert.Equal(tensor.Values[i], actual[name].Values[i], Rounding);
        }
    }

    private static void AssertEqual(EpochMetrics expected, EpochMetrics actual)
    {
        Assert.Equal(expected.Accuracy, actual.Accuracy);
        Assert.Equal(expected.Loss, actual.Loss, Rounding);
        Assert.Equal(expected.ValidationLoss, actual.ValidationLoss, Rounding);
    }

    private static TrainingHistory FitWhole(DenseNetwork network) => new Trainer(Options).Fit(
        network, Training.ForTraining(), Validation.ForEvaluation(), Callbacks, cancellationToken: Token);

    private static ITrainableNetwork FitHead(
        TrainingOptions options, RunFolder? run, out TrainingHistory history, ListLogger? logger, CancellationToken cancellation)
    {
        var backbone = new FrozenBackbone(new DenseEngine(), Network, Initial, options);
        ITrainableNetwork head = backbone.CompileHead();
        history = new Trainer(Options, logger).Fit(
            head,
            Training.ForTraining().Map(samples => backbone.ExtractFeatures(samples, null, Token)),
            Validation.ForEvaluation().Map(samples => backbone.ExtractFeatures(samples, null, Token)),
            Callbacks,
            run,
            cancellationToken: cancellation);
        return head;
    }

    private void FitInto(string folder, TrainingOptions options, int stopAtMessage)
    {
        using RunFolder run = RunFolder.Open(_folder[folder], "{}", new TinyTensorFormat(), resume: true);
        using var cancellation = new CancellationTokenSource();
        var logger = new ListLogger();
        logger.OnMessage = () => CancelWhen(logger.Messages.Count == stopAtMessage, cancellation);
        FitHead(options, run, out _, logger, cancellation.Token).Dispose();
    }

    private static void CancelWhen(bool now, CancellationTokenSource cancellation)
    {
        if (now)
            cancellation.Cancel();
    }
}
