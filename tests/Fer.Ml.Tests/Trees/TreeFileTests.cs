namespace Fer.Ml.Tests;

public class TreeFileTests
{
    public static TheoryData<string, string, Action<Dictionary<string, NpyArray>>> Damages => new()
    {
        { "left child behind the last", "children", arrays => Ints(arrays, "left_child")[0] = 1_000_000 },
        { "right child behind the last", "children", arrays => Ints(arrays, "left_child")[0] = Ints(arrays, "tree_nodes")[0] - 1 },
        { "cycle", "children", arrays => Ints(arrays, "left_child")[Inner(arrays, 1)] = 0 },
        { "shared child", "children", ShareChild },
        { "inner node made a leaf", "distribution -1", arrays => Ints(arrays, "left_child")[0] = -1 },
        { "unreached", "no way leads", arrays => MakeLeaf(arrays, 0) },
        { "feature", "looks at feature 6", arrays => Ints(arrays, "feature")[0] = 6 },
        { "negative feature", "looks at feature -1", arrays => Ints(arrays, "feature")[0] = -1 },
        { "threshold", "threshold", arrays => ((float[])arrays["threshold"].Values)[0] = float.NaN },
        { "distribution", "has distribution 9999", arrays => Ints(arrays, "distribution")[^1] = 9999 },
        { "negative distribution", "has distribution -1", arrays => Ints(arrays, "distribution")[^1] = -1 },
        { "share", "sums to", arrays => ((double[])arrays["distributions"].Values)[^1] = 7 },
        { "negative share", "sums to", arrays => ((double[])arrays["distributions"].Values)[^1] = -1 },
        { "nan share", "sums to", arrays => ((double[])arrays["distributions"].Values)[^1] = double.NaN },
        { "single class", "class 0 alone", Swap },
        { "importance", "importance", arrays => ((double[])arrays["importances"].Values)[0] = double.NaN },
        { "no trees", "0 trees", arrays => arrays["tree_nodes"] = new NpyArray([0], Array.Empty<int>()) },
        { "empty tree", "no nodes", arrays => Ints(arrays, "tree_nodes")[0] = 0 },
        { "node counts", "values", arrays => Ints(arrays, "tree_nodes")[0]++ },
        { "overflowing node counts", "values", arrays => Ints(arrays, "tree_nodes")[0] = int.MaxValue },
        { "distribution lengths", "no nodes", arrays => Ints(arrays, "tree_distributions")[0] = 3 },
        { "columns", "columns", arrays => arrays["columns"] = new NpyArray([], new[] { -4 }) },
        { "missing", "missing", arrays => arrays.Remove("threshold") },
        { "type", "Single", arrays => arrays["feature"] = arrays["threshold"] },
        { "classes", "classes", arrays => arrays["classes"] = new NpyArray([0], Array.Empty<string>()) },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damaged_trees_are_refused(string damage, string message, Action<Dictionary<string, NpyArray>> apply)
    {
        FeatureTable table = TreeTables.Random(100, 6, 3, 4);
        foreach (TreeClassifier learner in new TreeClassifier[]
        {
            new DecisionTreeClassifier { MinSamplesLeaf = 3 }, new RandomForestClassifier { NEstimators = 3, MinSamplesLeaf = 3 },
        })
        {
            Dictionary<string, NpyArray> arrays = TreeTables.Save(learner.FitTable(table));
            ModelFile.Read(new ModelReader(arrays, "sound"));
            apply(arrays);
            ModelFileException error = Assert.Throws<ModelFileException>(() => ModelFile.Read(new ModelReader(arrays, "damaged.npz")));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.StartsWith("damaged.npz", error.Message, StringComparison.Ordinal);
            Assert.NotEmpty(damage);
        }
    }

    [Fact]
    public void Out_of_bag_probabilities_must_be_whole_rows()
    {
        var learner = new RandomForestClassifier { NEstimators = 3, OobScore = true };
        Dictionary<string, NpyArray> arrays = TreeTables.Save(learner.FitTable(TreeTables.Random(50, 4, 3, 4)));
        arrays["oob_decision_function"] = new NpyArray([4], new double[4]);
        Assert.Throws<ModelFileException>(() => ModelFile.Read(new ModelReader(arrays, "damaged.npz")));
    }

    [Fact]
    public void A_tree_is_read_back_to_the_same_bits()
    {
        FeatureTable table = TreeTables.Random(100, 6, 3, 4);
        var learner = new DecisionTreeClassifier { MinSamplesLeaf = 3, Criterion = SplitCriterion.Entropy };
        var model = (DecisionTreeModel)learner.FitTable(table);
        var read = Assert.IsType<DecisionTreeModel>(model.Reread());
        Assert.Equal(model.Tree.Nodes, read.Tree.Nodes);
        Assert.Equal(model.Probabilities(table.Values), read.Probabilities(table.Values));
        Assert.Equal(model.FeatureImportances, read.FeatureImportances);
    }

    private static int[] Ints(Dictionary<string, NpyArray> arrays, string name) => (int[])arrays[name].Values;

    /// <summary>The inner node with this number, in order.</summary>
    private static int Inner(Dictionary<string, NpyArray> arrays, int number) =>
        Ints(arrays, "left_child").Index().Where(node => node.Item >= 0).ElementAt(number).Index;

    private static void MakeLeaf(Dictionary<string, NpyArray> arrays, int node)
    {
        Ints(arrays, "left_child")[node] = -1;
        Ints(arrays, "distribution")[node] = 0;
    }

    private static void ShareChild(Dictionary<string, NpyArray> arrays)
    {
        int[] children = Ints(arrays, "left_child");
        children[Inner(arrays, 1)] = children[Inner(arrays, 2)];
    }

    private static void Swap(Dictionary<string, NpyArray> arrays)
    {
        double[] shares = (double[])arrays["distributions"].Values;
        (shares[0], shares[1]) = (0, 1);
    }
}
