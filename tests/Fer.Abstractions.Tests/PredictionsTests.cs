namespace Fer.Tests;

public class PredictionsTests
{
    [Fact]
    public void Rows_and_labels_are_those_given()
    {
        Predictions predictions = Make([0.2, 0.5, 0.3, 0.6, 0.4, 0]);
        Assert.Equal(2, predictions.Count);
        Assert.Equal([0.6, 0.4, 0], predictions.Row(1).ToArray());
        Assert.Equal([1, 0], [predictions.PredictedLabel(0), predictions.PredictedLabel(1)]);
    }

    [Fact]
    public void Of_equal_probabilities_the_first_class_wins()
    {
        Predictions predictions = Make([0.2, 0.4, 0.4, 1 / 3.0, 1 / 3.0, 1 / 3.0]);
        Assert.Equal([1, 0], [predictions.PredictedLabel(0), predictions.PredictedLabel(1)]);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-1e-6)]
    [InlineData(1.001)]
    public void What_is_no_probability_is_an_error_that_names_sample_and_class(double value)
    {
        string message = Assert.Throws<FerException>(() => Make([1, 0, 0, 0, value, 0])).Message;
        Assert.All(["'two.png'", "'happy'", "smaller learning rate"], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rounding_error_above_1_is_none() => Assert.Equal(1 + 1e-12, Make([1 + 1e-12, 0, 0, 1, 0, 0]).Row(0)[0]);

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_label_outside_the_classes_is_an_error_that_names_its_sample(int label)
    {
        var error = Assert.Throws<ArgumentException>(() => new Predictions(["a", "b", "c"], ["one.png"], [label], [1, 0, 0]));
        Assert.Contains("'one.png'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_errors()
    {
        Assert.Throws<ArgumentException>(() => Make([1, 0, 0]));
        Assert.Throws<ArgumentException>(() => new Predictions(["a"], ["one.png"], [0, 0], [1, 1]));
    }

    private static Predictions Make(double[] probabilities) =>
        new(["angry", "happy", "sad"], ["one.png", "two.png"], [0, 2], probabilities);
}
