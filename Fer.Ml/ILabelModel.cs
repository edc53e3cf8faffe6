namespace Fer.Ml;

/// <summary>A model that need not compute probabilities to predict classes.</summary>
internal interface ILabelModel
{
    /// <summary>Predicts the class of each row.</summary>
    /// <inheritdoc cref="IClassifierModel.PredictProbabilities"/>
    int[] PredictLabels(ReadOnlyMemory<float> rows, int threads, CancellationToken cancellationToken);
}
