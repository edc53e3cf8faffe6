namespace Fer.Ml;

/// <summary>Settings from which each fit makes a transformation of feature rows: a scaler, PCA, a selection. They do not change.</summary>
public interface ITransformer
{
    /// <summary>The usual name, for tables and messages.</summary>
    string Name { get; }

    /// <summary>Learns the transformation.</summary>
    /// <param name="training">The rows to learn from; they stay as they are.</param>
    /// <param name="options">Weights and threads; the defaults if null.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatasetException">The table is empty, too small, or holds a value that is not a finite number.</exception>
    /// <exception cref="ArgumentException">The weights do not fit the rows.</exception>
    ITransformerModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default);
}
