namespace Fer.Preprocessing;

/// <summary>
/// SMOTE, then rows removed that disagree with their neighbours (Batista, Prati and Monard, "A study of the behavior of several methods
/// for balancing machine learning training data", 2004), as imbalanced-learn's <c>SMOTEENN</c>.
/// </summary>
public sealed class SmoteEnn : CombinedSampler
{
    /// <summary>The cleaning; by default of all classes.</summary>
    public EditedNearestNeighbours? Enn { get; init; }

    private protected override UnderSampler Cleaning =>
        Enn ?? new EditedNearestNeighbours { SamplingStrategy = SamplingStrategy.All, Threads = Threads };
}
