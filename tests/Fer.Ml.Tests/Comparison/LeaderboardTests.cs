using System.Text;
using System.Text.RegularExpressions;
using Fer.Evaluation;
using Fer.Preprocessing;

namespace Fer.Ml.Tests;

public sealed partial class LeaderboardTests : IDisposable
{
    private static readonly TrainingSplit<FeatureTable> s_training = Tables.Gaussian(90, 3, 3, label: row => row % 5 % 3);
    private static readonly CrossValidationFolds s_folds = CrossValidationFolds.Stratified(s_training.Data, 3);

    private readonly TemporaryFolder _folder = new();

    private string File1 => _folder.PathOf("sub/leaderboard.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_comparison_killed_at_any_byte_goes_on_and_ends_with_the_same_table()
    {
        string expected = Figures(Run(Learners()));
        byte[] whole = File.ReadAllBytes(File1);
        int lines = whole.Count(value => value == '\n');
        Assert.Equal(1 + (3 * 3), lines);
        RandomGenerator random = RandomGenerator.Create(1);
        int[] ends = [0, 1, 20, .. Enumerable.Range(0, 20).Select(_ => random.Next(whole.Length)), whole.Length - 1, whole.Length];
        foreach (int end in ends)
        {
            File.WriteAllBytes(File1, whole[..end]);
            int done = Math.Max(0, whole[..end].Count(value => value == '\n') - 1);
            CountingLearner[] learners = Learners();
            Assert.Equal(expected, Figures(Run(learners)));
            Assert.Equal(9 - done, learners.Sum(learner => learner.Fits));
            Assert.Equal(lines, File.ReadAllBytes(File1).Count(value => value == '\n'));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_a_crash_or_a_stop_leaves_is_gone_on_with(int failAt)
    {
        string expected = Figures(Run(Learners()));
        File.Delete(File1);
        Assert.Throws<InvalidOperationException>(() => Run([.. Learners().Take(2), new CountingLearner(new RidgeClassifier(), failAt)]));
        using var source = new CancellationTokenSource();
        var progress = new ListProgress<ComparisonProgress>(told =>
        {
            if (told is { Table: not null, Whole: > 0.8 })
                source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(
            () => Comparison(Learners()).CrossValidate(s_training, s_folds, progress, source.Token));
        CountingLearner[] learners = Learners();
        Assert.Equal(expected, Figures(Run(learners)));
        Assert.Equal(1, learners.Sum(learner => learner.Fits));
    }

    [Fact]
    public void Times_and_importances_come_from_the_file()
    {
        DataSplits<FeatureTable> splits = new(
            new TrainingSplit<FeatureTable>(s_training.Data.Subset([.. Enumerable.Range(0, 60)])),
            new EvaluationSplit<FeatureTable>(s_training.Data.Subset([.. Enumerable.Range(60, 30)])));
        ModelComparison comparison = Comparison([new CountingLearner(new ExtraTreesClassifier { NEstimators = 5 })]);
        ComparisonRow first = comparison.HoldOut(splits).Rows[0], again = comparison.HoldOut(splits).Rows[0];
        Assert.Equal((first.FitSeconds, first.PredictSeconds), (again.FitSeconds, again.PredictSeconds));
        Assert.Equal(first.FeatureImportances!, again.FeatureImportances!);
        Assert.Equal(first.Predictions!.Probabilities, again.Predictions!.Probabilities);
        Assert.NotNull(first.Model);
        Assert.Null(again.Model);
    }

    [Fact]
    public void Nothing_is_resampled_or_fitted_when_everything_is_known()
    {
        var sampler = new CountingSampler();
        Run(Learners(), comparison => comparison with { Sampler = sampler });
        Assert.Equal(3, sampler.Calls);
        CountingLearner[] learners = Learners();
        Run(learners, comparison => comparison with { Sampler = sampler });
        Assert.Equal(4, sampler.Calls); // the first fold's, by which the sampler is known
        Assert.Equal(0, learners.Sum(learner => learner.Fits));
    }

    [Fact]
    public void What_has_changed_is_judged_anew()
    {
        Run(Learners());
        FeatureTable table = s_training.Data;
        TrainingSplit<FeatureTable> moved = s_training.WithValues((value, i) => i == 100 ? value + 1 : value);
        TrainingSplit<FeatureTable> renamed = new(new FeatureTable(
            table.Classes, table.Labels, [.. table.Ids.Select(id => $"{id}.")], table.Values, table.Columns));
        CrossValidationFolds otherFolds = CrossValidationFolds.Stratified(table, 3, 5);
        Assert.Equal(9, Fits(comparison => comparison, moved, s_folds));
        Assert.Equal(9, Fits(comparison => comparison, renamed, s_folds));
        Assert.Equal(9, Fits(comparison => comparison, s_training, otherFolds));
        Assert.Equal(9, Fits(comparison => comparison with { Sampler = new Smote() }, s_training, s_folds));
        Assert.Equal(9, Fits(comparison => comparison with { Sampler = new Smote { KNeighbors = 3 } }, s_training, s_folds));
        Assert.Equal(9, Fits(comparison => comparison with { Scorer = new ClassificationScorer(ScoreAverage.Macro) }, s_training, s_folds));
        Assert.Equal(0, Fits(comparison => comparison with { Threads = 2, SortBy = ScoreMetric.Mcc }, s_training, s_folds));

        // All of them are in the file still; another candidate only adds to it.
        var another = new CountingLearner(new GaussianNB { VarSmoothing = 1e-3 });
        Assert.Equal(0, Fits(comparison => comparison, moved, s_folds));
        CountingLearner[] learners = [.. Learners(), another];
        Run(learners);
        Assert.Equal([0, 0, 0, 3], learners.Select(learner => learner.Fits));
    }

    [Fact]
    public void Damaged_lines_are_refused_by_number()
    {
        Run(Learners());
        byte[] whole = File.ReadAllBytes(File1);
        int line = Array.IndexOf(whole, (byte)'\n', Array.IndexOf(whole, (byte)'\n') + 1) + 1; // the third
        foreach (int offset in (int[])[0, 5, 60, 300])
        {
            byte[] damaged = [.. whole];
            damaged[line + offset] ^= 1;
            File.WriteAllBytes(File1, damaged);
            string message = Assert.Throws<LeaderboardException>(() => Run(Learners())).Message;
            Assert.StartsWith(File1, message, StringComparison.Ordinal);
            Assert.Contains("line 3", message, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllBytes(File1));
        }
    }

    [Theory]
    [InlineData("learner,accuracy\nridge,0.5\n")]
    [InlineData("x")]
    [InlineData("\n\n\n")]
    [InlineData("{\"format\":\"fer-leaderboard\",\"version\":2}\n")]
    public void Files_of_others_are_refused_and_left_alone(string text)
    {
        string path = _folder.PathOf("other");
        File.WriteAllText(path, text);
        string message = Assert.Throws<LeaderboardException>(
            () => Run(Learners(), comparison => comparison with { LeaderboardPath = path })).Message;
        Assert.Contains("choose another file", message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void Two_runs_do_not_write_one_file()
    {
        using (Leaderboard.Open(_folder.PathOf("open")))
        {
            string message = Assert.Throws<LeaderboardException>(
                () => Run(Learners(), comparison => comparison with { LeaderboardPath = _folder.PathOf("open") })).Message;
            Assert.Contains("another run", message, StringComparison.Ordinal);
        }

        Assert.Throws<LeaderboardException>(() => Leaderboard.Open(_folder.PathOf("")));
    }

    [Fact]
    public void Failures_are_tried_again()
    {
        var failing = new CountingLearner(new KNeighborsClassifier { NNeighbors = 1000 });
        Assert.NotNull(Run([failing]).Rows[0].Error);
        Assert.NotNull(Run([failing]).Rows[0].Error);
        Assert.Equal(2, failing.Fits);
    }

    [Fact]
    public void Learners_that_tell_no_settings_need_some_given()
    {
        var silent = new MemoryLearner();
        ModelComparison comparison = Comparison([]) with { Candidates = [new Candidate("memory", silent)] };
        string message = Assert.Throws<ArgumentException>(() => comparison.CrossValidate(s_training, s_folds)).Message;
        Assert.Contains("'memory'", message, StringComparison.Ordinal);
        var pipeline = new Pipeline([PipelineStep.Of(new CountingSampler())], new GaussianNB());
        comparison = comparison with { Candidates = [new Candidate("pipeline", pipeline)] };
        Assert.Throws<ArgumentException>(() => comparison.CrossValidate(s_training, s_folds));
        comparison = comparison with { Candidates = [new Candidate("pipeline", pipeline) { Settings = "sampler, then bayes" }] };
        Assert.Null(comparison.CrossValidate(s_training, s_folds).Rows[0].Error);
    }

    [Fact]
    public void Every_learner_tells_all_its_settings()
    {
        foreach ((string name, IClassifier learner) in Ml.Tests.Learners.All)
        {
            string text = LearnerSettings.Describe(new Candidate(name, learner))
                .Replace($"{typeof(Func<ParameterSet, IClassifier>)}", "", StringComparison.Ordinal) // known by what it makes
                .Replace($"{typeof(Shrinkage)}", "", StringComparison.Ordinal); // stands behind
            string[] silent = [.. TypeName().Matches(text).Select(match => match.Value)];
            Assert.True(silent.Length == 0, $"{text}: {string.Join(", ", silent)}");
        }

        string[] different =
        [
            .. new IClassifier[]
            {
                new LinearDiscriminantAnalysis { Solver = LdaSolver.Lsqr },
                new LinearDiscriminantAnalysis { Solver = LdaSolver.Lsqr, Shrinkage = Shrinkage.Auto },
                new LinearDiscriminantAnalysis { Solver = LdaSolver.Lsqr, Shrinkage = Shrinkage.Of(0.5) },
                new LinearDiscriminantAnalysis { Priors = [0.5, 0.25, 0.25] },
                new SVC { Gamma = Gamma.Auto },
                new SVC { Gamma = Gamma.Of(0.5) },
                new RidgeClassifier(),
                new RidgeClassifier { ClassWeight = ClassWeight.Balanced },
                new RidgeClassifier { ClassWeight = ClassWeight.Of(1, 2, 3) },
                new VotingClassifier([new GaussianNB()]),
                new VotingClassifier([new GaussianNB()]) { Weights = [2] },
                new VotingClassifier([new GaussianNB { VarSmoothing = 0.5 }]),
                new BaggingClassifier(new VotingClassifier([new GaussianNB()])),
                new BaggingClassifier(new VotingClassifier([new GaussianNB(), new GaussianNB()])),
                new StackingClassifier([new GaussianNB()], new RidgeClassifier()),
                new StackingClassifier([new GaussianNB()], new RidgeClassifier { Alpha = 2 }),
                new Pipeline([PipelineStep.Of(new Pca())], new GaussianNB()),
                new Pipeline([PipelineStep.Of(new StandardScaler())], new GaussianNB()),
            }.Select(learner => LearnerSettings.Describe(new Candidate("x", learner))),
        ];
        Assert.Equal(different.Length, different.Distinct().Count());
    }

    private static CountingLearner[] Learners() =>
        [new(new DummyClassifier()), new(new ExtraTreesClassifier { NEstimators = 3 }), new(new RidgeClassifier())];

    private int Fits(Func<ModelComparison, ModelComparison> change, TrainingSplit<FeatureTable> training, CrossValidationFolds folds)
    {
        CountingLearner[] learners = Learners();
        change(Comparison(learners)).CrossValidate(training, folds);
        return learners.Sum(learner => learner.Fits);
    }

    private ComparisonResult Run(CountingLearner[] learners, Func<ModelComparison, ModelComparison>? change = null)
    {
        ModelComparison comparison = Comparison(learners);
        return (change?.Invoke(comparison) ?? comparison).CrossValidate(s_training, s_folds);
    }

    private ModelComparison Comparison(CountingLearner[] learners) => new(
        learners.Length == 0 ? [new Candidate(new DummyClassifier())] : [.. learners.Select(learner => new Candidate(learner))],
        new ClassificationScorer())
    {
        LeaderboardPath = File1,
    };

    private static string Figures(ComparisonResult result)
    {
        var text = new StringBuilder();
        foreach (ComparisonRow row in result.Rows)
        {
            text.AppendJoin(' ', [row.Learner, row.Scores, row.Deviation, .. row.FoldScores, .. row.Predictions!.Probabilities]);
            text.Append('\n');
        }

        return text.ToString();
    }

    // A type of this library where a value should stand; the names of records before their braces are none.
    [GeneratedRegex(@"Fer\.Ml\.(?!I?[A-Za-z]*(Classifier|Step)\b[\]\[])\w+")]
    private static partial Regex TypeName();
}
