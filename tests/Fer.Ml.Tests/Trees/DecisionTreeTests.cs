using System.Text.Json;

namespace Fer.Ml.Tests;

public class DecisionTreeTests
{
    [Fact]
    public void Trees_equal_those_of_scikit_learn()
    {
        using JsonDocument fixture = TreeTables.ReadFixture("trees.json");
        Assert.True(fixture.RootElement.GetArrayLength() >= 12);
        foreach (JsonElement @case in fixture.RootElement.EnumerateArray())
        {
            FeatureTable table = TreeTables.Read(@case.GetProperty("table").GetString()!);
            double[]? weights = @case.GetProperty("weighted").GetBoolean()
                ? [.. Enumerable.Range(0, table.Count).Select(row => 1 + row * 37 % 101 / 128.0)]
                : null;
            DecisionTreeClassifier learner = Learner(@case.GetProperty("options"));
            var model = (DecisionTreeModel)learner.FitTable(table, new FitOptions { SampleWeights = weights });
            AssertSame(new Expected(@case), 0, model.Tree, 0, table.Classes.Count);
            double[] importances = @case.GetProperty("importances").Deserialize<double[]>()!;
            Assert.All(importances.Zip(model.FeatureImportances), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    [Theory]
    [InlineData(TreeSplitter.Best)]
    [InlineData(TreeSplitter.Random)]
    public void A_weight_of_two_is_the_row_twice(TreeSplitter splitter)
    {
        FeatureTable table = TreeTables.Random(300, 6, 3, 1, ties: false);
        double[] weights = [.. Enumerable.Range(0, table.Count).Select(row => (double)(row % 3))];
        FeatureTable repeated = TreeTables.Of(
            [.. Enumerable.Range(0, table.Count).SelectMany(row => Enumerable.Repeat(table.Row(row).ToArray(), row % 3))
                .SelectMany(values => values)],
            [.. Enumerable.Range(0, table.Count).SelectMany(row => Enumerable.Repeat(table.Labels[row], row % 3))],
            3);
        var learner = new DecisionTreeClassifier { Splitter = splitter, Seed = 3 };
        DecisionTree weighted = ((DecisionTreeModel)learner.FitTable(table, new FitOptions { SampleWeights = weights })).Tree;
        DecisionTree twice = ((DecisionTreeModel)learner.FitTable(repeated)).Tree;
        Assert.Equal(twice.Nodes, weighted.Nodes);
        Assert.Equal(twice.Distributions, weighted.Distributions);
    }

    [Fact]
    public void A_tree_without_limits_learns_its_table_by_heart()
    {
        FeatureTable table = TreeTables.Random(500, 5, 4, 2, ties: false);
        foreach (TreeSplitter splitter in Enum.GetValues<TreeSplitter>())
        {
            foreach (SplitCriterion criterion in Enum.GetValues<SplitCriterion>())
            {
                var learner = new DecisionTreeClassifier { Splitter = splitter, Criterion = criterion, MaxFeatures = MaxFeatures.Log2 };
                var model = (DecisionTreeModel)learner.FitTable(table);
                Assert.Equal(1, model.Accuracy(table));
                Assert.Equal(1, model.FeatureImportances.Sum(), 1e-12);
                Assert.Equal(2 * model.LeafCount - 1, model.NodeCount);
            }
        }
    }

    [Theory]
    [InlineData(1e-40)]
    [InlineData(1e-30)]
    [InlineData(1e30)]
    public void The_scale_of_the_values_does_not_matter(double scale)
    {
        // Multiples of 1/8, so that even denormal numbers keep the order.
        float[] values = [.. TreeTables.Random(200, 4, 3, 5, ties: false).Values.Select(value => MathF.Round(value * 8) / 8)];
        int[] labels = [.. TreeTables.Random(200, 4, 3, 5).Labels];
        FeatureTable table = TreeTables.Of(values, labels, 3);
        FeatureTable scaled = TreeTables.Of([.. values.Select(value => (float)(value * scale))], labels, 3);
        var learner = new DecisionTreeClassifier { Seed = 1 };
        Assert.Equal(
            learner.FitTable(table).Probabilities(table.Values),
            learner.FitTable(scaled).Probabilities(scaled.Values));
    }

    [Theory]
    [InlineData(float.MaxValue, -float.MaxValue)]
    [InlineData(3.4028233e38f, float.MaxValue)]
    [InlineData(-float.MaxValue, -3.4028233e38f)]
    [InlineData(0f, float.Epsilon)]
    [InlineData(1f, 1.0000001f)]
    public void Neighbours_are_told_apart_however_large_or_close(float first, float second)
    {
        FeatureTable table = TreeTables.Of([first, second, first, second], [0, 1, 0, 1], 2);
        foreach (TreeSplitter splitter in Enum.GetValues<TreeSplitter>())
        {
            IClassifierModel model = new DecisionTreeClassifier { Splitter = splitter }.FitTable(table);
            Assert.Equal([0, 1], model.Labels(new[] { first, second }));
            Assert.Equal([0, 1], new ExtraTreesClassifier { NEstimators = 3 }.FitTable(table).Labels(new[] { first, second }));
        }
    }

    [Fact]
    public void Zero_and_minus_zero_are_the_same_value()
    {
        FeatureTable table = TreeTables.Of([0f, -0f, 0f, -0f], [0, 1, 0, 1], 2);
        foreach (TreeSplitter splitter in Enum.GetValues<TreeSplitter>())
            Assert.Equal(1, ((DecisionTreeModel)new DecisionTreeClassifier { Splitter = splitter }.FitTable(table)).NodeCount);
    }

    [Theory]
    [InlineData(TreeSplitter.Best)]
    [InlineData(TreeSplitter.Random)]
    public void What_cannot_be_divided_is_a_single_leaf(TreeSplitter splitter)
    {
        var learner = new DecisionTreeClassifier { Splitter = splitter };
        FeatureTable constant = TreeTables.Of([.. Enumerable.Repeat(3f, 40 * 20)], [.. Enumerable.Range(0, 40).Select(i => i % 4 / 3)], 3);
        var model = (DecisionTreeModel)learner.FitTable(constant);
        Assert.Equal(1, model.NodeCount);
        Assert.Equal(0, model.Depth);
        Assert.Equal([0.75, 0.25, 0], model.Probabilities(new float[20]));
        Assert.All(model.FeatureImportances, importance => Assert.Equal(0, importance));

        FeatureTable oneRow = TreeTables.Of([1f, 2f], [1], 3);
        Assert.Equal([0.0, 1, 0], learner.FitTable(oneRow).Probabilities(new[] { 5f, 5f }));
        FeatureTable oneClass = TreeTables.Random(50, 3, 1, 1);
        Assert.Equal(1, ((DecisionTreeModel)learner.FitTable(oneClass)).NodeCount);
        FeatureTable alike = TreeTables.Of([1f, 1f, 2f], [0, 1, 0], 2);
        var divided = (DecisionTreeModel)learner.FitTable(alike);
        Assert.Equal([0.5, 0.5, 1, 0], divided.Probabilities(new[] { 1f, 2f }));
    }

    [Fact]
    public void A_feature_that_varies_is_found_among_constant_ones()
    {
        FeatureTable table = TreeTables.Random(60, 1, 2, 1, ties: false);
        var wide = new float[60 * 50];
        for (int row = 0; row < 60; row++)
            wide[row * 50 + 31] = table.Values[row];
        foreach (TreeSplitter splitter in Enum.GetValues<TreeSplitter>())
        {
            var learner = new DecisionTreeClassifier { Splitter = splitter, MaxFeatures = MaxFeatures.Count(2) };
            var model = (DecisionTreeModel)learner.FitTable(TreeTables.Of(wide, [.. table.Labels], 2));
            Assert.Equal(1, model.Accuracy(TreeTables.Of(wide, [.. table.Labels], 2)));
            Assert.Equal(1, model.FeatureImportances[31]);
        }
    }

    [Theory]
    [InlineData(TreeSplitter.Best)]
    [InlineData(TreeSplitter.Random)]
    public void Limits_are_kept(TreeSplitter splitter)
    {
        FeatureTable table = TreeTables.Random(400, 6, 3, 7);
        Assert.Equal(4, Fit(new DecisionTreeClassifier { MaxDepth = 4 }).Depth);
        Assert.Equal(9, Fit(new DecisionTreeClassifier { MaxLeafNodes = 9 }).LeafCount);
        var small = new DecisionTreeClassifier { MinSamplesLeaf = 20 };
        Assert.True(RowsPerLeaf(Fit(small)).Min() >= 20);
        Assert.True(RowsPerLeaf(Fit(small with { MaxLeafNodes = 1000 })).Min() >= 20);
        Assert.True(RowsPerLeaf(Fit(new DecisionTreeClassifier { MinWeightFractionLeaf = 0.1 })).Min() >= 40);
        int[] whole = RowsPerLeaf(Fit(new DecisionTreeClassifier()));
        Assert.True(whole.Length > RowsPerLeaf(Fit(new DecisionTreeClassifier { MinSamplesSplit = 30 })).Length);
        Assert.True(whole.Length > RowsPerLeaf(Fit(new DecisionTreeClassifier { MinImpurityDecrease = 0.005 })).Length);
        Assert.True(whole.Length > RowsPerLeaf(Fit(new DecisionTreeClassifier { CcpAlpha = 0.005 })).Length);
        Assert.Single(RowsPerLeaf(Fit(new DecisionTreeClassifier { CcpAlpha = 1 })));
        Assert.Single(RowsPerLeaf(Fit(new DecisionTreeClassifier { MinImpurityDecrease = 1 })));

        DecisionTreeModel Fit(DecisionTreeClassifier learner) =>
            (DecisionTreeModel)(learner with { Splitter = splitter }).FitTable(table);

        int[] RowsPerLeaf(DecisionTreeModel model) => [.. Enumerable.Range(0, table.Count).CountBy(row => Leaf(model.Tree, table.Row(row)))
            .Select(leaf => leaf.Value)];
    }

    [Theory]
    [InlineData(SplitCriterion.Gini)]
    [InlineData(SplitCriterion.Entropy)]
    public void Best_first_without_a_limit_grows_the_same_tree(SplitCriterion criterion)
    {
        FeatureTable table = TreeTables.Read("wine");
        var learner = new DecisionTreeClassifier { MinSamplesLeaf = 6, Criterion = criterion };
        Assert.Equal(
            learner.FitTable(table).Probabilities(table.Values),
            (learner with { MaxLeafNodes = 1000 }).FitTable(table).Probabilities(table.Values));
    }

    [Fact]
    public void Settings_out_of_range_are_refused_by_name()
    {
        FeatureTable table = TreeTables.Random(10, 2, 2, 1);
        foreach ((TreeClassifier learner, string name) in new (TreeClassifier, string)[]
        {
            (new DecisionTreeClassifier { MaxDepth = 0 }, nameof(TreeClassifier.MaxDepth)),
            (new DecisionTreeClassifier { MinSamplesSplit = 1 }, nameof(TreeClassifier.MinSamplesSplit)),
            (new DecisionTreeClassifier { MinSamplesLeaf = 0 }, nameof(TreeClassifier.MinSamplesLeaf)),
            (new DecisionTreeClassifier { MinWeightFractionLeaf = 0.6 }, nameof(TreeClassifier.MinWeightFractionLeaf)),
            (new DecisionTreeClassifier { MaxLeafNodes = 1 }, nameof(TreeClassifier.MaxLeafNodes)),
            (new DecisionTreeClassifier { MinImpurityDecrease = double.NaN }, nameof(TreeClassifier.MinImpurityDecrease)),
            (new DecisionTreeClassifier { CcpAlpha = -1 }, nameof(TreeClassifier.CcpAlpha)),
            (new DecisionTreeClassifier { Splitter = (TreeSplitter)7 }, nameof(DecisionTreeClassifier.Splitter)),
            (new DecisionTreeClassifier { ClassWeight = ClassWeight.Of(0, 0) }, "weight"),
            (new RandomForestClassifier { NEstimators = 0 }, nameof(ForestClassifier.NEstimators)),
            (new RandomForestClassifier { MaxSamples = 2 }, nameof(ForestClassifier.MaxSamples)),
            (new ExtraTreesClassifier { MaxSamples = 0.5 }, nameof(ForestClassifier.MaxSamples)),
            (new ExtraTreesClassifier { OobScore = true }, nameof(ForestClassifier.OobScore)),
        })
        {
            var error = Assert.Throws<ArgumentException>(() => learner.FitTable(table));
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => MaxFeatures.Count(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaxFeatures.Fraction(1.5));
    }

    [Fact]
    public void The_number_of_features_looked_at_is_scikit_learns()
    {
        Assert.Equal(256, MaxFeatures.All.Of(256));
        Assert.Equal(15, MaxFeatures.Sqrt.Of(255));
        Assert.Equal(7, MaxFeatures.Log2.Of(255));
        Assert.Equal(1, MaxFeatures.Log2.Of(1));
        Assert.Equal(3, MaxFeatures.Fraction(0.3).Of(10));
        Assert.Equal(1, MaxFeatures.Fraction(0.01).Of(10));
        Assert.Equal(10, MaxFeatures.Count(20).Of(10));
        Assert.Equal(MaxFeatures.Count(3), MaxFeatures.Count(3));
        Assert.NotEqual(MaxFeatures.Sqrt, MaxFeatures.Log2);
    }

    [Fact]
    public void Progress_ends_at_one_and_cancelling_stops()
    {
        FeatureTable table = TreeTables.Random(2000, 10, 5, 1);
        var parts = new List<double>();
        new DecisionTreeClassifier().Fit(
            table.Training(), progress: new Listener(parts.Add), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, parts[^1]);
        Assert.True(parts.Count > 3);
        Assert.Equal(parts.Order(), parts);

        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => new DecisionTreeClassifier().Fit(
            table.Training(), progress: new Listener(part => source.Cancel()), cancellationToken: source.Token));
    }

    private static DecisionTreeClassifier Learner(JsonElement options)
    {
        var learner = new DecisionTreeClassifier();
        foreach (JsonProperty option in options.EnumerateObject())
        {
            learner = option.Name switch
            {
                "min_samples_leaf" => learner with { MinSamplesLeaf = option.Value.GetInt32() },
                "min_samples_split" => learner with { MinSamplesSplit = option.Value.GetInt32() },
                "criterion" => learner with { Criterion = SplitCriterion.Entropy },
                "max_depth" => learner with { MaxDepth = option.Value.GetInt32() },
                "class_weight" => learner with { ClassWeight = ClassWeight.Balanced },
                "min_impurity_decrease" => learner with { MinImpurityDecrease = option.Value.GetDouble() },
                "min_weight_fraction_leaf" => learner with { MinWeightFractionLeaf = option.Value.GetDouble() },
                "max_leaf_nodes" => learner with { MaxLeafNodes = option.Value.GetInt32() },
                "ccp_alpha" => learner with { CcpAlpha = option.Value.GetDouble() },
                _ => throw new ArgumentException(option.Name),
            };
        }

        return learner;
    }

    private static void AssertSame(Expected expected, int theirs, DecisionTree tree, int ours, int classes)
    {
        TreeNode node = tree.Nodes[ours];
        if (expected.Left[theirs] < 0)
        {
            Assert.True(node.IsLeaf);
            double[] shares = tree.Distributions[(node.Distribution * classes)..((node.Distribution + 1) * classes)];
            Assert.All(expected.Value[theirs].Zip(shares), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            return;
        }

        Assert.False(node.IsLeaf);
        Assert.Equal(expected.Feature[theirs], node.Feature);
        Assert.Equal(Split.RoundDown(expected.Threshold[theirs]), node.Threshold);
        AssertSame(expected, expected.Left[theirs], tree, node.Left, classes);
        AssertSame(expected, expected.Right[theirs], tree, node.Left + 1, classes);
    }

    private static int Leaf(DecisionTree tree, ReadOnlySpan<float> row)
    {
        int at = 0;
        while (!tree.Nodes[at].IsLeaf)
            at = tree.Nodes[at].Left + (row[tree.Nodes[at].Feature] > tree.Nodes[at].Threshold ? 1 : 0);
        return at;
    }

    private sealed class Expected(JsonElement tree)
    {
        public int[] Feature { get; } = tree.GetProperty("feature").Deserialize<int[]>()!;

        public double[] Threshold { get; } = tree.GetProperty("threshold").Deserialize<double[]>()!;

        public int[] Left { get; } = tree.GetProperty("left").Deserialize<int[]>()!;

        public int[] Right { get; } = tree.GetProperty("right").Deserialize<int[]>()!;

        public double[][] Value { get; } = tree.GetProperty("value").Deserialize<double[][]>()!;
    }
}
