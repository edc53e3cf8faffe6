namespace Fer.Ml;

/// <summary>What every model can do.</summary>
public static class ClassifierModelExtensions
{
    /// <summary>Predicts the class probabilities of an evaluation side, ready for a report.</summary>
    /// <exception cref="DatasetException">It has other classes or another number of features than the training table.</exception>
    public static Predictions Predict(
        this IClassifierModel model, EvaluationSplit<FeatureTable> evaluation, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(evaluation);
        FeatureTable table = evaluation.Data;
        if (table.Columns != model.Columns)
        {
            throw new DatasetException(
                $"The evaluation rows have {table.Columns} features, the training rows had {model.Columns}; compute the same ones.");
        }

        if (!table.Classes.SequenceEqual(model.Classes, StringComparer.Ordinal))
        {
            throw new DatasetException(
                $"The evaluation rows have the classes {string.Join(", ", table.Classes)}, the training rows had "
                + $"{string.Join(", ", model.Classes)}; use the same ones in the same order.");
        }

        return new Predictions(
            table.Classes, table.Ids, table.Labels, model.PredictProbabilities(table.Values, threads, cancellationToken));
    }

    /// <summary>Predicts the most probable class of each row; the first of them when several are equal.</summary>
    /// <inheritdoc cref="IClassifierModel.PredictProbabilities"/>
    public static int[] PredictLabels(
        this IClassifierModel model, ReadOnlyMemory<float> rows, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model is ILabelModel labelModel)
            return labelModel.PredictLabels(rows, threads, cancellationToken);
        double[] probabilities = model.PredictProbabilities(rows, threads, cancellationToken);
        var labels = new int[probabilities.Length / model.Classes.Count];
        ArgMax.OfRows(probabilities, model.Classes.Count, labels);
        return labels;
    }
}
