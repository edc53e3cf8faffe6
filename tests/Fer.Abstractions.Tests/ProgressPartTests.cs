namespace Fer.Tests;

public class ProgressPartTests
{
    [Fact]
    public void Parts_report_the_progress_of_the_whole()
    {
        var heard = new Listener();
        for (int part = 0; part < 3; part++)
        {
            ProgressPart third = ProgressPart.Of(heard, part, 3)!;
            third.Report(0);
            ProgressPart.Between(third, 0.25, 0.75)!.Report(0.5);
            third.Report(1);
        }

        Assert.Equal([0, 1 / 6.0, 1 / 3.0, 1 / 3.0, 0.5, 2 / 3.0, 2 / 3.0, 5 / 6.0, 1], heard.Values, (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal(1, heard.Values[^1]);
    }

    [Fact]
    public void Where_nobody_listens_there_is_no_part()
    {
        Assert.Null(ProgressPart.Of(null, 0, 2));
        Assert.Null(ProgressPart.Between(null, 0, 0.5));
    }

    private sealed class Listener : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }
}
