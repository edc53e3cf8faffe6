namespace Fer.Training.Tests;

/// <summary>Layers begin to learn step by step from the head backwards, also when the run is interrupted.</summary>
public sealed class GradualUnfreezingTests : IDisposable
{
    private static readonly NetworkDefinition Network = LinearChain.Define(); // flatten, fc1, relu1, fc2, relu2, output
    private static readonly TrainerOptions Options = new() { Epochs = 6, LearningRate = 0.1, Seed = 3, CheckpointInterval = 2 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 0.5, 5, new[] { 3, 0, 0, 0 })] // fc1 stays frozen up to fc2, then nothing
    [InlineData(2, 0.5, 5, new[] { 5, 3, 3, 0 })]
    [InlineData(1, 0.01, 5, new[] { 3, 0, 0, 0 })] // at least one layer
    [InlineData(1, 1.0, 5, new[] { 0, 0, 0, 0 })]
    [InlineData(1, 0.5, 3, new[] { 0, 0, 0, 0 })]
    [InlineData(1, 0.5, 0, new[] { 0, 0, 0, 0 })]
    public void Each_step_unfreezes_a_share_of_the_weight_layers(int epochs, double share, int frozen, int[] expected)
    {
        using DenseNetwork network = Compile(frozen);
        var callback = new GradualUnfreezing(epochs, share);
        var frozenAfter = new List<int>();
        for (int epoch = 1; epoch <= expected.Length; epoch++)
        {
            callback.OnEpochEnd(new TrainingContext(network, new WeightStore(null), new EpochMetrics(epoch, 0.1, 1, 0, 1, 0), 0.1));
            frozenAfter.Add(network.FrozenNodes);
        }

        Assert.Equal(expected, frozenAfter);
    }

    [Fact]
    public void The_layers_begin_to_learn_in_turn_and_the_log_says_when()
    {
        var logger = new ListLogger();
        using DenseNetwork network = Compile(5);
        float[] fc1 = network.SaveWeights()["fc1.weight"].Values, fc2 = network.SaveWeights()["fc2.weight"].Values;
        List<(bool Fc1, bool Fc2)> changed = [];
        network.OnTrainStep = () =>
        {
            IReadOnlyDictionary<string, Tensor> now = network.SaveWeights();
            changed.Add((!now["fc1.weight"].Values.SequenceEqual(fc1), !now["fc2.weight"].Values.SequenceEqual(fc2)));
        };
        Fit(network, run: null, logger, TestContext.Current.CancellationToken);
        Assert.Equal(6 * 7, changed.Count);
        Assert.Equal((4 * 7) + 1, changed.FindIndex(step => step.Fc1)); // seen at the start of the step after
        Assert.Equal((2 * 7) + 1, changed.FindIndex(step => step.Fc2));
        Assert.Contains("Epoch 2: of 6 nodes, 3 instead of 5 are frozen from now on", logger.Messages);
        Assert.Contains("Epoch 4: of 6 nodes, 0 instead of 3 are frozen from now on", logger.Messages);
    }

    [Fact]
    public void A_checkpoint_keeps_what_is_frozen_and_the_resumed_run_ends_the_same()
    {
        FitInto("whole", stopAtStep: -1);
        for (int step = 0; step < 42; step++)
        {
            Assert.Throws<OperationCanceledException>(() => FitInto($"stopped{step}", step));
            FitInto($"stopped{step}", stopAtStep: -1);
            Assert.Equal(Experiment.Results(_folder["whole"]), Experiment.Results(_folder[$"stopped{step}"]));
        }
    }

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(1, 0)]
    [InlineData(1, 1.1)]
    [InlineData(1, double.NaN)]
    public void Rules_that_make_no_sense_are_refused(int epochs, double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradualUnfreezing(epochs, share));

    [Fact]
    public void A_frozen_batch_normalisation_takes_batches_of_one_sample()
    {
        static List<int> LastBatches(int frozenNodes)
        {
            var network = new SoftmaxRegression(new TensorShape(1, 4, 4), 3, batchSize: 4, withBatchNorm: true);
            network.Freeze(frozenNodes);
            new Trainer(new TrainerOptions()).Fit(
                network, new SyntheticSamples("train", 9).ForTraining(), new SyntheticSamples("validation", 6, seed: 2).ForEvaluation(),
                cancellationToken: TestContext.Current.CancellationToken);
            return network.BatchCounts;
        }

        Assert.Equal([4, 4], LastBatches(frozenNodes: 0));
        Assert.Equal([4, 4, 1], LastBatches(frozenNodes: 2));
    }

    private static DenseNetwork Compile(int frozen) =>
        new(Network, LinearChain.Initialize(Network), new TrainingOptions { BatchSize = 6, FrozenNodes = frozen });

    private static void Fit(DenseNetwork network, RunFolder? run, ListLogger? logger, CancellationToken cancellation) =>
        new Trainer(Options, logger).Fit(
            network, new SyntheticSamples("train", 41).ForTraining(), new SyntheticSamples("validation", 20, seed: 2).ForEvaluation(),
            [new GradualUnfreezing(epochsPerStep: 2, share: 0.5), new ReduceLROnPlateau(patience: 1)],
            run, cancellationToken: cancellation);

    private void FitInto(string folder, int stopAtStep)
    {
        using RunFolder run = RunFolder.Open(_folder[folder], "{}", new TinyTensorFormat(), resume: true);
        using var cancellation = new CancellationTokenSource();
        using DenseNetwork network = Compile(5);
        network.OnTrainStep = () =>
        {
            if (network.Step == stopAtStep)
                cancellation.Cancel();
        };
        Fit(network, run, logger: null, cancellation.Token);
    }
}
