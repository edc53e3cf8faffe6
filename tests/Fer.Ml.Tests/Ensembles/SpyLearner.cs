namespace Fer.Ml.Tests;

/// <summary>A learner without weights that keeps the table it was given.</summary>
internal sealed class SpyLearner : IClassifier
{
    public FeatureTable? Seen { get; private set; }

    public string Name => "Spy";

    public bool SupportsSampleWeights => false;

    public IClassifierModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Seen = training.Data;
        return new DummyClassifier().Fit(training);
    }
}
