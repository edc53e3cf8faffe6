namespace Fer.Preprocessing.Tests;

public class SmoteTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_new_row_lies_between_a_row_and_one_of_its_nearest_in_the_class()
    {
        FeatureTable table = Tables.Random([300, 40, 120], 9, 1);
        ResampledTable resampled = new Smote { Seed = 2 }.Resample(table);
        FeatureTable made = resampled.ToTable(0, Stop);

        Assert.Equal([300, 300, 300], made.CountPerClass());
        Assert.Equal(table.Values, made.Values[..table.Values.Length]);
        for (int row = table.Count; row < made.Count; row++)
        {
            RowOrigin origin = resampled.Origins[row];
            int label = made.Labels[row];
            Assert.Equal(label, table.Labels[origin.Parent]);
            int[] ofClass = [.. Enumerable.Range(0, table.Count).Where(i => table.Labels[i] == label && i != origin.Parent)];
            double Distance(int i) => SquaredDistance.Of(table.Row(i), table.Row(origin.Parent));
            Assert.Contains(origin.Neighbor, ofClass.OrderBy(Distance).Take(5));
            for (int c = 0; c < table.Columns; c++)
            {
                double from = table.Row(origin.Parent)[c], to = table.Row(origin.Neighbor)[c];
                Assert.InRange(made.Row(row)[c], Math.Min(from, to), Math.Max(from, to));
                Assert.Equal(from + origin.Gap * (to - from), made.Row(row)[c], 1e-6 * (1 + Math.Abs(from) + Math.Abs(to)));
            }
        }
    }

    [Fact]
    public void Parents_neighbours_and_gaps_are_drawn_evenly()
    {
        FeatureTable table = Tables.Random([20_000, 10], 2, 3);
        RowOrigin[] origins = [.. new Smote { KNeighbors = 4 }.Resample(table).Origins.Where(o => o.Kind == RowOriginKind.Interpolation)];
        Assert.Equal(19_990, origins.Length);
        Assert.All(origins.CountBy(o => o.Parent), pair => Assert.InRange(pair.Value, 1999 - 250, 1999 + 250));
        Assert.All(origins.CountBy(o => (o.Parent, o.Neighbor)), pair => Assert.InRange(pair.Value, 500 - 120, 500 + 120));
        Assert.Equal(40, origins.DistinctBy(o => (o.Parent, o.Neighbor)).Count());
        Assert.Equal(0.5, origins.Average(o => o.Gap), 0.01);
        Assert.Equal(1 / 12.0, origins.Average(o => (o.Gap - 0.5) * (o.Gap - 0.5)), 0.003);
    }

    [Fact]
    public void Ids_name_both_parents_and_stay_unique_when_resampled_again()
    {
        FeatureTable table = Tables.Random([12, 7], 2, 4);
        ResampledTable first = new Smote().Resample(table);
        RowOrigin origin = first.Origins[^1];
        Assert.Equal($"r{origin.Parent}+r{origin.Neighbor}#4", first.Ids[^1]);
        SamplingStrategy fewer = SamplingStrategy.Counts(new Dictionary<string, int> { ["c1"] = 8 });
        FeatureTable shrunk = new RandomUnderSampler { SamplingStrategy = fewer }.Resample(first.ToTable(0, Stop)).ToTable(0, Stop);
        ResampledTable second = new RandomOverSampler().Resample(shrunk);
        Assert.Equal(second.Count, second.Ids.Distinct().Count());
    }

    [Fact]
    public void A_table_is_streamed_in_blocks_of_the_same_values()
    {
        ResampledTable resampled = new Smote().Resample(Tables.Random([50, 20], 3, 5));
        FeatureTable whole = resampled.ToTable(0, Stop);
        FeatureTable[] blocks = [.. resampled.ReadBlocks(17)];
        Assert.Equal([17, 17, 17, 17, 17, 15], blocks.Select(block => block.Count));
        Assert.Equal(whole.Values, blocks.SelectMany(block => block.Values));
        Assert.Equal(whole.Labels, blocks.SelectMany(block => block.Labels));
        Assert.Equal(whole.Ids, blocks.SelectMany(block => block.Ids));
        Assert.Throws<ArgumentException>(() => resampled.CopyTo(99, new float[6]));
        Assert.Throws<ArgumentException>(() => resampled.CopyTo(0, new float[4]));
    }

    [Fact]
    public void Extreme_gaps_and_values_stay_on_the_segment()
    {
        float[] parent = [1e-30f, -3e38f, 1, 0.1f, 5];
        float[] neighbor = [1e30f, 3e38f, MathF.BitIncrement(1), 0.3f, 5];
        var between = new float[5];
        ResampledTable.Interpolate(parent, neighbor, 0, between);
        Assert.Equal(parent, between);
        ResampledTable.Interpolate(parent, neighbor, MathF.BitDecrement(1), between);
        for (int c = 0; c < 5; c++)
            Assert.InRange(between[c], parent[c], neighbor[c]);
    }

    [Fact]
    public void More_rows_than_a_table_can_hold_are_refused()
    {
        var endless = SamplingStrategy.Counts(new Dictionary<string, int> { ["c0"] = int.MaxValue, ["c1"] = int.MaxValue });
        DatasetException error = Assert.Throws<DatasetException>(
            () => new Smote { SamplingStrategy = endless }.Resample(Tables.Random([20, 14], 2, 6)));
        Assert.Contains("ask for fewer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_is_too_small_is_named_with_the_way_out()
    {
        DatasetException error = Assert.Throws<DatasetException>(() => new Smote().Resample(Tables.Random([20, 4], 2, 6)));
        Assert.Equal(
            "Class 'c1' has 4 rows, too few for 5 neighbours of each. "
            + "Set KNeighbors to 3 or less, add rows, or use RandomOverSampler for this class.",
            error.Message);
        Assert.Equal([20, 20], new Smote { KNeighbors = 3 }.Resample(Tables.Random([20, 4], 2, 6)).CountPerClass());
    }
}
