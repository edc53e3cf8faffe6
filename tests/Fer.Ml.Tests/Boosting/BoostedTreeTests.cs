namespace Fer.Ml.Tests;

public sealed class BoostedTreeTests
{
    // The shares are one half, so gradients are 0.5 or -0.5 and hessians 0.25.
    private static readonly FeatureTable s_six = Tables.Create([1, 2, 3, 4, 5, 6], 1, [0, 0, 1, 0, 1, 1], 2);

    private static readonly HistGradientBoostingClassifier s_stump = new()
    {
        NumLeaves = 2,
        NEstimators = 1,
        LearningRate = 1,
        MinChildSamples = 1,
    };

    [Fact]
    public void A_tree_worked_by_hand()
    {
        // After two rows: 1^2 / 0.5 + 1^2 / 1 = 3, after one 0.5^2 / 0.25 + 0.5^2 / 1.25 = 1.2, after three 2/3, after four again 3.
        BoostedTree tree = Assert.Single(s_stump.Fit(s_six.Training(), cancellationToken: TestContext.Current.CancellationToken).Trees);
        Assert.Equal(2.5f, Assert.Single(tree.Thresholds));
        Assert.Equal(3, Assert.Single(tree.Gains), 6);
        Assert.Equal([-2, 1], tree.LeafValues, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([~0, ~1], (int[])[tree.Left[0], tree.Right[0]]);
    }

    [Fact]
    public void L1_and_L2_enter_gain_and_values()
    {
        // (1 - 0.5)^2 / (0.5 + 1) + (1 - 0.5)^2 / (1 + 1) = 7/24.
        HistGradientBoostingClassifier learner = s_stump with { RegAlpha = 0.5, RegLambda = 1 };
        BoostedTree tree = Assert.Single(learner.Fit(s_six.Training(), cancellationToken: TestContext.Current.CancellationToken).Trees);
        Assert.Equal(2.5f, Assert.Single(tree.Thresholds));
        Assert.Equal(7.0 / 24, Assert.Single(tree.Gains), 6);
        Assert.Equal([-1.0 / 3, 0.25], tree.LeafValues, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(0.6, 1, 0)] // hessians of 0.5 are too little
    [InlineData(0, 3, 0)] // three rows on each side
    [InlineData(0, 1, 0.6)] // gains 2/3 at least
    public void Small_sides_are_not_split_off(double minChildWeight, int minChildSamples, double minSplitGain)
    {
        HistGradientBoostingClassifier learner = s_stump with
        {
            MinChildWeight = minChildWeight,
            MinChildSamples = minChildSamples,
            MinSplitGain = minSplitGain,
        };
        BoostedTree tree = Assert.Single(learner.Fit(s_six.Training(), cancellationToken: TestContext.Current.CancellationToken).Trees);
        Assert.Equal(minSplitGain > 0 ? 2.5f : 3.5f, Assert.Single(tree.Thresholds));
    }

    [Fact]
    public void No_split_that_gains_enough_is_no_tree()
    {
        HistGradientBoostingClassifier learner = s_stump with { MinSplitGain = 3.1 };
        HistGradientBoostingModel model = learner.Fit(s_six.Training(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(model.Trees);
        Assert.All(model.PredictProbabilities(s_six.Values, 0, TestContext.Current.CancellationToken), p => Assert.Equal(0.5, p, 12));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Trees_keep_to_their_depth_and_leaves(int depth)
    {
        FeatureTable table = BoostingTables.Clouds(600, 5, 3);
        var learner = new HistGradientBoostingClassifier { MaxDepth = depth, NumLeaves = 7, NEstimators = 5 };
        HistGradientBoostingModel model = learner.Fit(table.Training(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(model.Trees, tree =>
        {
            Assert.InRange(tree.LeafValues.Length, 2, Math.Min(7, 1 << depth));
            Assert.InRange(DepthOf(tree, 0), 1, depth);
        });
    }

    [Theory]
    [InlineData(31, 100)]
    [InlineData(32, 33)]
    [InlineData(3, 1)]
    [InlineData(90, 70)]
    public void Scoring_many_rows_at_once_is_walking_every_tree(int leaves, int rows)
    {
        FeatureTable table = BoostingTables.Clouds(900, 6, 3);
        var learner = new HistGradientBoostingClassifier { NumLeaves = leaves, NEstimators = 4, MinChildSamples = 3 };
        BoostedTree[] trees = [.. learner.Fit(table.Training(), cancellationToken: TestContext.Current.CancellationToken).Trees];
        Assert.Contains(trees, tree => tree.LeafValues.Length == leaves);
        var scores = new double[rows * 3];
        var walked = new double[rows * 3];
        new TreeScorer(trees).AddTo(table.Values.AsSpan(0, rows * 6), 6, scores, 3);
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < trees.Length; i++)
                walked[row * 3 + i % 3] += trees[i].LeafValues[trees[i].FindLeaf(table.Row(row))];
        }

        Assert.Equal(walked, scores);
    }

    private static int DepthOf(BoostedTree tree, int node) =>
        node < 0 ? 0 : 1 + Math.Max(DepthOf(tree, tree.Left[node]), DepthOf(tree, tree.Right[node]));
}
