using System.Text.Json;

namespace Fer.Ml.Tests;

public class DummyClassifierTests
{
    private static readonly int[] Labels = [0, 1, 1, 1, 3, 3];

    public static TheoryData<DummyStrategy> Strategies => [.. Enum.GetValues<DummyStrategy>()];

    [Fact]
    public void Predictions_equal_those_of_scikit_learn()
    {
        using JsonDocument fixture = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fixtures", "dummy_classifier.json")));
        foreach (JsonElement @case in fixture.RootElement.EnumerateArray())
        {
            DummyStrategy strategy = @case.GetProperty("strategy").GetString() switch
            {
                "most_frequent" => DummyStrategy.MostFrequent,
                "prior" => DummyStrategy.Prior,
                _ => DummyStrategy.Uniform,
            };
            int[] counts = @case.GetProperty("counts").Deserialize<int[]>()!;
            int[] labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
            double[] expected = @case.GetProperty("probabilities").Deserialize<double[]>()!;
            int samples = expected.Length / counts.Length;

            DummyClassifierModel classifier = new DummyClassifier(strategy).Fit(labels, counts.Length);
            Assert.Equal(expected, classifier.PredictProbabilities(samples));
            if (@case.TryGetProperty("labels", out JsonElement expectedLabels))
                Assert.Equal(expectedLabels.Deserialize<int[]>(), classifier.Predict(samples));
        }
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Every_row_is_a_distribution_over_the_classes_seen(DummyStrategy strategy)
    {
        double[] probabilities = new DummyClassifier(strategy, 5).Fit(Labels, 5).PredictProbabilities(50);
        foreach (double[] row in probabilities.Chunk(5))
        {
            Assert.Equal(1, row.Sum(), 1e-15);
            Assert.Equal(0, row[2]);
            Assert.Equal(0, row[4]);
        }
    }

    [Fact]
    public void A_stratified_guess_has_the_frequencies_of_the_training_labels()
    {
        DummyClassifierModel classifier = new DummyClassifier(DummyStrategy.Stratified, 1).Fit(Labels, 5);
        int[] guesses = classifier.Predict(60_000);
        // 5 standard deviations of a binomial count are at most 613.
        int[] expected = [10_000, 30_000, 0, 20_000, 0];
        Assert.All(guesses.CountPerClass(5).Zip(expected), pair => Assert.InRange(pair.First, pair.Second - 613, pair.Second + 613));
        Assert.Equal(guesses, classifier.PredictProbabilities(60_000).Chunk(5).Select(row => Array.IndexOf(row, 1.0)));
    }

    [Fact]
    public void A_uniform_guess_takes_each_class_seen_equally_often()
    {
        int[] histogram = new DummyClassifier(DummyStrategy.Uniform, 1).Fit(Labels, 5).Predict(60_000).CountPerClass(5);
        Assert.Equal([0, 0], [histogram[2], histogram[4]]);
        Assert.All([histogram[0], histogram[1], histogram[3]], count => Assert.InRange(count, 20_000 - 578, 20_000 + 578));
    }

    [Theory]
    [InlineData(DummyStrategy.Stratified)]
    [InlineData(DummyStrategy.Uniform)]
    public void The_seed_decides_whatever_the_number_of_samples(DummyStrategy strategy)
    {
        int[] guesses = new DummyClassifier(strategy, 7).Fit(Labels, 5).Predict(200);
        Assert.Equal(guesses, new DummyClassifier(strategy, 7).Fit(Labels, 5).Predict(200));
        Assert.Equal(guesses.Take(20), new DummyClassifier(strategy, 7).Fit(Labels, 5).Predict(20));
        Assert.NotEqual(guesses, new DummyClassifier(strategy, 8).Fit(Labels, 5).Predict(200));
    }

    [Fact]
    public void An_evaluation_side_gets_predictions_for_a_report()
    {
        var training = new TrainingSplit<LabeledIds>(new LabeledIds(Labels, 4));
        var evaluation = new EvaluationSplit<LabeledIds>(new LabeledIds([3, 1, 2], 4));
        DummyClassifierModel classifier = new DummyClassifier().Fit(training);
        Predictions predictions = classifier.Predict(evaluation);
        Assert.Equal(evaluation.Data.Ids, predictions.Ids);
        Assert.Equal(evaluation.Data.Labels, predictions.Labels);
        Assert.Equal(classifier.ClassPrior, predictions.Row(2).ToArray());
        Assert.Equal(1, predictions.PredictedLabel(0));
    }

    [Fact]
    public void Weights_count_as_so_many_rows()
    {
        var table = new FeatureTable(["a", "b", "c"], [0, 0, 1, 2], ["1", "2", "3", "4"], new float[4], 1);
        DummyClassifierModel model = new DummyClassifier().Fit(
            new TrainingSplit<FeatureTable>(table), new FitOptions { SampleWeights = [1, 1, 6, 0] });
        Assert.Equal([0.25, 0.75, 0], model.ClassPrior);
        Assert.Equal([1, 1], model.Predict(2));
    }

    [Fact]
    public void Misuse_is_an_error()
    {
        var classifier = new DummyClassifier();
        Assert.Throws<DatasetException>(() => classifier.Fit([], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => classifier.Fit([0, 3], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => classifier.Fit([0, -1], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => classifier.Fit([0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DummyClassifier((DummyStrategy)9));
        DummyClassifierModel model = classifier.Fit([0, 1], 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Predict(-1));
        Assert.Empty(model.PredictProbabilities(0));
        var other = new EvaluationSplit<LabeledIds>(new LabeledIds([0], 3));
        Assert.Contains("3 classes", Assert.Throws<DatasetException>(() => model.Predict(other)).Message, StringComparison.Ordinal);
    }
}
