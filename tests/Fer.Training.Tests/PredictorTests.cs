namespace Fer.Training.Tests;

public class PredictorTests
{
    [Fact]
    public void Probabilities_are_the_softmax_of_the_logits()
    {
        var source = new SyntheticSamples("test", 17);
        var network = new SoftmaxRegression(source.InputShape, 3, batchSize: 5);
        Predictions predictions = Predictor.Predict(network, source, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(source.Ids, predictions.Ids);
        Assert.Equal(source.Labels, predictions.Labels);
        var input = new float[source.InputShape.Size];
        var logits = new float[3];
        for (int i = 0; i < 17; i++)
        {
            source.Load(i, 0, input);
            network.Predict(input, 1, logits);
            double sum = logits.Sum(logit => Math.Exp(logit));
            for (int c = 0; c < 3; c++)
                Assert.Equal(Math.Exp(logits[c]) / sum, predictions.Row(i)[c], 1e-15);
        }
    }

    [Fact]
    public void Logits_come_one_row_per_sample_and_turn_into_the_same_probabilities()
    {
        var source = new SyntheticSamples("test", 17);
        var network = new SoftmaxRegression(source.InputShape, 3, batchSize: 5);
        Tensor logits = Predictor.PredictLogits(network, source, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([17, 3], logits.Dimensions);
        Predictions predictions = Predictor.Predict(network, source, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(predictions.Probabilities, Predictor.ToPredictions(source, logits).Probabilities);
        Assert.Throws<ArgumentException>(() => Predictor.ToPredictions(source, new Tensor([3, 17], logits.Values)));
        logits.Values[4] = float.NaN;
        FerException error = Assert.Throws<FerException>(() => Predictor.ToPredictions(source, logits));
        Assert.Contains("diverged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Softmax_and_loss_stay_exact_for_large_logits()
    {
        // SciPy: log_softmax([1000, 999, -1000]) = [-0.31326169, -1.31326169, -2000.31326169]
        float[] logits = [1000, 999, -1000];
        var probabilities = new double[3];
        CrossEntropy.Softmax(logits, probabilities);
        Assert.Equal(0.7310585786300049, probabilities[0], 1e-15);
        Assert.Equal(0.2689414213699951, probabilities[1], 1e-15);
        Assert.Equal(0.3132616875182228, CrossEntropy.Loss(logits, 0), 1e-12);
        Assert.Equal(2000.3132616875182, CrossEntropy.Loss(logits, 2), 1e-12);
        Assert.Equal(1, CrossEntropy.ArgMax([0, 5, 5]));
        Assert.True(double.IsNaN(CrossEntropy.Loss([0, float.NaN, 0], 1)));
        Assert.True(double.IsNaN(CrossEntropy.Loss([0, float.NaN, 0], 0)));
    }

    [Fact]
    public void Features_come_one_row_per_sample()
    {
        var source = new SyntheticSamples("test", 12);
        var network = new SoftmaxRegression(source.InputShape, 3, batchSize: 5);
        Tensor features = Predictor.ExtractFeatures(network, source, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([12, 16], features.Dimensions);
        var input = new float[16];
        for (int i = 0; i < 12; i++)
        {
            source.Load(i, 0, input);
            Assert.Equal(input, features.Values[(i * 16)..((i + 1) * 16)]);
        }
    }

    [Fact]
    public void Progress_ends_at_the_total_and_cancelling_ends_the_pass()
    {
        var source = new SyntheticSamples("test", 12);
        var network = new SoftmaxRegression(source.InputShape, 3, batchSize: 5);
        List<PredictionProgress> reports = [];
        var progress = new SyncProgress<PredictionProgress>(reports.Add);
        Predictor.Predict(network, source, progress, TestContext.Current.CancellationToken);
        Assert.Equal((12, 12), (reports[^1].Samples, reports[^1].Total));

        using var cancellation = new CancellationTokenSource();
        network.OnPredict = cancellation.Cancel;
        Assert.Throws<OperationCanceledException>(() => Predictor.Predict(network, source, cancellationToken: cancellation.Token));
    }

    [Fact]
    public void A_sample_that_cannot_be_loaded_is_named()
    {
        var source = new SyntheticSamples("test", 12) { OnLoad = (_, index, _) => ArgumentOutOfRangeException.ThrowIfEqual(index, 7) };
        var network = new SoftmaxRegression(source.InputShape, 3, batchSize: 5);
        FerException error = Assert.Throws<FerException>(
            () => Predictor.Predict(network, source, null, TestContext.Current.CancellationToken));
        Assert.StartsWith("test/7.png: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_features_than_one_array_can_hold_are_refused_with_the_way_out()
    {
        var shape = new TensorShape(1, 30_000, 30_000);
        var network = new NetworkWithoutWeights(new NetworkDefinition("huge", shape, [
            new("flatten", new Flatten(), [-1]), new("output", new Linear(3), [0])]));
        DatasetException error = Assert.Throws<DatasetException>(() => Predictor.ExtractFeatures(
            network, new SyntheticSamples("test", 3, shape: shape), null, TestContext.Current.CancellationToken));
        Assert.Contains("3 samples", error.Message, StringComparison.Ordinal);
        Assert.Contains("several parts", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_that_do_not_fit_are_refused()
    {
        var network = new SoftmaxRegression(new TensorShape(1, 4, 4), 3, batchSize: 5);
        Assert.Throws<DatasetException>(() => Predictor.Predict(
            network, new SyntheticSamples("test", 0), null, TestContext.Current.CancellationToken));
        Assert.Throws<DatasetException>(() => Predictor.ExtractFeatures(
            network, new SyntheticSamples("test", 5, classes: 2), null, TestContext.Current.CancellationToken));
    }
}
