namespace Fer.Evaluation;

/// <summary>Computes every figure of a classifier's predictions.</summary>
public static class Evaluator
{
    /// <summary>Evaluates predictions on samples that the model has not learnt from, and checks that it has not.</summary>
    /// <param name="predictions">What the model said of the evaluation samples.</param>
    /// <param name="trainedIds">
    /// The identities of the samples that the model was trained on (or chosen by), as the training split had them before
    /// anything was derived from it.
    /// </param>
    /// <exception cref="DatasetException">There are no samples.</exception>
    /// <exception cref="DataLeakageException">An evaluated sample was trained on.</exception>
    public static EvaluationResult Evaluate(Predictions predictions, IEnumerable<string> trainedIds)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(trainedIds);
        RefuseTrainedSamples(predictions, trainedIds);
        return Evaluate(predictions);
    }

    /// <summary>Checks, before a model predicts them, that it has not learnt from the samples to evaluate.</summary>
    /// <param name="samples">The samples to evaluate.</param>
    /// <param name="trainedIds">The identities of the samples that the model was trained on (or chosen by).</param>
    /// <exception cref="DataLeakageException">A sample was trained on.</exception>
    public static void RefuseTrainedSamples(ILabeledData samples, IEnumerable<string> trainedIds)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(trainedIds);
        var trained = trainedIds.ToHashSet(StringComparer.Ordinal);
        string[] shared = [.. samples.Ids.Where(trained.Contains)];
        if (shared.Length > 0)
        {
            throw new DataLeakageException(
                $"The model was trained on {shared.Length} of the {samples.Ids.Count} samples to evaluate, for example '{shared[0]}'; "
                + "evaluate on samples that it has not seen.");
        }
    }

    /// <summary>Evaluates predictions; the caller vouches that the model has not learnt from these samples.</summary>
    /// <exception cref="DatasetException">There are no samples.</exception>
    public static EvaluationResult Evaluate(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count == 0)
            throw new DatasetException("There are no samples to evaluate; give a data set with at least one.");
        ConfusionMatrix confusion = ConfusionMatrix.Compute(predictions);
        IReadOnlyList<ClassMetrics> classes = PrecisionRecallF1.PerClass(confusion);
        IReadOnlyList<double> areas = RocAuc.PerClass(predictions);
        return new EvaluationResult
        {
            Samples = predictions.Count,
            Accuracy = Accuracy.Compute(confusion),
            Top2 = TopKAccuracy.Compute(predictions, 2),
            Auc = RocAuc.Macro(areas),
            AucWeighted = RocAuc.Weighted(areas, [.. classes.Select(c => c.Support)]),
            AucPerClass = areas,
            Kappa = CohenKappa.Compute(confusion),
            Mcc = MatthewsCorrelation.Compute(confusion),
            LogLoss = LogLoss.Compute(predictions),
            Brier = BrierScore.Compute(predictions),
            Ece = ExpectedCalibrationError.Compute(predictions),
            Macro = PrecisionRecallF1.Macro(classes),
            Weighted = PrecisionRecallF1.Weighted(classes),
            Classes = classes,
            Confusion = confusion,
        };
    }
}
