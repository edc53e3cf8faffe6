namespace Fer.Preprocessing;

/// <summary>
/// SMOTE, then Tomek links removed (Batista, Bazzan and Monard, "Balancing Training Data for Automated Annotation of Keywords: a Case
/// Study", 2003), as imbalanced-learn's <c>SMOTETomek</c>.
/// </summary>
public sealed class SmoteTomek : CombinedSampler
{
    /// <summary>The cleaning; by default of all classes.</summary>
    public TomekLinks? Tomek { get; init; }

    private protected override UnderSampler Cleaning =>
        Tomek ?? new TomekLinks { SamplingStrategy = SamplingStrategy.All, Threads = Threads };
}
