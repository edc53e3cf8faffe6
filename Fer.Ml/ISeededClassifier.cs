namespace Fer.Ml;

/// <summary>A learner that draws at random. Ensembles of one learner give each copy a seed of its own through it.</summary>
public interface ISeededClassifier : IClassifier
{
    /// <summary>The seed.</summary>
    ulong Seed { get; }

    /// <summary>The same settings with another seed.</summary>
    IClassifier WithSeed(ulong seed);
}
