using System.Text.Json;
using Fer.Evaluation;
using Fer.Preprocessing;

namespace Fer.Ml.Tests;

public class ParameterSearchTests
{
    private static readonly ClassificationScorer s_scorer = new();
    private static readonly TrainingSplit<FeatureTable> s_training = Tables.Gaussian(90, 4, 3);

    private static readonly SearchSpace s_neighbors = new(
        ("weights", ParameterDistribution.Choice(NeighborWeights.Uniform, NeighborWeights.Distance)),
        ("n_neighbors", ParameterDistribution.Choice(1, 3, 5, 9, 15)));

    private static readonly SearchSpace s_alphas = new(("alpha", ParameterDistribution.LogUniform(1e-3, 1e3)));

    [Fact]
    public void A_grid_search_ranks_as_scikit_learn()
    {
        JsonElement expected = ComparisonFixture.Root.GetProperty("grid");
        GridSearch search = new GridSearch(s_neighbors, CreateNeighbors, s_scorer) { Shuffle = false, Refit = false };
        SearchResult result = search.Search(ComparisonFixture.Training);
        JsonElement[] sets = [.. expected.GetProperty("parameters").EnumerateArray()];
        Assert.Equal(sets.Length, result.Rows.Count);
        for (int i = 0; i < sets.Length; i++)
        {
            SearchRow row = result.Rows.Single(row => row.Parameters.Get<int>("n_neighbors") == sets[i][0].GetInt32()
                && $"{row.Parameters.Values["weights"]}".Equals(sets[i][1].GetString(), StringComparison.OrdinalIgnoreCase));
            Assert.Equal(expected.Doubles("mean")[i], row.Result.Scores!.Accuracy, 1e-9);
            Assert.Equal(expected.Doubles("std")[i], row.Result.Deviation!.Accuracy, 1e-9);
            Assert.Equal(expected.GetProperty("rank")[i].GetInt32(), row.Rank);
            Assert.Equal(i == expected.GetProperty("best").GetInt32(), ReferenceEquals(row, result.Best));
        }

        Assert.Null(result.BestModel);
        Assert.Contains("n_neighbors=9, weights=Uniform", result.Table.Rows.Select(row => row.Learner));
    }

    [Fact]
    public void A_grid_has_the_order_of_scikit_learn()
    {
        var space = new SearchSpace(("b", ParameterDistribution.Choice(1, 2, 3)), ("a", ParameterDistribution.Choice("x", "y")));
        string[] expected = [.. ComparisonFixture.Root.GetProperty("grid").GetProperty("order").EnumerateArray()
            .Select(set => $"a={set[1].GetString()}, b={set[0].GetInt32()}")];
        Assert.Equal(expected, space.Grid().Select(set => set.ToString()));
        Assert.Equal(6, space.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Halving_has_the_schedule_of_scikit_learn(int index)
    {
        JsonElement expected = ComparisonFixture.Root.GetProperty("halving")[index];
        var space = new SearchSpace(("smoothing", ParameterDistribution.LogUniform(1e-9, 1)));
        var search = new SuccessiveHalvingSearch(space, set => new GaussianNB { VarSmoothing = set.Get<double>("smoothing") }, s_scorer);
        search = index switch
        {
            1 => search with { Folds = 3 },
            2 => search with { InitialCandidates = 20, MinRows = 20, Factor = 2 },
            3 => search with { InitialCandidates = 11, ExhaustRows = true },
            4 => search with { InitialCandidates = 40, Factor = 2, MaxRows = 100, AggressiveElimination = true, Folds = 2 },
            _ => search,
        };
        SearchResult result = search.Search(ComparisonFixture.Training);
        SearchRow[][] iterations =
            [.. result.Rows.GroupBy(row => row.Iteration).OrderBy(group => group.Key).Select(group => group.ToArray())];
        Assert.Equal(expected.GetProperty("candidates").Deserialize<int[]>(), iterations.Select(rows => rows.Length));
        Assert.Equal(expected.GetProperty("rows").Deserialize<int[]>(), iterations.Select(rows => rows[0].Rows));
        Assert.Equal(iterations.Length - 1, result.Best.Iteration);
        for (int i = 1; i < iterations.Length; i++) // the best of one are those of the next
        {
            Assert.Equal(
                iterations[i - 1].Take(iterations[i].Length).Select(row => $"{row.Parameters}").Order(),
                iterations[i].Select(row => $"{row.Parameters}").Order());
        }
    }

    [Fact]
    public void The_rows_of_a_halving_search_keep_the_shares_and_grow()
    {
        FeatureTable table = Tables.Gaussian(200, 2, 3, label: row => row % 20 < 12 ? 0 : row % 20 < 18 ? 1 : 2).Data;
        HashSet<int> before = [];
        foreach (int count in (int[])[20, 60, 180, 200])
        {
            int[] rows = StratifiedSubset.Draw(table, count, 3);
            Assert.Equal(count, rows.Distinct().Count());
            Assert.Subset(rows.ToHashSet(), before);
            int[] perClass = table.Subset(rows).CountPerClass();
            Assert.InRange(perClass[0], count * 0.6 - 1, count * 0.6 + 1);
            Assert.InRange(perClass[2], count * 0.1 - 1, count * 0.1 + 1);
            before = [.. rows];
        }
    }

    [Fact]
    public void The_best_model_is_the_best_learner_fitted_to_all_rows()
    {
        SearchResult result = new GridSearch(s_neighbors, CreateNeighbors, s_scorer).Search(s_training);
        Assert.Equal(CreateNeighbors(result.Best.Parameters), result.BestLearner);
        float[] rows = s_training.Data.Values;
        double[] expected = result.BestLearner.Fit(s_training).PredictProbabilities(rows);
        Assert.Equal(expected, result.BestModel!.PredictProbabilities(rows));
        IClassifierModel model = new GridSearch(s_neighbors, CreateNeighbors, s_scorer) { Refit = false }.Fit(s_training);
        Assert.Equal(expected, model.PredictProbabilities(rows));
    }

    [Fact]
    public void A_sampler_works_on_training_sides_and_before_the_last_fit()
    {
        TrainingSplit<FeatureTable> unequal = Tables.Gaussian(90, 3, 3, label: row => row % 9 < 6 ? 0 : row % 9 < 8 ? 1 : 2);
        var spy = new TableSpy();
        var space = new SearchSpace(("x", ParameterDistribution.Choice(1)));
        new GridSearch(space, _ => spy, s_scorer) { Sampler = new Smote { KNeighbors = 2 }, Folds = 3 }.Search(unequal);
        Assert.Equal([120, 120, 120, 180], spy.Seen.Select(table => table.Count));
    }

    [Fact]
    public void Sets_are_drawn_by_seed_from_their_ranges_and_never_twice()
    {
        var space = new SearchSpace(
            ("u", ParameterDistribution.Uniform(-2, 3)), ("l", ParameterDistribution.LogUniform(1e-4, 1e4)),
            ("i", ParameterDistribution.Integers(2, 5)), ("c", ParameterDistribution.Choice("x", "y")));
        IReadOnlyList<ParameterSet> sets = space.Sample(400, 1);
        Assert.Equal(400, sets.Count);
        Assert.Equal(sets.Select(set => $"{set}"), space.Sample(400, 1).Select(set => $"{set}"));
        Assert.NotEqual(sets.Select(set => $"{set}"), space.Sample(400, 2).Select(set => $"{set}"));
        Assert.All(sets, set => Assert.InRange(set.Get<double>("u"), -2, 3));
        Assert.All(sets, set => Assert.InRange(set.Get<double>("l"), 1e-4, 1e4));
        Assert.InRange(sets.Count(set => set.Get<double>("l") < 1), 160, 240);
        Assert.InRange(sets.Count(set => set.Get<double>("u") < 0.5), 160, 240);
        Assert.Equal([2, 3, 4], sets.Select(set => set.Get<int>("i")).Distinct().Order());

        Assert.Equal(3, new SearchSpace(("i", ParameterDistribution.Integers(2, 5))).Sample(50, 0).Count);
        Assert.Equal(10, s_neighbors.Sample(50, 0).Count);
        Assert.Equal(9, s_neighbors.Sample(9, 0).Distinct().Count());
    }

    [Fact]
    public void A_search_goes_on_where_it_was()
    {
        using var folder = new TemporaryFolder();
        var learners = new List<CountingLearner>();
        var search = new SuccessiveHalvingSearch(s_alphas, Count, s_scorer) { InitialCandidates = 9, Folds = 3 };
        string expected = Figures(search.Search(s_training));
        int fits = learners.Sum(learner => learner.Fits);
        Assert.Equal((9 + 3) * 3 + 1, fits);

        search = search with { LeaderboardPath = folder.PathOf("search.jsonl") };
        using var source = new CancellationTokenSource();
        int tables = 0;
        var watch = new ListProgress<ComparisonProgress>(told =>
        {
            if (told.Table is not null && ++tables == 30) // in the second iteration
                source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => search.Search(s_training, null, null, watch, source.Token));
        learners.Clear();
        Assert.Equal(expected, Figures(search.Search(s_training)));
        Assert.Equal(fits - 30, learners.Sum(learner => learner.Fits));

        CountingLearner Count(ParameterSet set)
        {
            var learner = new CountingLearner(CreateRidge(set));
            learners.Add(learner);
            return learner;
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_matter()
    {
        var search = new RandomizedSearch(s_alphas, CreateRidge, s_scorer) { Metric = ScoreMetric.Kappa };
        Assert.Equal(
            Figures(search.Search(s_training, new FitOptions { Threads = 1 })),
            Figures(search.Search(s_training, new FitOptions { Threads = 3 })));
    }

    [Fact]
    public void A_search_inside_a_comparison_is_judged_on_rows_that_it_did_not_choose_by()
    {
        var spies = new List<TableSpy>();
        var search = new RandomizedSearch(new SearchSpace(("x", ParameterDistribution.Integers(0, 9))), Spy, s_scorer) { Iterations = 3 };
        CrossValidationFolds folds = CrossValidationFolds.Stratified(s_training.Data, 3);
        ComparisonResult result = new ModelComparison([new Candidate(search)], s_scorer).CrossValidate(s_training, folds);
        Assert.Null(result.Rows[0].Error);
        FeatureTable[] seen = [.. spies.SelectMany(spy => spy.Seen)];
        Assert.Equal(3 * (3 * 5 + 1), seen.Length);
        for (int fold = 0; fold < 3; fold++)
        {
            HashSet<string> judged = [.. s_training.Data.Ids.Where((_, row) => folds.FoldOf[row] == fold)];
            Assert.Equal(16, seen.Count(table => !table.Ids.Any(judged.Contains)));
        }

        TableSpy Spy(ParameterSet set)
        {
            spies.Add(new TableSpy());
            return spies[^1];
        }
    }

    [Fact]
    public void Searches_tell_their_settings()
    {
        IClassifier[] searches =
        [
            new RandomizedSearch(s_alphas, CreateRidge, s_scorer),
            new RandomizedSearch(s_alphas, CreateRidge, s_scorer) { Iterations = 3 },
            new RandomizedSearch(s_alphas, CreateRidge, new ClassificationScorer(ScoreAverage.Macro)),
            new RandomizedSearch(s_alphas, set => CreateRidge(set) with { FitIntercept = false }, s_scorer),
            new RandomizedSearch(new SearchSpace(("alpha", ParameterDistribution.Uniform(1e-3, 1e3))), CreateRidge, s_scorer),
        ];
        Assert.Equal(5, searches.Select(search => LearnerSettings.Describe(new Candidate("x", search))).Distinct().Count());
    }

    [Fact]
    public void Sets_that_fail_come_last()
    {
        var space = new SearchSpace(("alpha", ParameterDistribution.Choice(-1.0, 1.0, 2.0)));
        SearchResult result = new GridSearch(space, CreateRidge, s_scorer).Search(s_training);
        Assert.Equal("alpha=-1", $"{result.Rows[^1].Parameters}");
        Assert.Contains("Alpha", result.Rows[^1].Result.Error, StringComparison.Ordinal);
        Assert.Equal(3, result.Rows[^1].Rank);
        space = new SearchSpace(("alpha", ParameterDistribution.Choice(-1.0, -2.0)));
        string message = Assert.Throws<DatasetException>(() => new GridSearch(space, CreateRidge, s_scorer).Search(s_training)).Message;
        Assert.Contains("alpha=-1", message, StringComparison.Ordinal);
        space = new SearchSpace(
            ("n_neighbors", ParameterDistribution.Choice(1000)), ("weights", ParameterDistribution.Choice(NeighborWeights.Uniform)));
        Assert.Throws<DatasetException>(() => new GridSearch(space, CreateNeighbors, s_scorer).Search(s_training));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new GridSearch(s_alphas, CreateRidge, s_scorer).Search(s_training)); // a range
        Assert.Throws<ArgumentException>(() => new GridSearch(s_neighbors, CreateNeighbors, s_scorer) { Folds = 1 }.Search(s_training));
        Assert.Throws<ArgumentException>(() => new RandomizedSearch(s_alphas, CreateRidge, s_scorer) { Iterations = 0 }.Search(s_training));
        var halving = new SuccessiveHalvingSearch(s_alphas, CreateRidge, s_scorer);
        Assert.Throws<ArgumentException>(() => (halving with { Factor = 1 }).Search(s_training));
        Assert.Throws<ArgumentException>(() => (halving with { InitialCandidates = 0 }).Search(s_training));
        Assert.Throws<ArgumentException>(() => (halving with { MinRows = 9 }).Search(s_training));
        Assert.Throws<DatasetException>(() => (halving with { MinRows = 91 }).Search(s_training));
        Assert.Throws<DatasetException>(() => (halving with { Folds = 40 }).Search(s_training));
        Assert.Throws<ArgumentNullException>(() => new GridSearch(s_alphas, CreateRidge, null!));
        Assert.Throws<ArgumentException>(() => new SearchSpace());
        Assert.Throws<ArgumentException>(() => new SearchSpace(
            ("a", ParameterDistribution.Choice(1)), ("a", ParameterDistribution.Choice(1))));
        Assert.Throws<ArgumentException>(() => ParameterDistribution.Choice());
        Assert.Throws<ArgumentException>(() => ParameterDistribution.Choice(new object(), new object()));
        Assert.Throws<ArgumentException>(() => ParameterDistribution.Uniform(1, 1));
        Assert.Throws<ArgumentException>(() => ParameterDistribution.LogUniform(0, 1));
        Assert.Throws<ArgumentException>(() => ParameterDistribution.Uniform(0, double.PositiveInfinity));
        ParameterSet set = s_neighbors.Grid().First();
        string message = Assert.Throws<ArgumentException>(() => set.Get<int>("k")).Message;
        Assert.Contains("n_neighbors, weights", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => set.Get<int>("weights"));
        Assert.Equal(1.0, set.Get<double>("n_neighbors"));
    }

    private static KNeighborsClassifier CreateNeighbors(ParameterSet set) =>
        new() { NNeighbors = set.Get<int>("n_neighbors"), Weights = set.Get<NeighborWeights>("weights") };

    private static RidgeClassifier CreateRidge(ParameterSet set) => new() { Alpha = set.Get<double>("alpha") };

    private static string Figures(SearchResult result) => string.Join('\n', result.Rows.Select(
        row => $"{row.Rank} {row.Iteration} {row.Rows} {row.Parameters} {row.Result.Scores} {row.Result.Deviation}"));
}
