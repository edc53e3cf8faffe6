using System.Text.Json;

namespace Fer.Ml.Tests;

public class EnsembleTests
{
    private static readonly JsonElement s_fixture = Fixtures.Json("ensembles.json");
    private static readonly IClassifier[] s_learners = [new GaussianDouble(), new GaussianDouble(0.1), new GaussianDouble(1)];

    public static TheoryData<int> Cases => [0, 1];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Votes_equal_those_of_scikit_learn(int index)
    {
        var voting = new VotingClassifier(s_learners) { Weights = [1, 2, 2.5] };
        (TrainingSplit<FeatureTable> training, float[] rows, JsonElement expected) = Read(index);
        Assert.Equal(expected.GetProperty("hard").Deserialize<int[]>(), voting.Fit(training).PredictLabels(rows));
        AssertClose(expected.Doubles("soft"), (voting with { Voting = Voting.Soft }).Fit(training).PredictProbabilities(rows), 1e-10);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Stacking_equals_that_of_scikit_learn(int index)
    {
        (TrainingSplit<FeatureTable> training, float[] rows, JsonElement expected) = Read(index);
        var stacking = new StackingClassifier(s_learners, new GaussianDouble(0.1)) { Shuffle = false };
        AssertClose(expected.Doubles("stacking"), stacking.Fit(training).PredictProbabilities(rows), 1e-5);
        StackingModel model = (stacking with { Passthrough = true, Folds = 3 }).Fit(training, Weights(expected));
        AssertClose(expected.Doubles("stacking_passthrough"), model.PredictProbabilities(rows), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Boosting_equals_that_of_scikit_learn(int index)
    {
        (TrainingSplit<FeatureTable> training, float[] rows, JsonElement expected) = Read(index);
        AdaBoostModel model = new AdaBoostClassifier(new GaussianDouble(1)) { Estimators = 12, LearningRate = 0.7 }.Fit(training);
        AssertClose(expected.Doubles("ada_boost_votes"), [.. model.Votes], 1e-9);
        AssertClose(expected.Doubles("ada_boost"), model.PredictProbabilities(rows), 1e-9);
    }

    [Theory]
    [InlineData(0, CalibrationMethod.Sigmoid, 2e-4)] // scikit-learn's BFGS stops at a gradient of 1e-5
    [InlineData(1, CalibrationMethod.Sigmoid, 2e-4)]
    [InlineData(0, CalibrationMethod.Isotonic, 1e-9)]
    [InlineData(1, CalibrationMethod.Isotonic, 1e-9)]
    public void Calibration_equals_that_of_scikit_learn(int index, CalibrationMethod method, double tolerance)
    {
        (TrainingSplit<FeatureTable> training, float[] rows, JsonElement expected) = Read(index);
        string name = method == CalibrationMethod.Sigmoid ? "sigmoid" : "isotonic";
        var calibrated = new CalibratedClassifier(new GaussianDouble()) { Method = method, Shuffle = false };
        AssertClose(expected.Doubles(name), calibrated.Fit(training).PredictProbabilities(rows), tolerance);
        CalibratedModel model = (calibrated with { Folds = 3 }).Fit(training, Weights(expected));
        AssertClose(expected.Doubles($"{name}_weighted"), model.PredictProbabilities(rows), tolerance);
    }

    [Fact]
    public void Calibration_curves_equal_those_of_scikit_learn()
    {
        JsonElement curves = s_fixture.GetProperty("curves");
        bool[] positive = Array.ConvertAll(curves.GetProperty("target").Deserialize<int[]>()!, target => target == 1);
        double[] scores = curves.Doubles("scores"), weights = curves.Doubles("weights"), grid = curves.Doubles("grid");
        IsotonicCurve isotonic = IsotonicCurve.Fit(scores, positive, weights);
        AssertClose(curves.Doubles("isotonic"), Array.ConvertAll(grid, isotonic.Evaluate), 1e-12);
        SigmoidCurve sigmoid = SigmoidCurve.Fit(scores, positive, weights);
        AssertClose(curves.Doubles("sigmoid"), Array.ConvertAll(grid, sigmoid.Evaluate), 1e-5);
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1)]
    [InlineData(1e30)]
    public void A_sigmoid_does_not_depend_on_the_scale_of_the_scores(double scale)
    {
        double[] scores = [-2, -1, 0.5, -0.5, 1, 2];
        bool[] positive = [false, false, false, true, true, true];
        double[] weights = [1, 1, 1, 1, 1, 1];
        SigmoidCurve reference = SigmoidCurve.Fit(scores, positive, weights);
        SigmoidCurve curve = SigmoidCurve.Fit(Array.ConvertAll(scores, score => score * scale), positive, weights);
        Assert.All(scores, score => Assert.Equal(reference.Evaluate(score), curve.Evaluate(score * scale), 1e-12));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Folds_in_order_equal_those_of_scikit_learn(int index)
    {
        (TrainingSplit<FeatureTable> training, _, JsonElement expected) = Read(index);
        int[] folds = StratifiedFolds.Assign(training.Data.Labels, training.Data.Classes.Count, 5, shuffleSeed: null);
        Assert.Equal(expected.GetProperty("folds").Deserialize<int[]>(), folds);
    }

    [Fact]
    public void Drawn_folds_keep_the_shares_of_the_classes_and_follow_the_seed()
    {
        int[] labels = [.. Enumerable.Range(0, 103).Select(row => row % 7 == 0 ? 1 : 0)];
        int[] folds = StratifiedFolds.Assign(labels, 2, 5, shuffleSeed: 3);
        Assert.Equal(folds, StratifiedFolds.Assign(labels, 2, 5, shuffleSeed: 3));
        Assert.NotEqual(folds, StratifiedFolds.Assign(labels, 2, 5, shuffleSeed: 4));
        for (int fold = 0; fold < 5; fold++)
        {
            (int[] outside, int[] inside) = StratifiedFolds.Split(folds, fold);
            Assert.Equal(103, outside.Length + inside.Length);
            Assert.InRange(inside.Count(row => labels[row] == 1), 3, 3);
            Assert.InRange(inside.Count(row => labels[row] == 0), 17, 18);
        }
    }

    [Fact]
    public void Stacking_asks_only_learners_that_have_not_seen_the_row()
    {
        // The memory knows the rows it has seen and says class 0 of all others: out of fold it never knows one.
        var spy = new SpyLearner();
        new StackingClassifier([new MemoryLearner()], spy).Fit(TestTables.Separable(classes: 2));
        Assert.Equal(Enumerable.Repeat(0f, 80), spy.Seen!.Values);
        new BlendingClassifier([new MemoryLearner()], spy).Fit(TestTables.Separable(classes: 2));
        Assert.Equal(Enumerable.Repeat(0f, 16), spy.Seen!.Values);
    }

    [Fact]
    public void Bagging_of_whole_tables_is_the_learner_itself()
    {
        TrainingSplit<FeatureTable> training = TestTables.Separable();
        double[] expected = new GaussianDouble().Fit(training, null, null, default).PredictProbabilities(training.Data.Values);
        BaggingModel model = new BaggingClassifier(new GaussianDouble()) { Bootstrap = false, Estimators = 3 }.Fit(training);
        AssertClose(expected, model.PredictProbabilities(training.Data.Values), 1e-12);
    }

    [Fact]
    public void Bagging_draws_other_rows_and_features_for_each_copy()
    {
        TrainingSplit<FeatureTable> training = TestTables.Separable(columns: 10);
        BaggingModel model = new BaggingClassifier(new GaussianDouble()) { MaxSamples = 0.5, MaxFeatures = 0.3 }.Fit(training);
        Assert.All(model.Features, features => Assert.Equal(3, features.Distinct().Count()));
        Assert.True(model.Features.Select(features => string.Join(' ', features)).Distinct().Count() > 5);
        var spy = new SpyLearner();
        new BaggingClassifier(spy) { Estimators = 1 }.Fit(training);
        Assert.Equal(120, spy.Seen!.Count); // no weights: repeated rows, about 63 % of them different
        Assert.InRange(spy.Seen.Ids.Count(id => !id.Contains("drawn", StringComparison.Ordinal)), 65, 87);
    }

    [Fact]
    public void Copies_of_a_seeded_learner_have_different_seeds()
    {
        TrainingSplit<FeatureTable> training = TestTables.Separable();
        var learner = new DummyClassifier(DummyStrategy.Stratified);
        BaggingModel model = new BaggingClassifier(learner) { Estimators = 2 }.Fit(training);
        Assert.NotEqual(
            model.Models[0].PredictProbabilities(training.Data.Values), model.Models[1].PredictProbabilities(training.Data.Values));
    }

    [Fact]
    public void Settings_without_sense_are_errors()
    {
        TrainingSplit<FeatureTable> training = TestTables.Separable();
        IClassifier learner = new GaussianDouble();
        IClassifier[] wrong =
        [
            new VotingClassifier([]),
            new VotingClassifier([learner]) { Weights = [1, 2] },
            new VotingClassifier([learner]) { Weights = [0] },
            new VotingClassifier([learner]) { Weights = [double.NaN] },
            new StackingClassifier([], learner),
            new StackingClassifier([learner], learner) { Folds = 1 },
            new BlendingClassifier([learner], learner) { HoldOut = 1 },
            new BaggingClassifier(learner) { Estimators = 0 },
            new BaggingClassifier(learner) { MaxSamples = 0 },
            new BaggingClassifier(learner) { MaxFeatures = 1.1 },
            new AdaBoostClassifier(new SpyLearner()),
            new AdaBoostClassifier(learner) { Estimators = 0 },
            new AdaBoostClassifier(learner) { LearningRate = 0 },
            new CalibratedClassifier(learner) { Folds = 1 },
            new CalibratedClassifier(learner) { Method = (CalibrationMethod)7 },
        ];
        Assert.All(wrong, classifier => Assert.ThrowsAny<ArgumentException>(() => classifier.Fit(training)));
        Assert.Contains(
            "no better than guessing",
            Assert.Throws<DatasetException>(() => new AdaBoostClassifier(new DummyClassifier()).Fit(training)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "fewer than the 50 folds",
            Assert.Throws<DatasetException>(() => new CalibratedClassifier(learner) { Folds = 50 }.Fit(training)).Message,
            StringComparison.Ordinal);
    }

    private static (TrainingSplit<FeatureTable> Training, float[] Rows, JsonElement Expected) Read(int index)
    {
        JsonElement expected = s_fixture.GetProperty("cases")[index];
        TrainingSplit<FeatureTable> training = TestTables.Of(
            expected.GetProperty("y").Deserialize<int[]>()!,
            Array.ConvertAll(expected.Doubles("x"), value => (float)value),
            expected.GetProperty("columns").GetInt32(),
            expected.GetProperty("classes").GetInt32());
        return (training, Array.ConvertAll(expected.Doubles("new"), value => (float)value), expected);
    }

    private static FitOptions Weights(JsonElement expected) => new() { SampleWeights = expected.Doubles("weights") };

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
