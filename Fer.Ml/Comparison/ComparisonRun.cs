using System.Diagnostics;

namespace Fer.Ml;

/// <summary>One run of a comparison: what has been judged so far, and the table of it.</summary>
internal sealed class ComparisonRun
{
    private readonly ModelComparison _comparison;
    private readonly ComparisonData _data;
    private readonly Leaderboard? _leaderboard;
    private readonly IProgress<ComparisonProgress>? _progress;
    private readonly ComparisonRow[] _baselines;
    private readonly string[] _settings;
    private readonly List<FoldResult>[] _results;
    private readonly string?[] _errors;
    private readonly IClassifierModel?[] _models;
    private string _fingerprint = "";

    public ComparisonRun(
        ModelComparison comparison, ComparisonData data, Leaderboard? leaderboard, IProgress<ComparisonProgress>? progress)
    {
        int candidates = comparison.Candidates.Count;
        (_comparison, _data, _leaderboard, _progress) = (comparison, data, leaderboard, progress);
        _settings = leaderboard is null
            ? []
            : [.. comparison.Candidates.Select(candidate => Fingerprint.Of(LearnerSettings.Describe(candidate)))];
        _results = [.. Enumerable.Range(0, candidates).Select(_ => new List<FoldResult>())];
        _errors = new string?[candidates];
        _models = new IClassifierModel?[candidates];
        _baselines = [.. comparison.Baselines.Select(baseline => BaselineRows.Judge(baseline, data, comparison.Scorer))];
    }

    public ComparisonResult Run(CancellationToken cancellationToken)
    {
        for (int fold = 0; fold < _data.Folds; fold++)
        {
            DataSplits<FeatureTable> splits = _data.Split(fold);
            Lazy<TrainingSplit<FeatureTable>> original = new(splits.Training), resampled = new(() => splits.Training.Resample(
                _comparison.Sampler, _comparison.Threads, cancellationToken: cancellationToken));
            if (_leaderboard is not null && fold == 0)
                _fingerprint = Fingerprint.Of(_data, resampled.Value, _comparison.Scorer);
            for (int candidate = 0; candidate < _results.Length; candidate++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Lazy<TrainingSplit<FeatureTable>> training = _comparison.Candidates[candidate].UsesSampler ? resampled : original;
                Judge(candidate, fold, training, splits.Evaluation, cancellationToken);
                _progress?.Report(Progress(candidate, fold, 1) with { Table = Table() });
            }
        }

        return Table();
    }

    /// <summary>Takes a result from the leaderboard, or judges the candidate and writes it there.</summary>
    private void Judge(
        int candidate,
        int fold,
        Lazy<TrainingSplit<FeatureTable>> training,
        EvaluationSplit<FeatureTable> evaluation,
        CancellationToken cancellationToken)
    {
        if (_errors[candidate] is not null)
            return;
        FoldResult? known = _leaderboard?.Find(Key(candidate, fold));
        if (known is not null && (known.Probabilities is not null || !_comparison.KeepPredictions))
        {
            _results[candidate].Add(known);
            return;
        }

        TrainingSplit<FeatureTable> rows = training.Value;
        FoldResult result;
        try
        {
            result = Fit(candidate, fold, rows, evaluation, cancellationToken);
        }
        catch (Exception error) when (error is FerException or ArgumentException) // what a table or a setting can cause, no mistake
        {
            _errors[candidate] = _data.Folds == 1 ? error.Message : $"Fold {fold}: {error.Message}";
            return;
        }

        _results[candidate].Add(result);
        _leaderboard?.Add(Key(candidate, fold), _comparison.Candidates[candidate].Name, result);
    }

    private LeaderboardKey Key(int candidate, int fold) => new(_fingerprint, _settings[candidate], fold);

    private FoldResult Fit(
        int candidate,
        int fold,
        TrainingSplit<FeatureTable> training,
        EvaluationSplit<FeatureTable> evaluation,
        CancellationToken cancellationToken)
    {
        ProgressOf<double>? progress = _progress is null
            ? null
            : new ProgressOf<double>(part => _progress.Report(Progress(candidate, fold, part)));
        var options = new FitOptions { Threads = _comparison.Threads };
        long start = Stopwatch.GetTimestamp();
        IClassifierModel model = _comparison.Candidates[candidate].Learner.Fit(training, options, progress, cancellationToken);
        double fitSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        start = Stopwatch.GetTimestamp();
        Predictions predictions = model.Predict(evaluation, _comparison.Threads, cancellationToken);
        double predictSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        if (_data.Folds == 1 && _comparison.KeepModels)
            _models[candidate] = model;
        return new FoldResult(
            _comparison.Scorer.Score(predictions),
            fitSeconds,
            predictSeconds,
            _comparison.KeepPredictions ? predictions.Probabilities : null,
            (model as IFeatureImportances)?.FeatureImportances.ToArray());
    }

    private ComparisonProgress Progress(int candidate, int fold, double part)
    {
        double done = fold * _results.Length + candidate + part;
        return new ComparisonProgress(
            _comparison.Candidates[candidate].Name, candidate, fold, part, done / (_data.Folds * _results.Length));
    }

    /// <summary>The table of what has been judged so far.</summary>
    private ComparisonResult Table()
    {
        IEnumerable<ComparisonRow> rows = Enumerable.Range(0, _results.Length)
            .Where(candidate => _errors[candidate] is not null || _results[candidate].Count > 0)
            .Select(Row);
        return new ComparisonResult(rows.Concat(_baselines), _comparison.SortBy, _data.Folds);
    }

    private ComparisonRow Row(int candidate)
    {
        var row = new ComparisonRow { Learner = _comparison.Candidates[candidate].Name, Error = _errors[candidate] };
        List<FoldResult> folds = _results[candidate];
        if (row.Error is not null)
            return row;

        ClassificationScores[] scores = [.. folds.Select(fold => fold.Scores)];
        return row with
        {
            Scores = scores.Mean(),
            Deviation = scores.Length > 1 ? scores.StandardDeviation() : null,
            FoldScores = scores,
            FitSeconds = folds.Average(fold => fold.FitSeconds),
            PredictSeconds = folds.Average(fold => fold.PredictSeconds),
            Predictions = folds.Count == _data.Folds ? GatherPredictions(folds) : null,
            FeatureImportances = MeanImportances(folds),
            Model = _models[candidate],
        };
    }

    /// <summary>What was said of all rows, each by the model that had not seen it.</summary>
    private Predictions? GatherPredictions(List<FoldResult> folds)
    {
        if (folds.Exists(fold => fold.Probabilities is null))
            return null;
        FeatureTable judged = _data.Judged;
        int classes = judged.Classes.Count;
        var probabilities = new double[judged.Count * classes];
        for (int fold = 0; fold < folds.Count; fold++)
        {
            int[] rows = _data.RowsIn(fold);
            for (int i = 0; i < rows.Length; i++)
                folds[fold].Probabilities.AsSpan(i * classes, classes).CopyTo(probabilities.AsSpan(rows[i] * classes));
        }

        return new Predictions(judged.Classes, judged.Ids, judged.Labels, probabilities);
    }

    private static double[]? MeanImportances(List<FoldResult> folds)
    {
        if (folds.Exists(fold => fold.Importances is null))
            return null;
        var mean = new double[folds[0].Importances!.Length];
        for (int feature = 0; feature < mean.Length; feature++)
            mean[feature] = folds.Average(fold => fold.Importances![feature]);
        return mean;
    }
}
