namespace Fer.Ml.Tests;

public class SplitterTests
{
    public static TheoryData<TreeSplitter, SplitCriterion> Kinds => new MatrixTheoryData<TreeSplitter, SplitCriterion>(
        Enum.GetValues<TreeSplitter>(), Enum.GetValues<SplitCriterion>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fast_splitters_grow_the_trees_of_the_reference(TreeSplitter splitter, SplitCriterion criterion)
    {
        // Around the lengths of vectors, the borders between the ways to sort and to read, and more and fewer features than lanes.
        (int, int)[] sizes = [(2, 1), (3, 17), (7, 2), (15, 40), (16, 16), (17, 33), (64, 5), (511, 9), (513, 18), (1100, 3)];
        foreach ((int rows, int columns) in sizes)
        {
            foreach (MaxFeatures maxFeatures in new[] { MaxFeatures.All, MaxFeatures.Sqrt })
            {
                FeatureTable table = TreeTables.Random(rows, columns, 3, (ulong)(rows * columns));
                var settings = new DecisionTreeClassifier
                {
                    Splitter = splitter,
                    Criterion = criterion,
                    MaxFeatures = maxFeatures,
                    Seed = 5,
                };
                double[] weights = [.. Enumerable.Range(0, rows).Select(row => (double)((row * 7 + 1) % 4))];
                AssertSame(settings, table, [.. Enumerable.Repeat(1.0, rows)]);
                AssertSame(settings, table, weights);
                AssertSame(settings with { MinSamplesLeaf = 4, MinWeightFractionLeaf = 0.02 }, table, weights);
            }
        }
    }

    [Fact]
    public void Lanes_of_any_length_are_sorted()
    {
        RandomGenerator random = RandomGenerator.Create(3);
        for (int count = 0; count <= 130; count++)
        {
            var keys = new uint[count * 16];
            foreach (ref uint key in keys.AsSpan())
                key = (uint)random.NextUInt64() >> (count % 32);
            uint[][] expected = [.. Enumerable.Range(0, 16).Select(lane => keys.Where((_, i) => i % 16 == lane).Order().ToArray())];
            SortingNetwork.SortLanes(keys, count);
            for (int lane = 0; lane < 16; lane++)
                Assert.Equal(expected[lane], keys.Where((_, i) => i % 16 == lane));
        }
    }

    [Fact]
    public void Keys_are_sorted_by_the_bits_asked_for_and_else_stay_in_order()
    {
        RandomGenerator random = RandomGenerator.Create(4);
        var keys = new ulong[1000];
        foreach (ref ulong key in keys.AsSpan())
            key = random.NextUInt64();
        var spare = new ulong[1000];
        ulong[] expected = [.. keys.Take(990).OrderBy(key => (key >> 24) & 0xFFFF), .. keys.Skip(990)];
        RadixSort.Run(ref keys, ref spare, 990, 24, 16);
        Assert.Equal(expected.Take(990), keys.Take(990));
    }

    [Fact]
    public void Ranks_count_the_smaller_values()
    {
        float[] values = [3, -1, 0, -0f, float.MaxValue, -float.MaxValue, 3, float.Epsilon, -float.Epsilon, -1];
        var ranks = new uint[values.Length];
        new RankSorter(values.Length).Rank(values, 0, 1, ranks);
        Assert.Equal(values.Select(value => (uint)values.Count(other => other < value)), ranks);
    }

    [Theory]
    [InlineData(1f, 2f, 1.5f)]
    [InlineData(1f, 1.0000001f, 1f)]
    [InlineData(-float.MaxValue, float.MaxValue, 0f)]
    [InlineData(3.4028233e38f, float.MaxValue, 3.4028233e38f)]
    [InlineData(-float.Epsilon, 0f, -float.Epsilon)]
    public void Halfway_is_at_least_the_lower_and_below_the_upper_value(float low, float high, float expected) =>
        Assert.Equal(expected, Split.Halfway(low, high));

    [Fact]
    public void A_drawn_threshold_is_at_least_the_lower_and_below_the_upper_value()
    {
        foreach (double share in new[] { 0, 0.5, 1 - 1e-12 })
        {
            Assert.Equal(1, RandomSplitter.ThresholdAt(1, 1.0000001f, share));
            Assert.InRange(RandomSplitter.ThresholdAt(-float.MaxValue, float.MaxValue, share), -float.MaxValue, 3.4028233e38f);
            Assert.Equal(0, RandomSplitter.ThresholdAt(0, float.Epsilon, share));
        }
    }

    private static void AssertSame(DecisionTreeClassifier settings, FeatureTable table, double[] weights)
    {
        if (weights.All(weight => weight == 0))
            return;
        TrainingData data = TrainingData.Check(settings, table.Training(), new FitOptions { SampleWeights = weights, Threads = 1 });
        var treeTable = TreeTable.Create(data, settings.Splitter, CancellationToken.None);
        var fast = new TreeBuilder(settings, settings.Splitter, treeTable, data.Labels, table.Classes.Count);
        var reference = new TreeBuilder(settings, treeTable, new TreeSamples(data.Labels, table.Classes.Count), samples =>
            new ReferenceSplitter(settings, settings.Splitter, treeTable, samples));
        RandomGenerator random = RandomGenerator.Create(settings.Seed), again = random;
        DecisionTree expected = reference.Build(data.Weights, ref random, null, CancellationToken.None);
        DecisionTree actual = fast.Build(data.Weights, ref again, null, CancellationToken.None);
        Assert.Equal(expected.Nodes, actual.Nodes);
        Assert.Equal(expected.Distributions, actual.Distributions);
        Assert.Equal(expected.Importances, actual.Importances);
    }
}
