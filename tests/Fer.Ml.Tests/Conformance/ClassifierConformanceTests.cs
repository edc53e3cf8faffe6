using System.Reflection;

namespace Fer.Ml.Tests;

/// <summary>What every learner must do, in the manner of scikit-learn's <c>check_estimator</c>.</summary>
public class ClassifierConformanceTests
{
    private static readonly TrainingSplit<FeatureTable> s_training = TestTables.Separable();
    private static readonly float[] s_rows = TestTables.Separable(rowsPerClass: 30, seed: 1).Data.Values;

    private static readonly Lazy<TrainingSplit<FeatureTable>> s_noise = new(() =>
    {
        FeatureTable table = TestTables.Separable(rowsPerClass: 200).Data;
        RandomGenerator random = RandomGenerator.Create(5);
        return TestTables.Of([.. table.Labels.Select(_ => random.Next(3))], table.Values, table.Columns, 3);
    });

    public static TheoryData<string> Names => [.. Learners.All.Keys];

    [Fact]
    public void Nothing_predicts_before_it_is_fitted()
    {
        Assert.Equal(["Fit"], typeof(IClassifier).GetMethods().Where(method => !method.IsSpecialName).Select(method => method.Name));
        Assert.All(Learners.All.Values, learner => Assert.DoesNotContain(
            learner.GetType().GetMethods(), method => method.Name.Contains("Predict", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_kind_of_model_comes_from_a_learner_of_this_suite()
    {
        HashSet<Type> made = [.. Learners.All.Values.Select(learner => learner.Fit(s_training).GetType())];
        Assert.All(
            typeof(IClassifierModel).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IClassifierModel))),
            type => Assert.Contains(type, made));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Settings_do_not_change(string name)
    {
        PropertyInfo[] properties = Learners.All[name].GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        Assert.All(properties, property => Assert.True(
            property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Any(type => type.Name == "IsExternalInit") ?? true,
            $"{property.Name} can be set."));
        Assert.False(string.IsNullOrWhiteSpace(Learners.All[name].Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_separable_table_is_learnt(string name)
    {
        IClassifier learner = Learners.All[name];
        Learners.SkipIfExempt(learner, "Learns");
        int[] predicted = learner.Fit(s_training).PredictLabels(s_rows);
        double correct = predicted.Where((label, row) => label == row % 3).Count();
        Assert.InRange(correct / predicted.Length, 0.9, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Probabilities_are_probabilities(string name)
    {
        IClassifierModel model = Learners.All[name].Fit(s_training);
        Assert.Equal(s_training.Data.Classes, model.Classes);
        Assert.Equal(4, model.Columns);
        AssertProbabilities(model, s_rows);
        AssertProbabilities(model, [0, 0, 0, 0, 1e6f, -1e6f, 1e6f, -1e6f]); // far from every training row
        Assert.Empty(model.PredictProbabilities(ReadOnlyMemory<float>.Empty));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fitting_twice_gives_the_same_bits_and_leaves_the_table_alone(string name)
    {
        IClassifier learner = Learners.All[name];
        float[] before = [.. s_training.Data.Values];
        double[] first = learner.Fit(s_training).PredictProbabilities(s_rows);
        Assert.Equal(first, learner.Fit(s_training).PredictProbabilities(s_rows));
        Assert.Equal(before, s_training.Data.Values);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_number_of_threads_does_not_matter(string name)
    {
        IClassifier learner = Learners.All[name];
        IClassifierModel model = learner.Fit(s_training, new FitOptions { Threads = 1 });
        double[] expected = model.PredictProbabilities(s_rows, threads: 1);
        foreach (int threads in (int[])[2, 3, 8])
        {
            Assert.Equal(expected, model.PredictProbabilities(s_rows, threads));
            Assert.Equal(expected, learner.Fit(s_training, new FitOptions { Threads = threads }).PredictProbabilities(s_rows, 1));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => learner.Fit(s_training, new FitOptions { Threads = -1 }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Permuted_classes_permute_the_predictions(string name)
    {
        IClassifier learner = Learners.All[name];
        // Unequal classes, so that the baseline has no tie.
        TrainingSplit<FeatureTable> training = s_training.Map(table => table.Subset([.. Enumerable.Range(0, 119)]));
        int[] to = [2, 0, 1];
        TrainingSplit<FeatureTable> permuted = training.Map(table => new FeatureTable(
            ["class 1", "class 2", "class 0"], [.. table.Labels.Select(label => to[label])], table.Ids, table.Values, table.Columns));
        int[] expected = [.. learner.Fit(training).PredictLabels(s_rows).Select(label => to[label])];
        int[] actual = learner.Fit(permuted).PredictLabels(s_rows);
        int different = expected.Zip(actual).Count(pair => pair.First != pair.Second);
        if (learner is DummyClassifier) // two of its classes are equally frequent
            Assert.Single(actual.Distinct());
        else
            Assert.InRange(different, 0, learner.IsSeeded() ? 2 : 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_of_rows_does_not_matter(string name)
    {
        IClassifier learner = Learners.All[name];
        Assert.SkipWhen(learner.IsSeeded() && learner is not DummyClassifier, "It draws rows at random.");
        int[] order = [.. Enumerable.Range(0, s_training.Data.Count)];
        RandomGenerator random = RandomGenerator.Create(3);
        random.Shuffle<int>(order);
        double[] expected = learner.Fit(s_training).PredictProbabilities(s_rows);
        AssertClose(expected, learner.Fit(s_training.Map(table => table.Subset(order))).PredictProbabilities(s_rows), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_feature_is_enough(string name)
    {
        TrainingSplit<FeatureTable> training = TestTables.Separable(classes: 2, columns: 1);
        AssertProbabilities(Learners.All[name].Fit(training), training.Data.Values);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Constant_features_do_no_harm(string name)
    {
        IClassifier learner = Learners.All[name];
        AssertProbabilities(learner.Fit(s_training.WithValues((value, i) => i % 4 == 3 ? 0.1f : value)), s_rows);
        TryFit(learner, s_training.WithValues((_, _) => 7));
        TryFit(learner, s_training.WithValues((_, _) => 0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_class_is_an_error_or_the_only_prediction(string name)
    {
        FeatureTable table = s_training.Data;
        IClassifierModel? model = TryFit(Learners.All[name], TestTables.Of([.. Enumerable.Repeat(1, table.Count)], table.Values, 4, 3));
        if (model is not null)
            Assert.All(model.PredictProbabilities(s_rows).Chunk(3), row => Assert.Equal([0.0, 1, 0], row));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_class_without_rows_is_never_predicted(string name)
    {
        FeatureTable table = s_training.Data;
        var training = TestTables.Of([.. table.Labels.Select(label => label == 2 ? 3 : label)], table.Values, 4, 5);
        IClassifierModel model = Learners.All[name].Fit(training);
        AssertProbabilities(model, s_rows);
        Assert.All(model.PredictProbabilities(s_rows).Chunk(5), row => Assert.Equal((0, 0), (row[2], row[4])));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Two_classes_of_three_are_learnt(string name)
    {
        TrainingSplit<FeatureTable> training = TestTables.Separable(classes: 2);
        TrainingSplit<FeatureTable> wider = training.Map(
            table => new FeatureTable(["a", "b", "none"], table.Labels, table.Ids, table.Values, table.Columns));
        IClassifierModel model = Learners.All[name].Fit(wider);
        AssertProbabilities(model, training.Data.Values);
        Assert.Equal(Learners.All[name].Fit(training).PredictLabels(s_rows), model.PredictLabels(s_rows));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_row_per_class_is_an_error_or_enough(string name) =>
        TryFit(Learners.All[name], TestTables.Separable(rowsPerClass: 1));

    [Theory]
    [MemberData(nameof(Names))]
    public void One_row_is_an_error_or_enough(string name) => TryFit(Learners.All[name], TestTables.Separable(classes: 1, rowsPerClass: 1));

    [Theory]
    [MemberData(nameof(Names))]
    public void Huge_and_tiny_scales_give_finite_probabilities(string name)
    {
        foreach (float scale in (float[])[1e-6f, 1e6f])
        {
            AssertProbabilities(
                Learners.All[name].Fit(s_training.WithValues((value, _) => value * scale)), [.. s_rows.Select(value => value * scale)]);
            AssertProbabilities(
                Learners.All[name].Fit(s_training.WithValues((value, i) => i % 2 == 0 ? value * scale : value)),
                [.. s_rows.Select((value, i) => i % 2 == 0 ? value * scale : value)]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_not_finite_is_refused_by_row_and_feature(string name)
    {
        IClassifier learner = Learners.All[name];
        IClassifierModel model = learner.Fit(s_training);
        foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            string message = Assert.Throws<DatasetException>(
                () => learner.Fit(s_training.WithValues((value, i) => i == (7 * 4) + 2 ? bad : value))).Message;
            Assert.Contains("row 7", message, StringComparison.Ordinal);
            Assert.Contains("feature 2", message, StringComparison.Ordinal);
            message = Assert.Throws<DatasetException>(() => model.PredictProbabilities(new[] { 0, 0, 0, 0, 0, 0, bad, 0 })).Message;
            Assert.Contains("Row 1", message, StringComparison.Ordinal);
            Assert.Contains("feature 2", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tables_that_do_not_fit_are_refused(string name)
    {
        IClassifier learner = Learners.All[name];
        Assert.Throws<DatasetException>(() => learner.Fit(s_training.Map(table => table.Subset([]))));
        Assert.Throws<ArgumentNullException>(() => learner.Fit(null!));
        IClassifierModel model = learner.Fit(s_training);
        Assert.Throws<ArgumentException>(() => model.PredictProbabilities(new float[7]));
        FeatureTable wide = TestTables.Separable(columns: 5).Data;
        Assert.Throws<DatasetException>(() => model.Predict(new EvaluationSplit<FeatureTable>(wide)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_equal_repetition(string name)
    {
        IClassifier learner = Learners.All[name];
        SkipWithoutWeights(learner);
        int[] times = [.. Enumerable.Range(0, s_training.Data.Count).Select(row => 1 + (row % 3))];
        AssertSameModel(
            learner,
            learner.Fit(s_training.Repeat(times)),
            learner.Fit(s_training, new FitOptions { SampleWeights = [.. times.Select(count => (double)count)] }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weight_0_equals_leaving_out(string name)
    {
        IClassifier learner = Learners.All[name];
        SkipWithoutWeights(learner);
        int[] times = [.. Enumerable.Range(0, s_training.Data.Count).Select(row => row % 5 == 2 ? 0 : 1)];
        AssertSameModel(
            learner,
            learner.Fit(s_training.Repeat(times)),
            learner.Fit(s_training, new FitOptions { SampleWeights = [.. times.Select(count => (double)count)] }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_that_do_not_fit_are_refused(string name)
    {
        IClassifier learner = Learners.All[name];
        double[] ones = [.. Enumerable.Repeat(1.0, s_training.Data.Count)];
        if (!learner.SupportsSampleWeights)
        {
            Assert.Throws<ArgumentException>(() => learner.Fit(s_training, new FitOptions { SampleWeights = ones }));
            return;
        }

        double[][] wrong =
            [[1], [-1, .. ones[1..]], [double.NaN, .. ones[1..]], [double.PositiveInfinity, .. ones[1..]], new double[ones.Length]];
        Assert.All(wrong, weights => Assert.Throws<ArgumentException>(
            () => learner.Fit(s_training, new FitOptions { SampleWeights = weights })));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_model_predicts_the_same_bits(string name)
    {
        using var folder = new TemporaryFolder();
        IClassifierModel model = Learners.All[name].Fit(s_training);
        ModelFile.Save(model, folder.PathOf("model.npz"));
        IClassifierModel loaded = ModelFile.Load(folder.PathOf("model.npz"));
        Assert.IsType(model.GetType(), loaded);
        Assert.Equal(model.Classes, loaded.Classes);
        Assert.Equal(model.Columns, loaded.Columns);
        Assert.Equal(model.PredictProbabilities(s_rows), loaded.PredictProbabilities(s_rows));
        if (model is IDecisionFunction scoring)
            Assert.Equal(scoring.DecisionFunction(s_rows), ((IDecisionFunction)loaded).DecisionFunction(s_rows));
        if (model is IFeatureImportances important)
            Assert.Equal(important.FeatureImportances, ((IFeatureImportances)loaded).FeatureImportances);
        ModelFile.Save(loaded, folder.PathOf("again.npz"));
        Assert.Equal(File.ReadAllBytes(folder.PathOf("model.npz")), File.ReadAllBytes(folder.PathOf("again.npz")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_model_that_lacks_an_array_is_refused_by_name(string name)
    {
        var writer = new ModelWriter();
        Learners.All[name].Fit(s_training).Save(writer);
        foreach (string missing in writer.Arrays.Keys)
        {
            var rest = writer.Arrays.Where(pair => pair.Key != missing).ToDictionary();
            string message = Assert.Throws<ModelFileException>(() => ModelFile.Read(new ModelReader(rest, "m.npz"))).Message;
            Assert.StartsWith("m.npz", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decision_functions_agree_with_the_predictions(string name)
    {
        IClassifierModel model = Learners.All[name].Fit(s_training);
        Assert.SkipUnless(model is IDecisionFunction, "It has no decision function.");
        double[] scores = ((IDecisionFunction)model).DecisionFunction(s_rows);
        Assert.Equal(model.PredictLabels(s_rows), scores.Chunk(3).Select(row => Array.IndexOf(row, row.Max())));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Importances_are_one_number_per_feature(string name)
    {
        IClassifierModel model = Learners.All[name].Fit(s_training);
        Assert.SkipUnless(model is IFeatureImportances, "It has no importances.");
        IReadOnlyList<double> importances = ((IFeatureImportances)model).FeatureImportances;
        Assert.Equal(4, importances.Count);
        Assert.All(importances, importance => Assert.True(importance >= 0 && double.IsFinite(importance)));
        Assert.True(importances[3] <= importances.Max()); // the feature that no class moves
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fit_and_a_prediction_can_be_stopped(string name)
    {
        IClassifier learner = Learners.All[name];
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => learner.Fit(s_training, cancellationToken: stopped.Token));
        IClassifierModel model = learner.Fit(s_training);
        Assert.ThrowsAny<OperationCanceledException>(() => model.PredictProbabilities(s_rows, cancellationToken: stopped.Token));

        // During a fit that takes a while: when the first progress is told, unless that is the end already.
        TrainingSplit<FeatureTable> noise = s_noise.Value;
        using var source = new CancellationTokenSource();
        double first = double.NaN;
        var progress = new DirectProgress(value =>
        {
            if (double.IsNaN(first))
                first = value;
            source.Cancel();
        });
        Exception? error = Record.Exception(() => learner.Fit(noise, null, progress, source.Token));
        if (error is null)
            Assert.True(double.IsNaN(first) || first >= 0.99, $"It went on after it was stopped at {first}.");
        else
            Assert.IsAssignableFrom<OperationCanceledException>(error);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Progress_goes_from_0_to_1(string name)
    {
        var told = new List<double>();
        Learners.All[name].Fit(s_training, null, new DirectProgress(value =>
        {
            lock (told)
                told.Add(value);
        }));
        Assert.All(told, value => Assert.InRange(value, 0, 1 + 1e-9));
        Assert.Equal(told.Order(), told);
    }

    private static void SkipWithoutWeights(IClassifier learner) => Assert.SkipUnless(learner.SupportsSampleWeights, "It takes no weights.");

    /// <summary>Fits; an error must be one for people.</summary>
    private static IClassifierModel? TryFit(IClassifier learner, TrainingSplit<FeatureTable> training)
    {
        try
        {
            IClassifierModel model = learner.Fit(training);
            AssertProbabilities(model, s_rows);
            return model;
        }
        catch (FerException error)
        {
            Assert.NotEmpty(error.Message);
            return null;
        }
    }

    private static void AssertProbabilities(IClassifierModel model, float[] rows)
    {
        double[] probabilities = model.PredictProbabilities(rows);
        Assert.Equal(rows.Length / model.Columns * model.Classes.Count, probabilities.Length);
        Assert.All(probabilities.Chunk(model.Classes.Count), row =>
        {
            Assert.All(row, value => Assert.InRange(value, 0, 1 + 1e-9));
            Assert.Equal(1, row.Sum(), 1e-9);
        });
    }

    /// <summary>Models of learners that draw at random need only agree where the classes lie clearly apart.</summary>
    private static void AssertSameModel(IClassifier learner, IClassifierModel expected, IClassifierModel actual)
    {
        if (!learner.IsSeeded())
            AssertClose(expected.PredictProbabilities(s_rows), actual.PredictProbabilities(s_rows), 1e-4);
        else if (learner is DummyClassifier)
            Assert.Equal(expected.PredictProbabilities(s_rows), actual.PredictProbabilities(s_rows));
        else
            Assert.InRange(expected.PredictLabels(s_rows).Zip(actual.PredictLabels(s_rows)).Count(pair => pair.First != pair.Second), 0, 2);
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
