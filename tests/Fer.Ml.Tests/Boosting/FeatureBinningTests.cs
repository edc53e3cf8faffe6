namespace Fer.Ml.Tests;

public sealed class FeatureBinningTests
{
    [Fact]
    public void Few_values_are_cut_midway()
    {
        Assert.Equal([1.5f, 3f], FeatureBinning.FindThresholds([1, 1, 2, 4, 4], 255));
        Assert.Empty(FeatureBinning.FindThresholds([7, 7, 7], 255));
        Assert.Empty(FeatureBinning.FindThresholds([7], 255));
    }

    [Fact]
    public void Neighbouring_numbers_are_kept_apart()
    {
        float[] values = [1, MathF.BitIncrement(1), MathF.BitIncrement(MathF.BitIncrement(1)), 1e38f, float.MaxValue];
        float[] padded = FeatureBinning.Pad(FeatureBinning.FindThresholds(values, 255));
        Assert.Equal([0, 1, 2, 3, 4], values.Select(value => FeatureBinning.FindBin(padded, value)));
    }

    [Theory]
    [InlineData(256, 255)]
    [InlineData(10_000, 255)]
    [InlineData(1000, 16)]
    [InlineData(3, 2)]
    public void Many_values_are_cut_into_bins_of_equal_numbers(int count, int maxBins)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(i => MathF.Sqrt(i))];
        float[] thresholds = FeatureBinning.FindThresholds(values, maxBins);
        Assert.Equal(maxBins - 1, thresholds.Length);
        float[] padded = FeatureBinning.Pad(thresholds);
        int[] sizes = [.. values.GroupBy(value => FeatureBinning.FindBin(padded, value)).Select(bin => bin.Count())];
        Assert.Equal(maxBins, sizes.Length);
        Assert.InRange(sizes.Max() - sizes.Min(), 0, 2);
    }

    [Fact]
    public void A_value_that_most_rows_share_has_a_bin_of_its_own()
    {
        float[] values = [.. Enumerable.Repeat(0f, 5000), .. Enumerable.Range(1, 1000).Select(i => (float)i)];
        float[] thresholds = FeatureBinning.FindThresholds(values, 255);
        Assert.InRange(thresholds.Length, 30, 254);
        Assert.Equal(thresholds.Order().Distinct(), thresholds);
        Assert.InRange(thresholds[0], 0, 30);
    }

    [Fact]
    public void Bundles_hold_only_what_excludes_each_other()
    {
        FeatureBundler.SparseFeature a = new(4, 1, [0b0001]), b = new(7, 3, [0b0110]), c = new(9, 1, [0b1001]), d = new(11, 255, [0b1000]);
        List<List<FeatureBundler.SparseFeature>> bundles = FeatureBundler.Bundle([a, b, c, d]);
        List<FeatureBundler.SparseFeature> bundle = Assert.Single(bundles);
        Assert.Equal([b, c], bundle); // those with most rows first; a meets c, d has too many bins
    }
}
