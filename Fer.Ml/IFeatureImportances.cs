namespace Fer.Ml;

/// <summary>A model that knows how much each feature contributed.</summary>
public interface IFeatureImportances
{
    /// <summary>A share per column; they sum to 1, or are all 0 when no feature was used.</summary>
    IReadOnlyList<double> FeatureImportances { get; }
}
