namespace Fer;

/// <summary>Judges predictions, so that what compares or tunes classifiers need not know how the figures are computed.</summary>
public interface IClassificationScorer
{
    /// <summary>Computes the figures of predictions on samples that the classifier has not learnt from.</summary>
    /// <exception cref="DatasetException">There are no samples.</exception>
    ClassificationScores Score(Predictions predictions);
}
