namespace Fer.Ml.Tests;

public sealed class HistGradientBoostingClassifierTests
{
    private static readonly HistGradientBoostingClassifier s_short = new() { NEstimators = 12, NumLeaves = 12, MinChildSamples = 5 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void It_learns_and_gives_probabilities()
    {
        FeatureTable table = BoostingTables.Clouds(1200, 10, 4), test = BoostingTables.Clouds(400, 10, 4, 2);
        HistGradientBoostingModel model = s_short.Fit(table.Training(), cancellationToken: Token);
        Assert.InRange(model.Accuracy(test), 0.85, 1);
        double[] probabilities = model.PredictProbabilities(test.Values, 0, Token);
        foreach (double[] row in probabilities.Chunk(4))
            Assert.Equal(1, row.Sum(), 12);
        Assert.Equal(12, model.Iterations);
        Assert.Equal(12, model.TrainingLoss.Count);
        Assert.Equal(model.TrainingLoss.OrderDescending(), model.TrainingLoss);
        Assert.Empty(model.ValidationLoss);
    }

    [Theory]
    [InlineData(2, BoostingType.Gbdt, 1, 1)]
    [InlineData(3, BoostingType.Gbdt, 0.7, 0.5)]
    [InlineData(9, BoostingType.Gbdt, 1, 1)] // more classes than trees share a vector
    [InlineData(4, BoostingType.Goss, 1, 1)]
    public void The_model_has_the_same_bits_on_any_number_of_threads(int classes, BoostingType boosting, double subsample, double columns)
    {
        FeatureTable table = BoostingTables.Clouds(700, 19, classes);
        HistGradientBoostingClassifier learner = s_short with
        {
            Boosting = boosting,
            LearningRate = 0.3,
            Subsample = subsample,
            SubsampleFreq = subsample < 1 ? 2 : 0,
            ColsampleByTree = columns,
            EarlyStoppingRound = 3,
            Seed = 4,
        };
        HistGradientBoostingModel model = learner.Fit(table.Training(), new FitOptions { Threads = 1 }, cancellationToken: Token);
        string content = BoostingTables.Content(model);
        double[] probabilities = model.PredictProbabilities(table.Values, 1, Token);
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            HistGradientBoostingModel other = learner.Fit(table.Training(), new FitOptions { Threads = threads }, cancellationToken: Token);
            Assert.Equal(content, BoostingTables.Content(other));
            Assert.Equal(probabilities, other.PredictProbabilities(table.Values, threads, Token));
        }

        if (subsample < 1 || boosting == BoostingType.Goss)
        {
            HistGradientBoostingModel other = (learner with { Seed = 5 }).Fit(table.Training(), cancellationToken: Token);
            Assert.NotEqual(content, BoostingTables.Content(other));
        }
    }

    [Theory]
    [InlineData(BoostingType.Gbdt, 0.5)]
    [InlineData(BoostingType.Goss, 1)]
    public void A_part_of_the_rows_learns_nearly_as_well(BoostingType boosting, double subsample)
    {
        FeatureTable table = BoostingTables.Clouds(2000, 10, 4), test = BoostingTables.Clouds(1000, 10, 4, 2);
        HistGradientBoostingClassifier learner = s_short with { LearningRate = 0.3, NEstimators = 30 };
        double all = learner.FitTable(table).Accuracy(test);
        learner = learner with { Boosting = boosting, Subsample = subsample, SubsampleFreq = 1 };
        Assert.InRange(learner.FitTable(table).Accuracy(test), all - 0.02, 1);
    }

    [Fact]
    public void One_side_sampling_keeps_large_gradients_and_the_others_sum()
    {
        float[][] gradients = [[.. Enumerable.Range(0, 1000).Select(i => i % 10 == 3 ? 5f : 0.01f)]];
        float[][] hessians = [[.. Enumerable.Repeat(1f, 1000)]];
        RandomGenerator random = RandomGenerator.Create(1);
        int[] rows = RowSampling.OneSide(gradients, hessians, 0.1, 0.2, ref random);
        Assert.Equal(300, rows.Length);
        Assert.Equal(rows.Order().Distinct(), rows);
        Assert.Equal(100, rows.Count(row => row % 10 == 3));
        Assert.Equal(1000, rows.Sum(row => hessians[0][row]), 1e-3);
        Assert.Equal(509, rows.Sum(row => gradients[0][row]), 1e-2);
    }

    [Fact]
    public void Rows_are_drawn_equally_often()
    {
        var times = new int[10];
        for (ulong seed = 0; seed < 5000; seed++)
        {
            RandomGenerator random = RandomGenerator.Create(seed);
            int[] drawn = RowSampling.Draw([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3, ref random);
            Assert.Equal(3, drawn.Distinct().Count());
            foreach (int row in drawn)
                times[row]++;
        }

        Assert.All(times, count => Assert.InRange(count, 1350, 1650));
    }

    [Fact]
    public void Early_stopping_keeps_the_best_round()
    {
        FeatureTable table = BoostingTables.Clouds(300, 6, 3);
        HistGradientBoostingClassifier learner = s_short with
        {
            NEstimators = 200,
            LearningRate = 0.5,
            EarlyStoppingRound = 5,
            ValidationFraction = 0.2,
            Seed = 3,
        };
        HistGradientBoostingModel model = learner.Fit(table.Training(), cancellationToken: Token);
        int best = model.ValidationLoss.Index().MinBy(loss => loss.Item).Index;
        Assert.Equal(best + 1, model.Iterations);
        Assert.Equal(best + 6, model.ValidationLoss.Count);
        HistGradientBoostingModel shorter =
            (learner with { NEstimators = model.Iterations }).Fit(table.Training(), cancellationToken: Token);
        Assert.Equal(model.PredictProbabilities(table.Values, 0, Token), shorter.PredictProbabilities(table.Values, 0, Token));
    }

    [Fact]
    public void Early_stopping_without_a_row_to_hold_out_is_refused()
    {
        FeatureTable table = BoostingTables.Clouds(4, 2, 2);
        DatasetException error = Assert.Throws<DatasetException>(() =>
            (s_short with { EarlyStoppingRound = 3 }).Fit(table.Training(), cancellationToken: Token));
        Assert.Contains(nameof(s_short.EarlyStoppingRound), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_weight_0_are_as_if_they_were_not_there()
    {
        FeatureTable table = BoostingTables.Clouds(500, 7, 3);
        int[] kept = [.. Enumerable.Range(0, 500).Where(row => row % 4 != 1)];
        double[] weights = [.. Enumerable.Range(0, 500).Select(row => row % 4 == 1 ? 0.0 : 1)];
        Assert.Equal(
            BoostingTables.Content(s_short.Fit(table.Subset(kept).Training(), cancellationToken: Token)),
            BoostingTables.Content(s_short.Fit(table.Training(), new FitOptions { SampleWeights = weights }, cancellationToken: Token)));
    }

    [Fact]
    public void Doubled_weights_are_repeated_rows()
    {
        FeatureTable table = BoostingTables.Clouds(200, 4, 3); // so few values that bins are the same
        int[] repeated = [.. Enumerable.Range(0, 200).SelectMany(row => row % 2 == 0 ? (int[])[row, row] : [row])];
        FeatureTable longer = Tables.Create(
            [.. repeated.SelectMany(row => table.Row(row).ToArray())], 4, [.. repeated.Select(row => table.Labels[row])], 3);
        double[] weights = [.. Enumerable.Range(0, 200).Select(row => row % 2 == 0 ? 2.0 : 1)];
        HistGradientBoostingClassifier learner = s_short with { MinChildSamples = 1, MinChildWeight = 3 };
        double[] expected = learner.Fit(longer.Training(), cancellationToken: Token).PredictProbabilities(table.Values, 0, Token);
        double[] actual = learner.Fit(table.Training(), new FitOptions { SampleWeights = weights }, cancellationToken: Token)
            .PredictProbabilities(table.Values, 0, Token);
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Class_weights_are_the_weights_of_their_rows()
    {
        FeatureTable table = BoostingTables.Clouds(300, 5, 3);
        double[] factors = [1, 2.5, 0.25];
        HistGradientBoostingModel byClass =
            (s_short with { ClassWeight = ClassWeight.Of(factors) }).Fit(table.Training(), cancellationToken: Token);
        double[] weights = [.. table.Labels.Select(label => factors[label])];
        HistGradientBoostingModel byRow =
            s_short.Fit(table.Training(), new FitOptions { SampleWeights = weights }, cancellationToken: Token);
        Assert.Equal(BoostingTables.Content(byRow), BoostingTables.Content(byClass));
        Assert.NotEqual(BoostingTables.Content(s_short.Fit(table.Training(), cancellationToken: Token)), BoostingTables.Content(byClass));
    }

    [Fact]
    public void One_class_is_predicted_always()
    {
        FeatureTable table = Tables.Create([1, 2, 3, 4], 2, [1, 1], 3);
        IClassifierModel model = SaveAndLoad(s_short.Fit(table.Training(), cancellationToken: Token));
        Assert.Equal([0, 1, 0], model.PredictProbabilities(new float[] { 9, 9 }, 0, Token));
    }

    [Fact]
    public void Classes_without_rows_are_never_predicted()
    {
        FeatureTable clouds = BoostingTables.Clouds(300, 5, 3);
        FeatureTable table = Tables.Create(clouds.Values, 5, [.. clouds.Labels.Select(label => 2 * label)], 6);
        double[] expected = s_short.Fit(clouds.Training(), cancellationToken: Token).PredictProbabilities(clouds.Values, 0, Token);
        double[] actual = s_short.Fit(table.Training(), cancellationToken: Token).PredictProbabilities(clouds.Values, 0, Token);
        for (int i = 0; i < actual.Length; i++)
            Assert.Equal(i % 6 % 2 == 0 ? expected[i / 6 * 3 + i % 6 / 2] : 0, actual[i]);
    }

    [Fact]
    public void Constant_columns_are_never_split_and_a_table_of_them_gives_the_shares()
    {
        FeatureTable clouds = BoostingTables.Clouds(300, 5, 3);
        float[] widened = [.. Enumerable.Range(0, 300).SelectMany(row => (float[])[4, .. clouds.Row(row), -1])];
        HistGradientBoostingModel model =
            s_short.Fit(Tables.Create(widened, 7, [.. clouds.Labels], 3).Training(), cancellationToken: Token);
        Assert.Equal(0, model.ImportancesBySplit[0] + model.ImportancesBySplit[6]);
        Assert.Equal(
            s_short.Fit(clouds.Training(), cancellationToken: Token).PredictProbabilities(clouds.Values, 0, Token),
            model.PredictProbabilities(widened, 0, Token));

        FeatureTable constant = Tables.Create(new float[20], 2, [0, 0, 0, 0, 0, 0, 1, 1, 1, 2], 3);
        HistGradientBoostingModel shares = s_short.Fit(constant.Training(), cancellationToken: Token);
        Assert.Equal([0.6, 0.3, 0.1], shares.PredictProbabilities(new float[2], 0, Token), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0, 0], shares.FeatureImportances);
    }

    [Fact]
    public void Huge_and_tiny_values_make_the_same_model()
    {
        FeatureTable table = BoostingTables.Clouds(300, 5, 3);
        double[] expected = s_short.Fit(table.Training(), cancellationToken: Token).PredictProbabilities(table.Values, 0, Token);
        foreach (float scale in (float[])[MathF.Pow(2, 100), MathF.Pow(2, -90)])
        {
            float[] scaled = Array.ConvertAll(table.Values, value => value * scale);
            HistGradientBoostingModel model =
                s_short.Fit(Tables.Create(scaled, 5, [.. table.Labels], 3).Training(), cancellationToken: Token);
            Assert.Equal(expected, model.PredictProbabilities(scaled, 0, Token));
        }
    }

    [Fact]
    public void Exclusive_columns_bundled_or_not_make_the_same_model()
    {
        // Two blocks of one-hot columns, one with several values, beside dense ones.
        FeatureTable clouds = BoostingTables.Clouds(900, 5, 3);
        const int Columns = 5 + 30 + 12;
        var values = new float[900 * Columns];
        for (int row = 0; row < 900; row++)
        {
            RandomGenerator random = RandomGenerator.Create(8, (ulong)row);
            clouds.Row(row).CopyTo(values.AsSpan(row * Columns));
            values[row * Columns + 5 + (random.Next(20) + 5 * clouds.Labels[row]) % 30] = 1;
            values[row * Columns + 35 + (random.Next(9) + clouds.Labels[row]) % 12] = 1 + random.Next(8) - 4.5f;
        }

        FeatureTable table = Tables.Create(values, Columns, [.. clouds.Labels], 3);
        TrainingData data = TrainingData.Check(s_short, table.Training(), null);
        BinnedTable bundled = BinnedTable.Create(data, [.. Enumerable.Range(0, 900)], 255, true, 0, new ParallelOptions());
        Assert.InRange(bundled.Features.Count(feature => feature.IsBundled), 35, 42); // the one tried last may find no bundle
        Assert.InRange(bundled.Features.Max(feature => feature.Column), 6, 16);

        HistGradientBoostingModel with = s_short.Fit(table.Training(), cancellationToken: Token);
        HistGradientBoostingModel without = (s_short with { EnableBundle = false }).Fit(table.Training(), cancellationToken: Token);
        Assert.Contains(with.ImportancesBySplit.Skip(5), splits => splits > 0);
        Assert.Equal(BoostingTables.Content(without), BoostingTables.Content(with));
        HistGradientBoostingClassifier drawing = s_short with { ColsampleByTree = 0.4 };
        Assert.Equal(
            BoostingTables.Content((drawing with { EnableBundle = false }).Fit(table.Training(), cancellationToken: Token)),
            BoostingTables.Content(drawing.Fit(table.Training(), cancellationToken: Token)));
    }

    [Fact]
    public void Importances_find_the_columns_that_tell()
    {
        FeatureTable clouds = BoostingTables.Clouds(600, 2, 2);
        float[] noisy = [.. Enumerable.Range(0, 600).SelectMany(row =>
        {
            RandomGenerator random = RandomGenerator.Create(6, (ulong)row);
            return (float[])[random.NextSingle(), random.NextSingle() + 2 * clouds.Labels[row], random.NextSingle()];
        })];
        HistGradientBoostingModel model =
            s_short.Fit(Tables.Create(noisy, 3, [.. clouds.Labels], 2).Training(), cancellationToken: Token);
        Assert.InRange(model.FeatureImportances[1], 0.95, 1);
        Assert.Equal(1, model.FeatureImportances.Sum(), 12);
        Assert.Equal(model.Trees.Sum(tree => tree.Nodes), model.ImportancesBySplit.Sum());
        Assert.Equal(model.Trees.Sum(tree => tree.Gains.Sum()), model.ImportancesByGain.Sum(), 9);
    }

    [Fact]
    public void Fitting_can_be_cancelled_and_tells_how_far_it_is()
    {
        FeatureTable table = BoostingTables.Clouds(300, 5, 3);
        var reports = new Reports();
        s_short.Fit(table.Training(), progress: reports, cancellationToken: Token);
        Assert.Equal(reports.Order(), reports);
        Assert.Equal(1, reports[^1]);
        Assert.InRange(reports.Count, 12, 14);

        using var source = new CancellationTokenSource();
        var cancelling = new Reports { AtFirst = source.Cancel };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            s_short.Fit(table.Training(), progress: cancelling, cancellationToken: source.Token));
        Assert.Single(cancelling);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void A_saved_model_predicts_the_same_bits(int classes)
    {
        FeatureTable table = BoostingTables.Clouds(300, 5, classes);
        HistGradientBoostingModel model = (s_short with { EarlyStoppingRound = 4 }).Fit(table.Training(), cancellationToken: Token);
        var loaded = Assert.IsType<HistGradientBoostingModel>(SaveAndLoad(model));
        Assert.Equal(model.PredictProbabilities(table.Values, 0, Token), loaded.PredictProbabilities(table.Values, 0, Token));
        Assert.Equal(BoostingTables.Content(model), BoostingTables.Content(loaded));
        Assert.Equal(model.FeatureImportances, loaded.FeatureImportances);
        Assert.Equal(model.Iterations, loaded.Iterations);
    }

    [Fact]
    public void Damaged_models_are_refused()
    {
        FeatureTable table = BoostingTables.Clouds(200, 4, 3);
        HistGradientBoostingModel model = s_short.Fit(table.Training(), cancellationToken: Token);
        Refuses<int>("features", values => values[1] = 4);
        Refuses<int>("features", values => values[1] = -1);
        Refuses<float>("thresholds", values => values[0] = float.NaN);
        Refuses<int>("left_children", values => values[0] = 0);
        Refuses<int>("left_children", values => values[0] = 999);
        Refuses<int>("right_children", values => values[0] = -999);
        Refuses<int>("right_children", values => values[0] = values[1]);
        Refuses<int>("nodes_per_tree", values => values[0]++);
        Refuses<int>("nodes_per_tree", values => (values[0], values[1]) = (-1, values[0] + values[1] + 1));
        Refuses<double>("leaf_values", values => values[2] = double.PositiveInfinity);
        Refuses<double>("initial_scores", values => values[0] = double.NaN);
        Refuses<int>("present_classes", values => values[0] = 1);
        Refuses<int>("present_classes", values => values[2] = 3);
        Refuses<int>("columns", values => values[0] = 0);

        void Refuses<T>(string name, Action<T[]> damage)
        {
            var writer = new ModelWriter();
            model.Save(writer);
            Dictionary<string, NpyArray> arrays = writer.Arrays.ToDictionary(
                array => array.Key, array => array.Value with { Values = (Array)array.Value.Values.Clone() });
            damage((T[])arrays[name].Values);
            Assert.Throws<ModelFileException>(() => ModelFile.Read(new ModelReader(arrays, "model.npz")));
        }
    }

    [Fact]
    public void Settings_outside_their_ranges_are_refused_by_name()
    {
        Refuses(s_short with { NumLeaves = 1 }, nameof(s_short.NumLeaves));
        Refuses(s_short with { LearningRate = 0 }, nameof(s_short.LearningRate));
        Refuses(s_short with { LearningRate = double.PositiveInfinity }, nameof(s_short.LearningRate));
        Refuses(s_short with { NEstimators = 0 }, nameof(s_short.NEstimators));
        Refuses(s_short with { MinChildSamples = -1 }, nameof(s_short.MinChildSamples));
        Refuses(s_short with { RegLambda = double.NaN }, nameof(s_short.RegLambda));
        Refuses(s_short with { Subsample = 1.5 }, nameof(s_short.Subsample));
        Refuses(s_short with { ColsampleByTree = 0 }, nameof(s_short.ColsampleByTree));
        Refuses(s_short with { MaxBin = 256 }, nameof(s_short.MaxBin));
        Refuses(s_short with { TopRate = 0.95 }, nameof(s_short.OtherRate));
        Refuses(s_short with { ValidationFraction = 1 }, nameof(s_short.ValidationFraction));

        static void Refuses(HistGradientBoostingClassifier learner, string setting) => Assert.Equal(
            setting,
            Assert.Throws<ArgumentOutOfRangeException>(() => learner.Fit(BoostingTables.Clouds(9, 2, 3).Training())).ParamName);
    }

    private static IClassifierModel SaveAndLoad(HistGradientBoostingModel model)
    {
        var writer = new ModelWriter();
        model.Save(writer);
        return ModelFile.Read(new ModelReader(writer.Arrays, "model.npz"));
    }

    private sealed class Reports : List<double>, IProgress<double>
    {
        public Action? AtFirst { get; init; }

        public void Report(double value)
        {
            Add(value);
            if (Count == 1)
                AtFirst?.Invoke();
        }
    }
}
