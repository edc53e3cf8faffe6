namespace Fer.Ml;

/// <summary>A split that a node may get.</summary>
/// <param name="Score">
/// The sum over both sides of gradient sum squared (shrunk by L1) / (hessian sum + L2), in the units of <see cref="QuantizedGradients"/>;
/// negative infinity if there is none.
/// </param>
/// <param name="Feature">An index into <see cref="BinnedTable.Features"/>.</param>
/// <param name="Bin">The last bin of the left side.</param>
/// <param name="LeftSum">The packed gradient and hessian of the left side.</param>
internal readonly record struct SplitCandidate(double Score, int Feature, int Bin, long LeftSum)
{
    public static SplitCandidate None { get; } = new(double.NegativeInfinity, int.MaxValue, 0, 0);

    public bool Exists => Score > double.NegativeInfinity;

    /// <summary>The one with the higher score; the earlier column of the table when they are equal.</summary>
    public static SplitCandidate Better(in SplitCandidate a, in SplitCandidate b, IReadOnlyList<BinnedFeature> features)
    {
        if (a.Score != b.Score)
            return a.Score > b.Score ? a : b;
        return !b.Exists || (a.Exists && features[a.Feature].Feature <= features[b.Feature].Feature) ? a : b;
    }
}
