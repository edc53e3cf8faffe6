using System.Text.Json;

namespace Fer.Ml.Tests;

public class ForestTests
{
    public static TheoryData<ForestClassifier> Learners =>
    [
        new RandomForestClassifier { NEstimators = 20, Seed = 1, OobScore = true, ClassWeight = ClassWeight.Balanced },
        new RandomForestClassifier { NEstimators = 5, MaxSamples = 0.3, Criterion = SplitCriterion.Entropy },
        new RandomForestClassifier { NEstimators = 5, Bootstrap = false, MaxLeafNodes = 12 },
        new ExtraTreesClassifier { NEstimators = 20, Seed = 1 },
        new ExtraTreesClassifier { NEstimators = 20, Bootstrap = true, OobScore = true },
    ];

    [Fact]
    public void Forests_do_as_well_as_those_of_scikit_learn()
    {
        using JsonDocument fixture = TreeTables.ReadFixture("forests.json");
        var cases = fixture.RootElement.EnumerateArray().ToArray();
        Assert.Equal(18, cases.Length);
        Parallel.ForEach(cases, @case =>
        {
            FeatureTable table = TreeTables.Read(@case.GetProperty("table").GetString()!);
            TreeClassifier learner = Learner(@case.GetProperty("learner").GetString()!, @case.GetProperty("options"));
            double accuracy = 0;
            int seeds = @case.GetProperty("seeds").GetInt32();
            for (int run = 0; run < 5 * seeds; run++)
            {
                FeatureTable training = table.Fold(run % 5, isIn: false), evaluation = table.Fold(run % 5, isIn: true);
                IClassifierModel model = (learner with { Seed = (ulong)run / 5 }).FitTable(training, new FitOptions { Threads = 1 });
                accuracy += model.Accuracy(evaluation) * evaluation.Count / table.Count / seeds;
            }

            // A single tree hangs on chance, that of ties if nothing else.
            double tolerance = learner is ForestClassifier ? 0.005 : 0.015;
            double expected = @case.GetProperty("accuracy").GetDouble();
            Assert.True(Math.Abs(accuracy - expected) <= tolerance, $"{@case.GetProperty("table")} {learner}: {accuracy}, not {expected}");
        });
    }

    [Theory]
    [InlineData("breast_cancer")]
    [InlineData("digits")]
    [InlineData("wine")]
    public void Importances_and_the_out_of_bag_score_are_near_those_of_scikit_learn(string name)
    {
        using JsonDocument fixture = TreeTables.ReadFixture("forests.json");
        JsonElement @case = fixture.RootElement.EnumerateArray().Single(entry =>
            entry.GetProperty("table").GetString() == name && entry.TryGetProperty("oob_score", out _));
        FeatureTable table = TreeTables.Read(name);
        ForestModel[] models = [.. Enumerable.Range(0, 10).Select(seed =>
            (ForestModel)new RandomForestClassifier { Seed = (ulong)seed, OobScore = true }.FitTable(table))];
        Assert.Equal(@case.GetProperty("oob_score").GetDouble(), models.Average(model => model.OutOfBag!.Score), 0.005);
        double[] expected = @case.GetProperty("importances").Deserialize<double[]>()!;
        double[] deviations = @case.GetProperty("importance_deviations").Deserialize<double[]>()!;
        for (int feature = 0; feature < expected.Length; feature++)
        {
            // 5 standard errors of the difference of two means of 10.
            double tolerance = 5 * deviations[feature] * Math.Sqrt(2.0 / 10) + 1e-4;
            Assert.Equal(expected[feature], models.Average(model => model.FeatureImportances[feature]), tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Any_number_of_threads_gives_the_same_bits(ForestClassifier learner)
    {
        FeatureTable table = TreeTables.Random(301, 20, 4, 9);
        var expected = (ForestModel)learner.FitTable(table, new FitOptions { Threads = 1 });
        double[] probabilities = expected.Probabilities(table.Values, 1);
        foreach (int threads in new[] { 2, 3, 8 })
        {
            var model = (ForestModel)learner.FitTable(table, new FitOptions { Threads = threads });
            Assert.Equal(probabilities, model.Probabilities(table.Values, threads));
            Assert.Equal(expected.FeatureImportances, model.FeatureImportances);
            Assert.Equal(expected.OutOfBag?.Score, model.OutOfBag?.Score);
            Assert.Equal(expected.OutOfBag?.DecisionFunction, model.OutOfBag?.DecisionFunction);
        }

        var other = (ForestModel)(learner with { Seed = 99 }).FitTable(table);
        Assert.NotEqual(expected.FeatureImportances, other.FeatureImportances);
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void A_saved_forest_is_read_back_to_the_same_bits(ForestClassifier learner)
    {
        FeatureTable table = TreeTables.Random(201, 8, 3, 11);
        var model = (ForestModel)learner.FitTable(table);
        ForestModel read = Assert.IsType<ForestModel>(model.Reread());
        Assert.Equal(model.Classes, read.Classes);
        Assert.Equal(model.Probabilities(table.Values), read.Probabilities(table.Values));
        Assert.Equal(model.FeatureImportances, read.FeatureImportances);
        Assert.Equal(model.OutOfBag?.Score, read.OutOfBag?.Score);
        Assert.Equal(model.OutOfBag?.DecisionFunction, read.OutOfBag?.DecisionFunction);
        Assert.Equal(learner.NEstimators, read.TreeCount);
    }

    [Fact]
    public void Probabilities_are_the_means_of_the_trees()
    {
        FeatureTable table = TreeTables.Random(150, 6, 3, 2);
        double[] probabilities = new RandomForestClassifier { NEstimators = 7 }.FitTable(table).Probabilities(table.Values);
        Assert.All(probabilities.Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-12));
        // A prediction does not depend on the rows beside it: blocks of eight, and what is left of them.
        IClassifierModel model = new RandomForestClassifier { NEstimators = 7 }.FitTable(table);
        for (int row = 0; row < 20; row++)
            Assert.Equal(probabilities[(row * 3)..(row * 3 + 3)], model.Probabilities(table.Row(row).ToArray()));
    }

    [Fact]
    public void Classes_without_rows_are_never_predicted()
    {
        FeatureTable table = TreeTables.Random(100, 4, 2, 3);
        FeatureTable gap = TreeTables.Of(table.Values, [.. table.Labels.Select(label => label * 2)], 4);
        foreach (ForestClassifier learner in new ForestClassifier[] { new ExtraTreesClassifier(), new RandomForestClassifier() })
        {
            double[] probabilities = learner.FitTable(gap).Probabilities(gap.Values);
            Assert.All(probabilities.Chunk(4), row => Assert.Equal([0.0, 0.0], [row[1], row[3]]));
        }
    }

    [Fact]
    public void A_row_of_weight_is_enough()
    {
        FeatureTable table = TreeTables.Random(30, 2, 2, 3);
        double[] weights = new double[30];
        weights[17] = 2;
        IClassifierModel model = new RandomForestClassifier { NEstimators = 20 }.FitTable(
            table, new FitOptions { SampleWeights = weights });
        Assert.All(model.Labels(table.Values), label => Assert.Equal(table.Labels[17], label));
    }

    [Fact]
    public void Rows_that_every_tree_has_drawn_have_no_out_of_bag_prediction()
    {
        FeatureTable table = TreeTables.Random(40, 3, 2, 3);
        OutOfBag outOfBag = ((ForestModel)new RandomForestClassifier { NEstimators = 1, OobScore = true }.FitTable(table)).OutOfBag!;
        double[][] rows = [.. outOfBag.DecisionFunction.Chunk(2)];
        int predicted = rows.Count(row => !double.IsNaN(row[0]));
        Assert.InRange(predicted, 8, 22); // 40 (1 - 1/40)^40 = 14.5
        int right = rows.Index().Count(row => row.Item[table.Labels[row.Index]] > row.Item[1 - table.Labels[row.Index]]);
        Assert.InRange(outOfBag.Score * predicted, right, right + rows.Count(row => row[0] == row[1]) + 1e-9);
    }

    [Fact]
    public void Progress_counts_the_trees_and_cancelling_stops()
    {
        FeatureTable table = TreeTables.Random(400, 10, 3, 1);
        var parts = new List<double>();
        new ExtraTreesClassifier { NEstimators = 10 }.Fit(
            table.Training(), new FitOptions { Threads = 1 }, new Listener(parts.Add), TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, 10).Select(tree => tree / 10.0), parts);

        using var source = new CancellationTokenSource();
        int trees = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => new RandomForestClassifier { NEstimators = 1000 }.Fit(
            table.Training(), progress: new Listener(_ => CancelAfter(3)), cancellationToken: source.Token));
        Assert.InRange(trees, 3, 500);
        Assert.ThrowsAny<OperationCanceledException>(() => new ExtraTreesClassifier().Fit(
            table.Training(), cancellationToken: new CancellationToken(true)));

        void CancelAfter(int most)
        {
            if (Interlocked.Increment(ref trees) >= most)
                source.Cancel();
        }
    }

    [Fact]
    public void A_value_that_is_no_number_is_refused_by_name()
    {
        FeatureTable table = TreeTables.Random(20, 3, 2, 1);
        IClassifierModel model = new ExtraTreesClassifier { NEstimators = 2 }.FitTable(table);
        Assert.Contains(
            "Row 1", Assert.Throws<DatasetException>(() => model.Probabilities(new[] { 0, 0, 0, 0, float.NaN, 0 })).Message,
            StringComparison.Ordinal);
        table.Values[7] = float.PositiveInfinity;
        Assert.Contains(
            "row 2", Assert.Throws<DatasetException>(() => new ExtraTreesClassifier().FitTable(table)).Message, StringComparison.Ordinal);
    }

    private static TreeClassifier Learner(string name, JsonElement options)
    {
        TreeClassifier learner = name switch
        {
            "ExtraTreesClassifier" => new ExtraTreesClassifier(),
            "RandomForestClassifier" => new RandomForestClassifier(),
            _ when options.TryGetProperty("splitter", out _) => new DecisionTreeClassifier { Splitter = TreeSplitter.Random },
            _ => new DecisionTreeClassifier(),
        };
        if (options.TryGetProperty("criterion", out _))
            learner = learner with { Criterion = SplitCriterion.Entropy };
        return options.TryGetProperty("class_weight", out _) ? learner with { ClassWeight = ClassWeight.Balanced } : learner;
    }
}
