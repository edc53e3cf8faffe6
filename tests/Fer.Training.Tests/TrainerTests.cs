namespace Fer.Training.Tests;

public class TrainerTests
{
    [Fact]
    public void It_learns()
    {
        TrainingHistory history = new Experiment().Fit();
        Assert.Equal([1, 2, 3, 4, 5, 6], history.Epochs.Select(epoch => epoch.Epoch));
        Assert.True(history.Epochs[^1].Loss < 0.5 * history.Epochs[0].Loss);
        Assert.True(history.Epochs[^1].ValidationAccuracy > 0.8);
    }

    [Fact]
    public void Each_epoch_goes_through_every_sample_once_in_another_order()
    {
        List<int>[] epochs = [[], [], []];
        var experiment = new Experiment { Options = new TrainerOptions { Epochs = 3, Seed = 8 }, Callbacks = [] };
        experiment.Training.OnLoad = (_, index, epoch) => epochs[epoch].Add(index);
        experiment.Fit();
        int[] all = [.. Enumerable.Range(0, Experiment.TrainingSamples)];
        Assert.All(epochs, epoch => Assert.Equal(all, epoch.Order()));
        Assert.All(epochs, epoch => Assert.NotEqual(all, epoch));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.NotEqual(epochs[1], epochs[2]);
        Assert.Equal([6, 6, 6, 6, 6, 6, 5], experiment.Network.BatchCounts[..7]);
    }

    [Fact]
    public void Training_batches_are_augmented_by_seed_epoch_and_number_and_validation_batches_are_not()
    {
        BlendWithFirst first = Train(seed: 8), again = Train(seed: 8), other = Train(seed: 9);
        Assert.Equal(3 * 7, first.Shares.Distinct().Count());
        Assert.Equal(first.Shares, again.Shares);
        Assert.Empty(first.Shares.Intersect(other.Shares));

        static BlendWithFirst Train(ulong seed)
        {
            var augmentation = new BlendWithFirst();
            var experiment = new Experiment
            {
                Options = new TrainerOptions { Epochs = 3, Seed = seed, BatchAugmentation = augmentation },
                Callbacks = [],
            };
            experiment.Fit();
            return augmentation;
        }
    }

    [Fact]
    public void Another_seed_gives_another_order_and_other_weights()
    {
        Assert.Equal(TrainedWeights(1), TrainedWeights(1));
        Assert.NotEqual(TrainedWeights(1), TrainedWeights(2));

        static float[] TrainedWeights(ulong seed)
        {
            var experiment = new Experiment { Options = new TrainerOptions { Seed = seed } };
            experiment.Fit();
            return experiment.Network.SaveWeights()["fc.weight"].Values;
        }
    }

    [Theory]
    [InlineData(true, 13, 6, new[] { 6, 6 })]
    [InlineData(false, 13, 6, new[] { 6, 6, 1 })]
    [InlineData(true, 14, 6, new[] { 6, 6, 2 })]
    [InlineData(true, 12, 6, new[] { 6, 6 })]
    [InlineData(false, 1, 6, new[] { 1 })]
    [InlineData(false, 2, 1, new[] { 1, 1 })]
    public void A_last_batch_of_one_sample_is_left_out_where_it_would_be_normalised(bool norm, int samples, int batchSize, int[] expected)
    {
        var network = new SoftmaxRegression(new TensorShape(1, 4, 4), 3, batchSize, withBatchNorm: norm);
        Fit(network, new SyntheticSamples("train", samples));
        Assert.Equal(expected, network.BatchCounts);
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(5, 1)]
    public void Batch_normalisation_refuses_batches_of_one_sample(int samples, int batchSize)
    {
        var network = new SoftmaxRegression(new TensorShape(1, 4, 4), 3, batchSize, withBatchNorm: true);
        DatasetException error = Assert.Throws<DatasetException>(() => Fit(network, new SyntheticSamples("train", samples)));
        Assert.Contains("at least two", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_validation_metrics_are_the_unweighted_averages()
    {
        var experiment = new Experiment { Options = new TrainerOptions { LearningRate = 0 }, Callbacks = [] };
        EpochMetrics metrics = experiment.Fit().Epochs[0];
        Predictions predictions = Predictor.Predict(
            experiment.Network, experiment.Validation, cancellationToken: TestContext.Current.CancellationToken);
        double loss = Enumerable.Range(0, 20).Average(i => -Math.Log(predictions.Row(i)[predictions.Labels[i]]));
        double accuracy = Enumerable.Range(0, 20).Average(i => predictions.PredictedLabel(i) == predictions.Labels[i] ? 1.0 : 0);
        Assert.Equal(loss, metrics.ValidationLoss, 1e-12);
        Assert.Equal(accuracy, metrics.ValidationAccuracy, 1e-15);
    }

    [Fact]
    public void Samples_that_do_not_fit_are_refused()
    {
        (SyntheticSamples Training, SyntheticSamples Validation, string Expected)[] cases =
        [
            (new("train", 0), new("validation", 5), "training data holds no samples"),
            (new("train", 5), new("validation", 0), "validation data holds no samples"),
            (new("train", 5, shape: new TensorShape(3, 4, 4)), new("validation", 5), "3x4x4"),
            (new("train", 5), new("validation", 5, classes: 4), "4 classes"),
            (new("train", 5) { Labels = [0, 1, 2, 3, 0] }, new("validation", 5), "label 3"),
        ];
        foreach ((SyntheticSamples training, SyntheticSamples validation, string expected) in cases)
        {
            var network = new SoftmaxRegression(new TensorShape(1, 4, 4), 3, 6);
            DatasetException error = Assert.Throws<DatasetException>(() => Fit(network, training, validation));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_sample_on_both_sides_is_refused()
    {
        var network = new SoftmaxRegression(new TensorShape(1, 4, 4), 3, 6);
        DataLeakageException error =
            Assert.Throws<DataLeakageException>(() => Fit(network, new SyntheticSamples("a", 5), new SyntheticSamples("a", 3)));
        Assert.Contains("'a/0.png'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0.1, 1, 1)]
    [InlineData(1, -0.1, 1, 1)]
    [InlineData(1, double.NaN, 1, 1)]
    [InlineData(1, double.PositiveInfinity, 1, 1)]
    [InlineData(1, 0.1, 0, 1)]
    [InlineData(1, 0.1, 1, 0)]
    public void Options_out_of_their_range_are_refused(int epochs, double learningRate, int interval, int stepsPerExecution)
    {
        var options = new TrainerOptions
        {
            Epochs = epochs,
            LearningRate = learningRate,
            CheckpointInterval = interval,
            StepsPerExecution = stepsPerExecution,
        };
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(options));
    }

    [Fact]
    public void A_callback_of_one_s_own_may_steer_the_run()
    {
        var experiment = new Experiment { Callbacks = [new HalveThenStop()] };
        TrainingHistory history = experiment.Fit();
        Assert.Equal([0.05, 0.025, 0.0125], history.Epochs.Select(epoch => epoch.LearningRate));
    }

    [Fact]
    public void Cancelling_without_a_folder_just_ends()
    {
        var experiment = new Experiment();
        experiment.Network.OnPredict = experiment.Cancellation.Cancel;
        Assert.Throws<OperationCanceledException>(() => experiment.Fit());
        Assert.Equal(7, experiment.Network.Step);
    }

    [Fact]
    public void Progress_ends_each_phase_and_is_not_reported_at_every_step()
    {
        List<TrainingProgress> reports = [];
        var experiment = new Experiment { Progress = new SyncProgress<TrainingProgress>(reports.Add), Callbacks = [] };
        TrainingHistory history = experiment.Fit();
        for (int epoch = 1; epoch <= 9; epoch++)
        {
            TrainingProgress training = reports.Single(r => r.Phase == TrainingPhase.Training && r.Epoch == epoch && r.Step == 7);
            TrainingProgress validating = reports.Single(r => r.Phase == TrainingPhase.Validating && r.Epoch == epoch && r.Step == 4);
            Assert.Equal((7, 4, 9), (training.StepsInEpoch, validating.StepsInEpoch, training.Epochs));
            Assert.Equal(history.Epochs[epoch - 1].Loss, training.Loss);
            Assert.Equal(history.Epochs[epoch - 1].ValidationAccuracy, validating.Accuracy);
        }

        Assert.Equal(TimeSpan.Zero, reports[^1].Remaining);
    }

    private static TrainingHistory Fit(SoftmaxRegression network, SyntheticSamples training, SyntheticSamples? validation = null) =>
        new Trainer(new TrainerOptions()).Fit(
            network,
            training.ForTraining(),
            (validation ?? new SyntheticSamples("validation", 5)).ForEvaluation(),
            cancellationToken: TestContext.Current.CancellationToken);

    private sealed class HalveThenStop : ITrainingCallback
    {
        public void OnEpochEnd(TrainingContext context)
        {
            context.LearningRate /= 2;
            context.StopTraining = context.Metrics.Epoch == 3;
        }
    }
}
