namespace Fer.Ml;

/// <summary>
/// How much worse a model predicts when the values of a feature are exchanged between the rows, so that they say nothing (Breiman,
/// "Random forests", 2001): scikit-learn's <c>permutation_importance</c> with accuracy as the score. Works with any model, and on rows
/// that it has not learnt from.
/// </summary>
/// <remarks>Features that say the same stand in for each other: each of them alone seems not to matter.</remarks>
/// <example>
/// <code>
/// PermutationImportance importance = PermutationImportance.Of(model, splits.Evaluation);
/// </code>
/// </example>
public sealed class PermutationImportance : IFeatureImportances
{
    private const ulong StreamKey = 0x5045524D55544154; // sets this stream apart from the seed's other uses

    private PermutationImportance(double accuracy, double[] means, double[] deviations)
    {
        Accuracy = accuracy;
        FeatureImportances = means;
        Deviations = deviations;
    }

    /// <summary>The part of the rows that are predicted rightly as they are.</summary>
    public double Accuracy { get; }

    /// <summary>How much less that part is, per feature, in the mean; below 0 where chance made it more.</summary>
    public IReadOnlyList<double> FeatureImportances { get; }

    /// <summary>The standard deviation of that over the repeats.</summary>
    public IReadOnlyList<double> Deviations { get; }

    /// <summary>Measures the features of rows that the model has not learnt from.</summary>
    /// <param name="model">The model.</param>
    /// <param name="evaluation">The rows; at least one, with the model's classes and columns.</param>
    /// <param name="repeats">How often each feature is exchanged, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="threads">The most threads; 0 for all cores. The result does not depend on it.</param>
    /// <param name="progress">Told the part of the features that are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatasetException">There are no rows, or they do not fit the model.</exception>
    public static PermutationImportance Of(
        IClassifierModel model,
        EvaluationSplit<FeatureTable> evaluation,
        int repeats = 5,
        ulong seed = 0,
        int threads = 0,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return Of(model, evaluation.Data, repeats, seed, threads, progress, cancellationToken);
    }

    /// <summary>Measures the features of the rows that the model has learnt from: what it relies on, whether rightly or not.</summary>
    /// <param name="model">The model.</param>
    /// <param name="training">The rows; at least one, with the model's classes and columns.</param>
    /// <param name="repeats">How often each feature is exchanged, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="threads">The most threads; 0 for all cores. The result does not depend on it.</param>
    /// <param name="progress">Told the part of the features that are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatasetException">There are no rows, or they do not fit the model.</exception>
    public static PermutationImportance Of(
        IClassifierModel model,
        TrainingSplit<FeatureTable> training,
        int repeats = 5,
        ulong seed = 0,
        int threads = 0,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        return Of(model, training.Data, repeats, seed, threads, progress, cancellationToken);
    }

    private static PermutationImportance Of(
        IClassifierModel model,
        FeatureTable table,
        int repeats,
        ulong seed,
        int threads,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        // Checks the columns and the classes, too.
        double accuracy = model.Predict(new EvaluationSplit<FeatureTable>(table), threads, cancellationToken) is { Count: > 0 }
            ? AccuracyOf(table.Values)
            : throw new DatasetException("There are no rows to measure the features on; add samples.");
        float[] values = [.. table.Values];
        var means = new double[table.Columns];
        var deviations = new double[table.Columns];
        var lost = new double[repeats];
        var exchanged = new float[table.Count];
        for (int feature = 0; feature < table.Columns; feature++)
        {
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                for (int row = 0; row < table.Count; row++)
                    exchanged[row] = table.Values[row * table.Columns + feature];
                RandomGenerator random = RandomGenerator.Create(seed, StreamKey, (ulong)feature, (ulong)repeat);
                random.Shuffle<float>(exchanged);
                for (int row = 0; row < table.Count; row++)
                    values[row * table.Columns + feature] = exchanged[row];
                lost[repeat] = accuracy - AccuracyOf(values);
            }

            for (int row = 0; row < table.Count; row++)
                values[row * table.Columns + feature] = table.Values[row * table.Columns + feature];
            double mean = lost.Average();
            means[feature] = mean;
            deviations[feature] = Math.Sqrt(lost.Average(one => (one - mean) * (one - mean)));
            progress?.Report((feature + 1.0) / table.Columns);
        }

        return new PermutationImportance(accuracy, means, deviations);

        double AccuracyOf(float[] rows)
        {
            int[] predicted = model.PredictLabels(rows, threads, cancellationToken);
            int right = 0;
            for (int row = 0; row < predicted.Length; row++)
                right += predicted[row] == table.Labels[row] ? 1 : 0;
            return (double)right / predicted.Length;
        }
    }
}
