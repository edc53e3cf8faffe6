namespace Fer.Ml;

/// <summary>A model that says how much each feature counted.</summary>
public interface IFeatureImportances
{
    /// <summary>A value per feature; the larger, the more it counted.</summary>
    IReadOnlyList<double> FeatureImportances { get; }
}
