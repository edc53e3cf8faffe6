namespace Fer.Ml.Tests;

/// <summary>Keeps every table that it was fitted to.</summary>
internal sealed record TableSpy : IClassifier
{
    public List<FeatureTable> Seen { get; } = [];

    public string Name => "Spy";

    public bool SupportsSampleWeights => false;

    public IClassifierModel Fit(
        TrainingSplit<FeatureTable> training,
        FitOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Seen.Add(training.Data);
        return new DummyClassifier().Fit(training);
    }
}
