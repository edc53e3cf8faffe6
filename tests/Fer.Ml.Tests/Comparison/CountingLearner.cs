namespace Fer.Ml.Tests;

/// <summary>Counts the fits of another learner, and can fail at one of them.</summary>
internal sealed class CountingLearner(IClassifier learner, int failAt = int.MaxValue) : IClassifier
{
    public int Fits { get; private set; }

    public string Name => learner.Name;

    public bool SupportsSampleWeights => learner.SupportsSampleWeights;

    public IClassifierModel Fit(
        TrainingSplit<FeatureTable> training, FitOptions? options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (++Fits == failAt)
            throw new InvalidOperationException("Killed.");
        return learner.Fit(training, options, progress, cancellationToken);
    }

    public override string ToString() => $"{learner}";
}
