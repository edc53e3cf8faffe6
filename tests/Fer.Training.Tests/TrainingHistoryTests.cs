namespace Fer.Training.Tests;

public class TrainingHistoryTests
{
    [Fact]
    public void The_files_are_as_written_down_here()
    {
        var history = new TrainingHistory(
            [new EpochMetrics(1, 0.001, 1.5, 0.25, 1.0 / 3, 0.5), new EpochMetrics(2, 1e-10, 1, 1, 1e300, 0)]);
        Assert.Equal(
            "epoch,learning_rate,loss,accuracy,val_loss,val_accuracy\n1,0.001,1.5,0.25,0.3333333333333333,0.5\n2,1E-10,1,1,1E+300,0\n",
            history.ToCsv());
        Assert.StartsWith("[\n  {\n    \"epoch\": 1,\n    \"learning_rate\": 0.001,\n", history.ToJson(), StringComparison.Ordinal);
        Assert.Equal(
            """[{"epoch":1,"learning_rate":0.001,"loss":1.5,"accuracy":0.25,"val_loss":0.3333333333333333,"val_accuracy":0.5},""",
            string.Concat(history.ToJson().Where(c => !char.IsWhiteSpace(c)))[..111]);
    }

    [Fact]
    public void Every_double_reads_back_with_the_same_bits()
    {
        var random = RandomGenerator.Create(1);
        var epochs = new List<EpochMetrics>();
        for (int epoch = 1; epoch <= 300; epoch++)
            epochs.Add(new EpochMetrics(epoch, Any(ref random), Any(ref random), Any(ref random), Any(ref random), Any(ref random)));
        var history = new TrainingHistory(epochs);
        Assert.Equal(epochs, TrainingHistory.FromCsv(history.ToCsv()).Epochs);
        Assert.Equal(epochs, TrainingHistory.FromJson(history.ToJson()).Epochs);
        Assert.Equal(history.ToCsv(), TrainingHistory.FromCsv(history.ToCsv().ReplaceLineEndings("\r\n")).ToCsv());

        static double Any(ref RandomGenerator random)
        {
            while (true)
            {
                double value = BitConverter.UInt64BitsToDouble(random.NextUInt64());
                if (double.IsFinite(value))
                    return value;
            }
        }
    }

    [Fact]
    public void No_epochs_are_a_history_too()
    {
        var history = new TrainingHistory([]);
        Assert.Empty(TrainingHistory.FromCsv(history.ToCsv()).Epochs);
        Assert.Empty(TrainingHistory.FromJson(history.ToJson()).Epochs);
    }

    [Theory]
    [InlineData("", "x.csv:")]
    [InlineData("epoch,loss\n1,2\n", "x.csv:")]
    [InlineData("epoch,learning_rate,loss,accuracy,val_loss,val_accuracy\n1,0.1,1,1,1,1\n2,0.1,1,one,1,1\n", "x.csv, line 3:")]
    [InlineData("epoch,learning_rate,loss,accuracy,val_loss,val_accuracy\n1,0.1,1,1,1\n", "x.csv, line 2:")]
    [InlineData("epoch,learning_rate,loss,accuracy,val_loss,val_accuracy\n1.5,0.1,1,1,1,1\n", "x.csv, line 2:")]
    public void A_table_that_is_no_history_is_refused_by_name(string csv, string expected)
    {
        FerException error = Assert.Throws<FerException>(() => TrainingHistory.FromCsv(csv, "x.csv"));
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    [InlineData("""[{"epoch":"1"}]""")]
    [InlineData("""[{"epoch":1.5}]""")]
    [InlineData("[")]
    public void Json_that_is_no_history_is_refused_by_name(string json)
    {
        FerException error = Assert.Throws<FerException>(() => TrainingHistory.FromJson(json, "x.json"));
        Assert.StartsWith("x.json:", error.Message, StringComparison.Ordinal);
    }
}
