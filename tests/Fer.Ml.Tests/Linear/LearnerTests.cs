namespace Fer.Ml.Tests;

/// <summary>What every learner of the linear family, neighbours, naive Bayes and support vectors keeps to.</summary>
public class LearnerTests
{
    private static readonly IClassifier[] s_learners =
    [
        new RidgeClassifier(),
        new LinearDiscriminantAnalysis(),
        new LinearDiscriminantAnalysis { Solver = LdaSolver.Lsqr, Shrinkage = Shrinkage.Auto },
        new QuadraticDiscriminantAnalysis { RegParam = 0.1 },
        new GaussianNB(),
        new LogisticRegression(),
        new LogisticRegression { Penalty = Penalty.L1 },
        new LogisticRegression { Penalty = Penalty.None },
        new KNeighborsClassifier(),
        new KNeighborsClassifier { Weights = NeighborWeights.Distance },
        new LinearSVC(),
        new SVC(),
        new SVC { Kernel = SvcKernel.Linear, MaxIter = 100_000 }, // a linear kernel of unscaled features takes very many
    ];

    public static TheoryData<int> Learners => [.. Enumerable.Range(0, s_learners.Length)];

    [Theory]
    [MemberData(nameof(Learners))]
    public void Any_number_of_threads_gives_the_same_bits(int index)
    {
        TrainingSplit<FeatureTable> training = Tables.Gaussian(1500, 21, 3);
        double[][] results =
        [
            .. new[] { 1, 2, 3, 8 }.Select(threads => s_learners[index]
                .Learn(training, new FitOptions { Threads = threads }).Probabilities(training.Data.Values, threads)),
        ];
        Assert.All(results, result => Assert.Equal(results[0], result));
        Assert.All(results[0].Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-12));
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void A_saved_model_predicts_the_same_bits(int index)
    {
        TrainingSplit<FeatureTable> training = Tables.Gaussian(90, 5, 4, label: row => row % 3 == 2 ? 3 : row % 3);
        IClassifierModel model = s_learners[index].Learn(training);
        var writer = new ModelWriter();
        model.Save(writer);
        IClassifierModel read = ModelFile.Read(new ModelReader(writer.Arrays, "model"));
        Assert.IsType(model.GetType(), read);
        Assert.Equal(model.Classes, read.Classes);
        Assert.Equal(model.Probabilities(training.Data.Values), read.Probabilities(training.Data.Values));
        if (model is IDecisionFunction scores)
            Assert.Equal(scores.Scores(training.Data.Values), ((IDecisionFunction)read).Scores(training.Data.Values));
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Classes_without_rows_are_never_predicted(int index)
    {
        TrainingSplit<FeatureTable> sparse = Tables.Gaussian(90, 5, 5, label: row => row % 2 == 0 ? 1 : 3);
        TrainingSplit<FeatureTable> dense = Tables.Training(
            sparse.Data.Values, 5, [.. sparse.Data.Labels.Select(label => label / 2)], 2);
        double[] expected = s_learners[index].Learn(dense).Probabilities(sparse.Data.Values);
        double[] actual = s_learners[index].Learn(sparse).Probabilities(sparse.Data.Values);
        for (int row = 0; row < sparse.Data.Count; row++)
        {
            Assert.Equal([0, expected[row * 2], 0, expected[row * 2 + 1], 0], actual.AsSpan(row * 5, 5).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Constant_collinear_and_badly_scaled_columns_do_no_harm(int index)
    {
        TrainingSplit<FeatureTable> plain = Tables.Gaussian(300, 4, 3);
        var values = new float[300 * 8];
        for (int row = 0; row < 300; row++)
        {
            ReadOnlySpan<float> from = plain.Data.Row(row);
            float[] to = [from[0], from[1], from[2], from[3], 7, 0, from[0], from[1] * 1e-3f + 5];
            to.CopyTo(values, row * 8);
        }

        TrainingSplit<FeatureTable> training = Tables.Training(values, 8, [.. plain.Data.Labels], 3);
        IClassifierModel model = s_learners[index].Learn(training);
        double[] probabilities = model.Probabilities(values);
        Assert.All(probabilities, probability => Assert.InRange(probability, 0, 1));
        double right = model.Labels(values).Zip(training.Data.Labels).Count(pair => pair.First == pair.Second) / 300.0;
        Assert.InRange(right, 0.6, 1);
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Huge_and_tiny_numbers_give_probabilities(int index)
    {
        TrainingSplit<FeatureTable> plain = Tables.Gaussian(120, 3, 3);
        foreach (float scale in new[] { 1e-15f, 1e12f })
        {
            float[] values = [.. plain.Data.Values.Select(value => value * scale)];
            TrainingSplit<FeatureTable> training = Tables.Training(values, 3, [.. plain.Data.Labels], 3);
            double[] probabilities = s_learners[index].Learn(training).Probabilities(values);
            Assert.All(probabilities, probability => Assert.InRange(probability, 0, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void A_fit_can_be_cancelled_and_tells_its_progress(int index)
    {
        TrainingSplit<FeatureTable> training = Tables.Gaussian(60, 3, 3);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            s_learners[index].Fit(training, cancellationToken: new CancellationToken(canceled: true)));
        var progress = new Reports();
        s_learners[index].Fit(training, null, progress, TestContext.Current.CancellationToken);
        Assert.NotEmpty(progress.Values);
        Assert.All(progress.Values, part => Assert.InRange(part, 0, 1));
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void One_class_is_predicted_always_or_refused_by_name(int index)
    {
        TrainingSplit<FeatureTable> training = Tables.Gaussian(20, 3, 3, label: _ => 1);
        if (s_learners[index] is RidgeClassifier or GaussianNB or KNeighborsClassifier)
        {
            double[] probabilities = s_learners[index].Learn(training).Probabilities(training.Data.Values);
            Assert.All(probabilities.Chunk(3), row => Assert.Equal([0, 1, 0], row));
            return;
        }

        Assert.Contains(
            "'class 1'", Assert.Throws<DatasetException>(() => s_learners[index].Learn(training)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void A_weight_of_two_counts_as_two_rows_where_there_are_weights(int index)
    {
        IClassifier learner = Tight(s_learners[index]);
        TrainingSplit<FeatureTable> training = Tables.Gaussian(60, 3, 3);
        if (!learner.SupportsSampleWeights)
        {
            Assert.Throws<ArgumentException>(() => learner.Learn(training, new FitOptions { SampleWeights = new double[60] }));
            return;
        }

        double[] weights = [.. Enumerable.Range(0, 60).Select(row => row % 5 == 0 ? 2.0 : row % 7 == 1 ? 0 : 1)];
        int[] repeated = [.. Enumerable.Range(0, 60).SelectMany(row => Enumerable.Repeat(row, (int)weights[row]))];
        TrainingSplit<FeatureTable> longer = Tables.Training(
            [.. repeated.SelectMany(row => training.Data.Row(row).ToArray())], 3,
            [.. repeated.Select(row => training.Data.Labels[row])], 3);
        // Gamma's default looks at the rows without their weights, as in scikit-learn, and so does naive Bayes' smoothing.
        learner = learner is SVC svc ? svc with { Gamma = Gamma.Of(0.5) } : learner;
        double[] expected = learner.Learn(longer).Probabilities(training.Data.Values);
        double[] actual = learner.Learn(training, new FitOptions { SampleWeights = weights }).Probabilities(training.Data.Values);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void More_neighbours_than_rows_single_rows_and_unused_shrinkage_are_refused()
    {
        Assert.Throws<DatasetException>(() => new KNeighborsClassifier().Learn(Tables.Gaussian(4, 2, 2)));
        Assert.Throws<DatasetException>(() => new LinearDiscriminantAnalysis().Learn(Tables.Gaussian(3, 2, 3)));
        Assert.Throws<DatasetException>(() =>
            new QuadraticDiscriminantAnalysis().Learn(Tables.Gaussian(9, 2, 3, label: row => row == 0 ? 0 : 1 + row % 2)));
        Assert.Throws<ArgumentException>(() =>
            new LinearDiscriminantAnalysis { Shrinkage = Shrinkage.Auto }.Learn(Tables.Gaussian(9, 2, 3)));
        Assert.Throws<ArgumentException>(() => new GaussianNB { Priors = [0.5, 0.5] }.Learn(Tables.Gaussian(9, 2, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression { C = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SVC { Tol = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new KNeighborsClassifier { NNeighbors = 0 });
    }

    [Fact]
    public void Support_vectors_lie_at_the_border()
    {
        // On a line, classes 0 and 1 meet between 3 and 4: the rows next to it hold it.
        TrainingSplit<FeatureTable> training = Tables.Training([0, 1, 2, 3, 4, 5, 6, 7], 1, [0, 0, 0, 0, 1, 1, 1, 1], 2);
        var finder = new SVC { Kernel = SvcKernel.Linear, C = 100 };
        Assert.IsAssignableFrom<ISupportVectorFinder>(finder);
        Assert.Equal([3, 4], finder.Find(training, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Neighbours_at_the_same_distance_are_taken_in_order()
    {
        TrainingSplit<FeatureTable> training = Tables.Training([1, 1, -1, 1, 5], 1, [2, 1, 0, 1, 0], 3);
        var learner = new KNeighborsClassifier { NNeighbors = 2 };
        Assert.Equal([0, 0.5, 0.5], learner.Learn(training).Probabilities([0]));
        // A neighbour at distance 0 votes alone.
        var weighted = new KNeighborsClassifier { NNeighbors = 4, Weights = NeighborWeights.Distance };
        Assert.Equal([1.0, 0, 0], weighted.Learn(training).Probabilities([5]));
    }

    private static IClassifier Tight(IClassifier learner) => learner switch
    {
        LogisticRegression { Penalty: not Penalty.None } logistic => logistic with { Tol = 1e-9, MaxIter = 1000 },
        LogisticRegression logistic => logistic with { Tol = 1e-9, MaxIter = 1000, Penalty = Penalty.L2, C = 100 },
        LinearSVC linear => linear with { Tol = 1e-11 },
        SVC svc => svc with { Tol = 1e-8 },
        GaussianNB bayes => bayes with { VarSmoothing = 0 },
        _ => learner,
    };

    private sealed class Reports : IProgress<double>
    {
        private readonly Lock _lock = new();

        public List<double> Values { get; } = [];

        public void Report(double value)
        {
            lock (_lock)
                Values.Add(value);
        }
    }
}
