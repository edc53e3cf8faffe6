namespace Fer.Evaluation.Tests;

public class ChartAxisTests
{
    [Fact]
    public void Ticks_are_round_and_enclose_the_values()
    {
        Assert.Equal(["0.6", "0.8", "1.0", "1.2", "1.4", "1.6", "1.8"], Labels(ChartAxis.Fit("", [0.73, 1.7])));
        Assert.Equal(["30%", "40%", "50%", "60%", "70%", "80%"], Labels(ChartAxis.FitShare("", [0.31, 0.74])));
        Assert.Equal(["0", "200", "400", "600", "800", "1000"], Labels(ChartAxis.Fit("", [3, 999])));
        Assert.Equal(["-2", "-1", "0", "1", "2"], Labels(ChartAxis.Fit("", [-1.9, 1.9])));
    }

    [Fact]
    public void Equal_values_and_no_values_still_have_an_axis()
    {
        foreach (double[] values in (double[][])[[0.5, 0.5], [0], [double.NaN], [], [1e12]])
        {
            ChartAxis axis = ChartAxis.Fit("", values);
            Assert.True(axis.Min < axis.Max);
            Assert.InRange(axis.Ticks.Count, 2, 12);
        }
    }

    [Fact]
    public void Epochs_have_whole_ticks()
    {
        Assert.Equal(["1", "2"], Labels(ChartAxis.Whole("", 1, 1)));
        Assert.Equal(["1", "2", "3", "4", "5"], Labels(ChartAxis.Whole("", 1, 5)));
        Assert.Equal(["10", "20", "30", "40", "50", "60"], Labels(ChartAxis.Whole("", 1, 60)));
        Assert.All(ChartAxis.Whole("", 1, 23).Ticks, tick => Assert.Equal(Math.Round(tick.Value), tick.Value));
    }

    [Fact]
    public void Learning_rates_have_decades()
    {
        ChartAxis axis = ChartAxis.Decades("", [1e-3, 2.5e-5]);
        Assert.Equal(["1e-5", "1e-4", "1e-3"], Labels(axis));
        Assert.Equal(0.5, axis.Position(1e-4), 12);
        Assert.Equal(1, axis.Position(1e-3), 12);
    }

    private static IEnumerable<string> Labels(ChartAxis axis) => axis.Ticks.Select(tick => tick.Label);
}
