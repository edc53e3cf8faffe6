namespace Fer.Ml;

/// <summary>A model that knows how much each feature counted: scikit-learn's <c>feature_importances_</c>.</summary>
public interface IFeatureImportances : IClassifierModel
{
    /// <summary>A number per feature, 0 or more; the larger, the more important.</summary>
    IReadOnlyList<double> FeatureImportances { get; }
}
