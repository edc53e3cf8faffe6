using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Fer.Training.Tests;

public class CallbackTests
{
    [Theory]
    [InlineData(0, 3)] // Keras stops at the first epoch without an improvement
    [InlineData(1, 3)]
    [InlineData(2, 6)] // 1.0 0.8 | 0.8 | 0.5 | 0.6 0.5
    [InlineData(3, 7)]
    [InlineData(4, 0)]
    public void Early_stopping_counts_epochs_without_an_improvement(int patience, int expected)
    {
        var stopping = new EarlyStopping(patience: patience);
        int stopped = StopEpoch(stopping, 1.0, 0.8, 0.8, 0.5, 0.6, 0.5, 0.7, 0.4, 0.3);
        Assert.Equal(expected, stopped);
        Assert.Equal(expected, stopping.StoppedEpoch);
    }

    [Fact]
    public void Early_stopping_takes_a_change_of_exactly_the_minimum_for_none()
    {
        Assert.Equal(3, StopEpoch(new EarlyStopping(minDelta: 0.25, patience: 2), 1.0, 0.75, 0.75, 0.5));
        Assert.Equal(0, StopEpoch(new EarlyStopping(minDelta: 0.25, patience: 2), 1.0, 0.75, 0.7, 0.5));
    }

    [Theory]
    [InlineData(MonitoredMetric.ValidationLoss, MonitorMode.Auto, 2)]
    [InlineData(MonitoredMetric.Loss, MonitorMode.Auto, 2)]
    [InlineData(MonitoredMetric.ValidationAccuracy, MonitorMode.Auto, 4)]
    [InlineData(MonitoredMetric.Accuracy, MonitorMode.Auto, 4)]
    [InlineData(MonitoredMetric.ValidationLoss, MonitorMode.Max, 4)]
    [InlineData(MonitoredMetric.Accuracy, MonitorMode.Min, 2)]
    public void The_mode_follows_from_the_metric_unless_given(MonitoredMetric monitor, MonitorMode mode, int expected)
    {
        Assert.Equal(expected, StopEpoch(new EarlyStopping(monitor, patience: 1, mode: mode), 0.1, 0.2, 0.3, 0.3));
    }

    [Theory]
    [InlineData(MonitoredMetric.ValidationLoss, 4)]
    [InlineData(MonitoredMetric.ValidationAccuracy, 5)]
    [InlineData(MonitoredMetric.Loss, 2)]
    [InlineData(MonitoredMetric.Accuracy, 3)]
    public void Each_metric_is_read_from_its_own_place(MonitoredMetric monitor, int stopEpoch)
    {
        // The falling (or rising) value goes the wrong way first at its own epoch.
        var stopping = new EarlyStopping(monitor, patience: 1);
        int stopped = 0;
        for (int epoch = 1; epoch <= 5 && stopped == 0; epoch++)
        {
            double Loss(int bad) => epoch >= bad ? 10 : 5 - epoch;
            double Accuracy(int bad) => epoch >= bad ? 0 : epoch;
            TrainingContext context = Context(new EpochMetrics(epoch, 0.1, Loss(2), Accuracy(3), Loss(4), Accuracy(5)));
            stopping.OnEpochEnd(context);
            stopped = context.StopTraining ? epoch : 0;
        }

        Assert.Equal(stopEpoch, stopped);
    }

    [Fact]
    public void Early_stopping_restores_the_weights_of_the_best_epoch()
    {
        var network = new SoftmaxRegression(new TensorShape(1, 1, 2), 2, 4);
        var store = new WeightStore(null);
        var stopping = new EarlyStopping(patience: 5, restoreBestWeights: true);
        double[] losses = [3, 1, 2, 1];
        TrainingContext context = null!;
        for (int epoch = 1; epoch <= 4; epoch++)
        {
            network.LoadWeights(new Dictionary<string, Tensor> { ["fc.weight"] = new([2, 2], [epoch, 0, 0, 0]) });
            context = new TrainingContext(network, store, new EpochMetrics(epoch, 0.1, 0, 0, losses[epoch - 1], 0), 0.1);
            stopping.OnEpochEnd(context);
        }

        stopping.OnTrainEnd(context);
        Assert.Equal(2, network.SaveWeights()["fc.weight"].Values[0]);
        Assert.Equal(2, stopping.BestEpoch);
        Assert.Equal(1, stopping.Best);
    }

    [Fact]
    public void Reduce_lr_on_plateau_goes_as_worked_by_hand()
    {
        // patience 2, factor 0.5, minimum change 0.1, as Keras' code goes through these epochs:
        // 1.0 best | 0.95 wait 1 | 0.95 wait 2: halve | 0.85 best | 0.85 wait 1 | 0.80 wait 2: halve, 0.0002 is the least | no more
        var callback = new ReduceLROnPlateau(factor: 0.5, patience: 2, minDelta: 0.1, minLr: 0.0003);
        double[] rates = LearningRates(callback, 0.001, 1.0, 0.95, 0.95, 0.85, 0.85, 0.80, 0.80, 0.80);
        Assert.Equal([0.001, 0.001, 0.0005, 0.0005, 0.0005, 0.0003, 0.0003, 0.0003], rates);
    }

    [Theory]
    [InlineData(0, new[] { 1, .5, .25, .125, .0625, .03125 })]
    [InlineData(1, new[] { 1, .5, .25, .125, .0625, .03125 })] // the last epoch of a cooldown counts, in Keras
    [InlineData(2, new[] { 1, .5, .5, .25, .25, .125 })]
    [InlineData(3, new[] { 1, .5, .5, .5, .25, .25 })]
    public void A_cooldown_waits_before_counting_again(int cooldown, double[] expected)
    {
        var callback = new ReduceLROnPlateau(factor: 0.5, patience: 1, cooldown: cooldown);
        Assert.Equal(expected, LearningRates(callback, 1, 1, 1, 1, 1, 1, 1));
    }

    [Fact]
    public void Reduce_lr_on_plateau_gives_the_rates_of_PyTorch_one_epoch_of_patience_apart()
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "fixtures", "reduce_lr_on_plateau.csv"));
        foreach (string line in lines[1..])
        {
            string[] fields = line.Split(',');
            double Number(int i) => double.Parse(fields[i], CultureInfo.InvariantCulture);
            double[] Numbers(int i) => [.. fields[i].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
            int cooldown = (int)Number(4);
            var callback = new ReduceLROnPlateau(
                MonitoredMetric.ValidationLoss,
                Number(1),
                (int)Number(2) + 1,
                fields[0] == "min" ? MonitorMode.Min : MonitorMode.Max,
                Number(3),
                cooldown == 0 ? 0 : cooldown + 1,
                Number(5));
            Assert.Equal(Numbers(7), LearningRates(callback, 1e-3, Numbers(6)));
        }

        Assert.Equal(61, lines.Length);
    }

    [Fact]
    public void Every_callback_continues_from_its_saved_state_as_if_never_interrupted()
    {
        var random = RandomGenerator.Create(5);
        double[] losses = [.. Enumerable.Range(0, 30).Select(_ => random.NextDouble())];
        Func<ITrainingCallback>[] makers =
        [
            () => new EarlyStopping(patience: 4),
            () => new ReduceLROnPlateau(factor: 0.5, patience: 2, cooldown: 2),
            () => new ModelCheckpoint(),
        ];
        foreach (Func<ITrainingCallback> make in makers)
        {
            ITrainingCallback whole = make();
            ITrainingCallback interrupted = make();
            whole.OnTrainBegin();
            for (int epoch = 1; epoch <= losses.Length; epoch++)
            {
                string state = State(interrupted);
                interrupted = make();
                interrupted.OnTrainBegin();
                using (var document = JsonDocument.Parse(state))
                    interrupted.LoadState(document.RootElement);
                TrainingContext expected = Context(Metrics(epoch, losses[epoch - 1]));
                TrainingContext actual = Context(Metrics(epoch, losses[epoch - 1]));
                whole.OnEpochEnd(expected);
                interrupted.OnEpochEnd(actual);
                Assert.Equal(expected.LearningRate, actual.LearningRate);
                Assert.Equal(expected.StopTraining, actual.StopTraining);
                Assert.Equal(State(whole), State(interrupted));
            }
        }
    }

    [Fact]
    public void Model_checkpoint_keeps_the_best_epoch_or_every_one()
    {
        using var folder = new TemporaryFolder();
        var format = new TinyTensorFormat();
        using (RunFolder run = RunFolder.Open(folder.Path, "{}", format))
        {
            var network = new SoftmaxRegression(new TensorShape(1, 1, 2), 2, 4);
            var store = new WeightStore(run);
            ITrainingCallback[] callbacks = [new ModelCheckpoint(), new ModelCheckpoint("epoch-{epoch}", saveBestOnly: false)];
            double[] losses = [3, 1, 2];
            for (int epoch = 1; epoch <= 3; epoch++)
            {
                network.LoadWeights(new Dictionary<string, Tensor> { ["fc.weight"] = new([2, 2], [epoch, 0, 0, 0]) });
                foreach (ITrainingCallback callback in callbacks)
                    callback.OnEpochEnd(new TrainingContext(network, store, Metrics(epoch, losses[epoch - 1]), 0.1) { Caller = callback });
            }

            Assert.Equal(2, run.LoadWeights("best")["fc.weight"].Values[0]);
            Assert.Equal([1f, 2f, 3f], new[] { 1, 2, 3 }.Select(e => run.LoadWeights($"epoch-{e}")["fc.weight"].Values[0]));
        }
    }

    [Fact]
    public void Two_callbacks_cannot_keep_weights_under_one_name()
    {
        var experiment = new Experiment { Callbacks = [new ModelCheckpoint(), new ModelCheckpoint(monitor: MonitoredMetric.Loss)] };
        FerException error = Assert.Throws<FerException>(() => experiment.Fit());
        Assert.Contains("'best'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weights")]
    [InlineData("checkpoint")]
    [InlineData("a/b")]
    public void A_callback_cannot_overwrite_the_run_s_own_files(string name)
    {
        using var folder = new TemporaryFolder();
        var experiment = new Experiment { Callbacks = [new ModelCheckpoint(name)] };
        FerException error = Assert.Throws<FerException>(() => experiment.Run(folder.Path));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    private static int StopEpoch(EarlyStopping stopping, params double[] values)
    {
        for (int epoch = 1; epoch <= values.Length; epoch++)
        {
            TrainingContext context = Context(Metrics(epoch, values[epoch - 1]));
            stopping.OnEpochEnd(context);
            if (context.StopTraining)
                return epoch;
        }

        return 0;
    }

    private static double[] LearningRates(ReduceLROnPlateau callback, double rate, params double[] values)
    {
        var rates = new double[values.Length];
        for (int epoch = 1; epoch <= values.Length; epoch++)
        {
            TrainingContext context = Context(Metrics(epoch, values[epoch - 1]), rate);
            callback.OnEpochEnd(context);
            rates[epoch - 1] = rate = context.LearningRate;
        }

        return rates;
    }

    private static EpochMetrics Metrics(int epoch, double value) => new(epoch, 0.1, value, value, value, value);

    private static TrainingContext Context(EpochMetrics metrics, double rate = 0.1) =>
        new(new SoftmaxRegression(new TensorShape(1, 1, 2), 2, 4), new WeightStore(null), metrics, rate);

    private static string State(ITrainingCallback callback)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            callback.SaveState(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
