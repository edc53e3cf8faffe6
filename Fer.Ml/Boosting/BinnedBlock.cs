namespace Fer.Ml;

/// <summary>Eight stored columns of a <see cref="BinnedTable"/>, or fewer in the last block.</summary>
/// <param name="FirstFeature">The first of its features in <see cref="BinnedTable.Features"/>; the others follow.</param>
/// <param name="FeatureCount">How many features there are. In a block without bundles, feature i is column i.</param>
/// <param name="Bins">The most bins of a column.</param>
/// <param name="IsBundled">Whether its columns are bundles.</param>
/// <param name="HistogramStart">Where its part of a histogram begins.</param>
internal sealed record BinnedBlock(int FirstFeature, int FeatureCount, int Bins, bool IsBundled, int HistogramStart);
