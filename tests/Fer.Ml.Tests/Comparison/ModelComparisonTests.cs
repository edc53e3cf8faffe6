using System.Text.Json;
using Fer.Evaluation;
using Fer.Preprocessing;

namespace Fer.Ml.Tests;

public class ModelComparisonTests
{
    private static readonly TrainingSplit<FeatureTable> s_training = Tables.Gaussian(120, 4, 3);
    private static readonly CrossValidationFolds s_folds = CrossValidationFolds.Stratified(s_training.Data, 4);
    private static readonly ClassificationScorer s_scorer = new();

    private static readonly Candidate[] s_candidates =
    [
        new("dummy", new DummyClassifier()),
        new("ridge", new RidgeClassifier()),
        new("bayes", new GaussianNB()),
        new("trees", new ExtraTreesClassifier { NEstimators = 10 }),
    ];

    [Fact]
    public void Cross_validation_gives_the_figures_of_scikit_learn()
    {
        var comparison = new ModelComparison(
            [
                new Candidate("Ridge", new RidgeClassifier()),
                new Candidate("LDA", new LinearDiscriminantAnalysis()),
                new Candidate("Naive Bayes", new GaussianNB()),
                new Candidate("Neighbours", new KNeighborsClassifier { NNeighbors = 3 }),
            ],
            s_scorer);
        ComparisonResult result = comparison.CrossValidate(ComparisonFixture.Training, ComparisonFixture.Folds);
        foreach (JsonElement expected in ComparisonFixture.Root.GetProperty("learners").EnumerateArray())
        {
            ComparisonRow row = result.Rows.Single(row => row.Learner == expected.GetProperty("name").GetString());
            foreach (JsonProperty metric in expected.EnumerateObject().Where(property => property.Name != "name"))
            {
                double[] folds = metric.Value.Deserialize<double[]>()!;
                for (int fold = 0; fold < folds.Length; fold++)
                    Assert.Equal(folds[fold], Get(row.FoldScores[fold], metric.Name), 1e-9);
                double mean = folds.Average();
                Assert.Equal(mean, Get(row.Scores!, metric.Name), 1e-9);
                Assert.Equal(Math.Sqrt(folds.Average(value => (value - mean) * (value - mean))), Get(row.Deviation!, metric.Name), 1e-9);
            }
        }
    }

    [Theory]
    [InlineData(ScoreMetric.Accuracy)]
    [InlineData(ScoreMetric.Auc)]
    [InlineData(ScoreMetric.Mcc)]
    public void The_best_comes_first(ScoreMetric metric)
    {
        ComparisonResult result = new ModelComparison(s_candidates, s_scorer) { SortBy = metric }.CrossValidate(s_training, s_folds);
        double[] figures = [.. result.Rows.Select(row => Get(row.Scores!, metric.ToString().ToLowerInvariant()))];
        Assert.Equal(figures.OrderDescending(), figures);
        Assert.Equal("dummy", result.Rows[^1].Learner);
        Assert.Same(result.Rows[0], result.Best);
    }

    [Fact]
    public void Out_of_fold_predictions_are_those_of_models_fitted_to_the_other_folds()
    {
        ComparisonRow row = new ModelComparison([s_candidates[2]], s_scorer).CrossValidate(s_training, s_folds).Rows[0];
        FeatureTable table = s_training.Data;
        Assert.Equal(table.Ids, row.Predictions!.Ids);
        for (int fold = 0; fold < s_folds.Count; fold++)
        {
            int[] outside = [.. Enumerable.Range(0, table.Count).Where(i => s_folds.FoldOf[i] != fold)];
            IClassifierModel model = new GaussianNB().Fit(new TrainingSplit<FeatureTable>(table.Subset(outside)));
            foreach (int i in Enumerable.Range(0, table.Count).Except(outside))
                Assert.Equal(model.PredictProbabilities(table.Row(i).ToArray()), row.Predictions.Row(i).ToArray());
        }
    }

    [Fact]
    public void A_held_out_comparison_judges_models_that_can_be_saved()
    {
        DataSplits<FeatureTable> splits = HeldOut();
        ComparisonResult result = new ModelComparison(s_candidates, s_scorer).HoldOut(splits);
        Assert.Equal(1, result.Folds);
        using var folder = new TemporaryFolder();
        foreach (ComparisonRow row in result.Rows)
        {
            IClassifier learner = s_candidates.Single(candidate => candidate.Name == row.Learner).Learner;
            Predictions expected = learner.Fit(splits.Training).Predict(splits.Evaluation);
            Assert.Equal(expected.Probabilities, row.Predictions!.Probabilities);
            Assert.Equal(s_scorer.Score(expected), row.Scores);
            Assert.Null(row.Deviation);
            ModelFile.Save(row.Model!, folder.PathOf("model.npz"));
            Assert.Equal(
                expected.Probabilities, ModelFile.Load(folder.PathOf("model.npz")).Predict(splits.Evaluation).Probabilities);
            Assert.Equal(row.Learner == "trees", row.FeatureImportances is not null);
        }

        result = new ModelComparison(s_candidates, s_scorer) { KeepModels = false, KeepPredictions = false }.HoldOut(splits);
        Assert.All(result.Rows, row => Assert.True(row.Model is null && row.Predictions is null));
    }

    [Fact]
    public void The_number_of_threads_does_not_matter()
    {
        var comparison = new ModelComparison(s_candidates, s_scorer) { Sampler = new Smote() };
        string expected = Figures((comparison with { Threads = 1 }).CrossValidate(s_training, s_folds));
        Assert.Equal(expected, Figures((comparison with { Threads = 4 }).CrossValidate(s_training, s_folds)));
    }

    [Fact]
    public void No_row_that_a_sampler_made_has_a_parent_that_is_judged()
    {
        TrainingSplit<FeatureTable> unequal = Tables.Gaussian(90, 3, 3, label: row => row % 9 < 6 ? 0 : row % 9 < 8 ? 1 : 2);
        var spy = new TableSpy();
        CrossValidationFolds folds = CrossValidationFolds.Stratified(unequal.Data, 3);
        new ModelComparison([new Candidate(spy)], s_scorer) { Sampler = new Smote() }.CrossValidate(unequal, folds);
        Assert.Equal(3, spy.Seen.Count);
        for (int fold = 0; fold < 3; fold++)
        {
            HashSet<string> judged = [.. unequal.Data.Ids.Where((_, row) => folds.FoldOf[row] == fold)];
            string[] ids = [.. spy.Seen[fold].Ids];
            string[] parents = [.. ids.SelectMany(id => id.Split('#')[0].Split('+')).Distinct()];
            Assert.Equal(60, parents.Length);
            Assert.Equal(120, ids.Length); // 40 of each class
            Assert.Empty(parents.Intersect(judged));
        }
    }

    [Fact]
    public void Grouped_folds_have_no_group_on_both_sides()
    {
        string[] groups = [.. ComparisonFixture.Ints("groups").Select(group => $"{group:00}")];
        CrossValidationFolds folds = CrossValidationFolds.Grouped(groups, 4);
        Assert.Equal(ComparisonFixture.Ints("groupFolds"), folds.FoldOf);
        var spy = new TableSpy();
        new ModelComparison([new Candidate(spy)], s_scorer).CrossValidate(ComparisonFixture.Training, folds);
        for (int fold = 0; fold < 4; fold++)
        {
            HashSet<string> learnt = [.. spy.Seen[fold].Ids];
            ILookup<bool, string> sides = groups.Select((group, row) => (group, row))
                .ToLookup(pair => learnt.Contains(ComparisonFixture.Training.Data.Ids[pair.row]), pair => pair.group);
            Assert.Empty(sides[true].Intersect(sides[false]));
        }
    }

    [Fact]
    public void Folds_of_other_splitters_are_taken()
    {
        string[] groups = [.. Enumerable.Range(0, 120).Select(row => $"{row / 5}")];
        IReadOnlyList<DataSplits<FeatureTable>> splits = new StratifiedGroupKFold(3).Split(s_training, groups);
        CrossValidationFolds folds = CrossValidationFolds.Of(s_training.Data, splits);
        Assert.Equal(3, folds.Count);
        Assert.All(
            groups.Zip(folds.FoldOf).GroupBy(pair => pair.First),
            group => Assert.Single(group.Select(pair => pair.Second).Distinct()));
        Assert.Contains(
            "is judged in no fold",
            Assert.Throws<ArgumentException>(() => CrossValidationFolds.Of(s_training.Data, [splits[0], splits[1]])).Message);
        Assert.Contains(
            "in fold 0 and in fold 2",
            Assert.Throws<ArgumentException>(() => CrossValidationFolds.Of(s_training.Data, [splits[0], splits[1], splits[0]])).Message);
    }

    [Fact]
    public void Folds_that_cannot_be_cut_are_refused()
    {
        Assert.Throws<DatasetException>(() => CrossValidationFolds.Stratified(s_training.Data, 41));
        Assert.Throws<DatasetException>(() => CrossValidationFolds.Grouped(["a", "b", "a"], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossValidationFolds.Stratified(s_training.Data, 1));
        Assert.Throws<ArgumentException>(() => CrossValidationFolds.Of([0, 2, 0]));
        Assert.Throws<ArgumentException>(() => CrossValidationFolds.Of([0, 0]));
        var comparison = new ModelComparison(s_candidates, s_scorer);
        Assert.Throws<ArgumentException>(() => comparison.CrossValidate(s_training, CrossValidationFolds.Of([0, 1])));
    }

    [Fact]
    public void A_candidate_that_fails_gets_a_line_and_the_others_go_on()
    {
        Candidate[] candidates =
        [
            new("too many neighbours", new KNeighborsClassifier { NNeighbors = 1000 }),
            s_candidates[1],
            new("wrong settings", new StackingClassifier([new GaussianNB()], new GaussianNB()) { Folds = 1 }),
        ];
        ComparisonResult result = new ModelComparison(candidates, s_scorer).CrossValidate(s_training, s_folds);
        Assert.Equal(["ridge", "too many neighbours", "wrong settings"], result.Rows.Select(row => row.Learner));
        Assert.StartsWith("Fold 0: ", result.Rows[1].Error, StringComparison.Ordinal);
        Assert.Contains("2 folds", result.Rows[2].Error, StringComparison.Ordinal);
        Assert.Null(result.Rows[0].Error);
        Assert.Contains("too many neighbours: Fold 0", result.ToText(), StringComparison.Ordinal);
        Assert.Null(new ModelComparison([candidates[0]], s_scorer).CrossValidate(s_training, s_folds).Best);
    }

    [Fact]
    public void A_comparison_can_be_stopped()
    {
        using var source = new CancellationTokenSource();
        var progress = new ListProgress<ComparisonProgress>(told =>
        {
            if (told.Table is not null)
                source.Cancel();
        });
        var comparison = new ModelComparison(s_candidates, s_scorer);
        Assert.ThrowsAny<OperationCanceledException>(() => comparison.CrossValidate(s_training, s_folds, progress, source.Token));
        Assert.Single(progress.Told, told => told.Table is not null);
        Assert.ThrowsAny<OperationCanceledException>(() => comparison.CrossValidate(s_training, s_folds, null, source.Token));
    }

    [Fact]
    public void The_table_can_be_watched()
    {
        var progress = new ListProgress<ComparisonProgress>();
        ComparisonResult result = new ModelComparison(s_candidates, s_scorer).CrossValidate(s_training, s_folds, progress);
        ComparisonProgress[] tables = [.. progress.Told.Where(told => told.Table is not null)];
        Assert.Equal(16, tables.Length);
        Assert.Equal([1, 2, 3, 4, 4], tables.Take(5).Select(told => told.Table!.Rows.Count));
        Assert.Equal(Figures(result), Figures(tables[^1].Table!));
        double[] whole = [.. progress.Told.Select(told => told.Whole)];
        Assert.Equal(whole.Order(), whole);
        Assert.Equal(1, whole[^1], 1e-12);
        Assert.Equal((3, "trees", 3), (tables[^1].Candidate, tables[^1].Learner, tables[^1].Fold));
    }

    [Fact]
    public void Baselines_stand_in_the_table_but_are_not_the_best()
    {
        DataSplits<FeatureTable> splits = HeldOut();
        FeatureTable judged = splits.Evaluation.Data;
        int[] back = [.. Enumerable.Range(0, judged.Count).Reverse()]; // another order
        double[] sure = [.. back.SelectMany(row => Enumerable.Range(0, 3).Select(c => c == judged.Labels[row] ? 1.0 : 0))];
        var oracle = new Predictions(
            judged.Classes, [.. back.Select(row => judged.Ids[row])], [.. back.Select(row => judged.Labels[row])], sure);
        var comparison = new ModelComparison(s_candidates, s_scorer) { Baselines = [new Baseline("oracle", oracle)] };
        ComparisonResult result = comparison.HoldOut(splits);
        Assert.Equal("oracle", result.Rows[0].Learner);
        Assert.Equal(1, result.Rows[0].Scores!.Accuracy);
        Assert.True(result.Rows[0].IsBaseline);
        Assert.True(double.IsNaN(result.Rows[0].FitSeconds));
        Assert.Equal(judged.Ids, result.Rows[0].Predictions!.Ids);
        Assert.Same(result.Rows[1], result.Best);

        Assert.Throws<ArgumentException>(() => comparison.CrossValidate(s_training, s_folds));
        Assert.Throws<ArgumentException>(() => (comparison with { Baselines = [new Baseline("ridge", oracle)] }).HoldOut(splits));
        string[] otherIds = [.. oracle.Ids.Select(id => id + "!")];
        var other = new Predictions(oracle.Classes, otherIds, oracle.Labels, sure);
        Assert.Contains("says nothing of", Refusal(comparison, other, splits), StringComparison.Ordinal);
        other = new Predictions(oracle.Classes, oracle.Ids, [.. oracle.Labels.Select(label => 2 - label)], sure);
        Assert.Contains("another class", Refusal(comparison, other, splits), StringComparison.Ordinal);
        other = new Predictions(["x", "y", "z"], oracle.Ids, oracle.Labels, sure);
        Assert.Contains("x, y, z", Refusal(comparison, other, splits), StringComparison.Ordinal);
    }

    [Fact]
    public void Candidates_have_names_of_their_own()
    {
        Candidate[] twice = [new("a", new GaussianNB()), new("a", new RidgeClassifier())];
        string message = Assert.Throws<ArgumentException>(() => new ModelComparison(twice, s_scorer)).Message;
        Assert.Contains("'a'", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ModelComparison(s_candidates, s_scorer) with { Candidates = twice });
        Assert.Throws<ArgumentException>(() => new ModelComparison([], s_scorer));
        Assert.Throws<ArgumentNullException>(() => new ModelComparison(s_candidates, null!));
    }

    [Fact]
    public void Sides_that_do_not_fit_are_refused()
    {
        var comparison = new ModelComparison(s_candidates, s_scorer);
        FeatureTable table = s_training.Data;
        Assert.Throws<DatasetException>(() => comparison.HoldOut(Splits(table, Renamed(Tables.Gaussian(30, 5, 3).Data))));
        Assert.Throws<DatasetException>(() => comparison.HoldOut(Splits(table, Renamed(Tables.Gaussian(30, 4, 2).Data))));
        Assert.Throws<DatasetException>(() => comparison.HoldOut(Splits(table, table.Subset([]))));
        Assert.Throws<DatasetException>(() => comparison.HoldOut(Splits(table.Subset([]), table)));
        DataSplits<FeatureTable> tooSmall = Splits(table.Subset([0, 1, 3]), table.Subset([2, 4]));
        Assert.Throws<DatasetException>(() => (comparison with { Sampler = new Smote() }).HoldOut(tooSmall));
        Assert.Throws<ArgumentOutOfRangeException>(() => (comparison with { Threads = -1 }).CrossValidate(s_training, s_folds));
    }

    private static string Refusal(ModelComparison comparison, Predictions predictions, DataSplits<FeatureTable> splits) =>
        Assert.Throws<ArgumentException>(() => (comparison with { Baselines = [new Baseline("b", predictions)] }).HoldOut(splits)).Message;

    private static DataSplits<FeatureTable> HeldOut() => Splits(
        s_training.Data.Subset([.. Enumerable.Range(0, 80)]), s_training.Data.Subset([.. Enumerable.Range(80, 40)]));

    private static DataSplits<FeatureTable> Splits(FeatureTable training, FeatureTable evaluation) =>
        new(new TrainingSplit<FeatureTable>(training), new EvaluationSplit<FeatureTable>(evaluation));

    private static FeatureTable Renamed(FeatureTable table) =>
        new(table.Classes, table.Labels, [.. table.Ids.Select(id => "other " + id)], table.Values, table.Columns);

    private static double Get(ClassificationScores scores, string metric) => metric switch
    {
        "accuracy" => scores.Accuracy,
        "auc" => scores.Auc,
        "recall" => scores.Recall,
        "precision" => scores.Precision,
        "f1" => scores.F1,
        "kappa" => scores.Kappa,
        _ => scores.Mcc,
    };

    /// <summary>Everything but the times.</summary>
    private static string Figures(ComparisonResult result) => string.Join('\n', result.Rows.Select(row => string.Join(
        ' ', [row.Learner, $"{row.Scores}", $"{row.Deviation}", row.Error, .. row.FoldScores, .. row.Predictions!.Probabilities])));
}
