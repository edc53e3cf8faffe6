namespace Fer;

/// <summary>A compiled network. Not for several threads at once: it works with all its engine's threads itself.</summary>
public interface INetwork : IDisposable
{
    /// <summary>The network it was compiled from.</summary>
    NetworkDefinition Definition { get; }

    /// <summary>The most samples per call.</summary>
    int BatchSize { get; }

    /// <summary>Computes the class logits in evaluation mode (running statistics, no dropout).</summary>
    /// <param name="inputs">Count x C x H x W values.</param>
    /// <param name="count">The number of samples, from 1 to <see cref="BatchSize"/>.</param>
    /// <param name="logits">Receives count x classes values.</param>
    void Predict(ReadOnlySpan<float> inputs, int count, Span<float> logits);

    /// <summary>Computes the features (<see cref="NetworkDefinition.FeatureNode"/>) in evaluation mode.</summary>
    /// <param name="inputs">Count x C x H x W values.</param>
    /// <param name="count">The number of samples, from 1 to <see cref="BatchSize"/>.</param>
    /// <param name="features">Receives count x features values, each sample in C x H x W order.</param>
    void ExtractFeatures(ReadOnlySpan<float> inputs, int count, Span<float> features);
}
