namespace Fer.Ml;

/// <summary>How a <see cref="DummyClassifier"/> predicts without looking at the samples.</summary>
public enum DummyStrategy
{
    /// <summary>Always the most frequent class, with probability 1; the first of them when several are equal.</summary>
    MostFrequent,

    /// <summary>Always the most frequent class; the probabilities are the classes' shares of the training samples.</summary>
    Prior,

    /// <summary>A class drawn at random for each sample, as often as it was among the training samples, with probability 1.</summary>
    Stratified,

    /// <summary>A class drawn at random for each sample, each equally often; the probabilities are equal.</summary>
    Uniform,
}
