namespace Fer.Tests;

public class DataSplitsTests
{
    [Fact]
    public void Sides_without_a_common_sample_are_joined_and_taken_apart()
    {
        var training = new TrainingSplit<LabeledIds>(new LabeledIds("a/1.png", "a/2.png"));
        var evaluation = new EvaluationSplit<LabeledIds>(new LabeledIds("a/3.png", "A/1.png")); // case counts
        (TrainingSplit<LabeledIds> first, EvaluationSplit<LabeledIds> second) = new DataSplits<LabeledIds>(training, evaluation);
        Assert.Same(training, first);
        Assert.Same(evaluation, second);
    }

    [Fact]
    public void A_sample_on_both_sides_is_an_error_that_names_it()
    {
        var training = new TrainingSplit<LabeledIds>(new LabeledIds("a/1.png", "a/2.png"));
        var evaluation = new EvaluationSplit<LabeledIds>(new LabeledIds("a/3.png", "a/2.png"));
        var error = Assert.Throws<DataLeakageException>(() => new DataSplits<LabeledIds>(training, evaluation));
        Assert.Contains("'a/2.png'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Derived_samples_stay_on_their_side()
    {
        var training = new TrainingSplit<LabeledIds>(new LabeledIds("1"));
        var evaluation = new EvaluationSplit<LabeledIds>(new LabeledIds("2"));
        Assert.Equal(["1", "new"], training.Map(WithOneMore).Data.Ids);
        Assert.Equal(["2", "new"], evaluation.Map(WithOneMore).Data.Ids);
    }

    private static LabeledIds WithOneMore(LabeledIds data) => new([.. data.Ids, "new"]);
}
