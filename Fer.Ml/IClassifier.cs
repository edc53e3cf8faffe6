namespace Fer.Ml;

/// <summary>
/// A learner: the settings from which each fit makes a model of its own. Learners do not change, so one can be fitted any number of
/// times, on several tables at once; and what is not fitted cannot predict, because only a model can.
/// </summary>
public interface IClassifier
{
    /// <summary>The learner's usual name, for tables and messages: "Extra Trees".</summary>
    string Name { get; }

    /// <summary>Whether <see cref="FitOptions.SampleWeights"/> may be given.</summary>
    bool SupportsSampleWeights { get; }

    /// <summary>Learns from a table.</summary>
    /// <param name="training">The rows to learn from. Classes without a row are never predicted.</param>
    /// <param name="options">Weights and threads; the defaults if null.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatasetException">
    /// The table is empty, holds a value that is not a finite number, or has too few rows or classes for this learner.
    /// </exception>
    /// <exception cref="ArgumentException">The weights do not fit the rows, or this learner takes none.</exception>
    IClassifierModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default);
}
