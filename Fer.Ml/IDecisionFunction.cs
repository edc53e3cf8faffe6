namespace Fer.Ml;

/// <summary>A model that scores classes by a decision function, as linear models and support vectors do.</summary>
public interface IDecisionFunction : IClassifierModel
{
    /// <summary>Computes scores; the largest of a row is the class predicted.</summary>
    /// <inheritdoc cref="IClassifierModel.PredictProbabilities"/>
    /// <returns>Rows x classes; classes that training lacked have negative infinity.</returns>
    double[] DecisionFunction(ReadOnlyMemory<float> rows, int threads = 0, CancellationToken cancellationToken = default);
}
