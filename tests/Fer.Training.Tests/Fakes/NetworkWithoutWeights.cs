namespace Fer.Training.Tests;

/// <summary>A network that is too large to be run.</summary>
internal sealed class NetworkWithoutWeights(NetworkDefinition definition) : INetwork
{
    public NetworkDefinition Definition => definition;

    public int BatchSize => 1;

    public void Predict(ReadOnlySpan<float> inputs, int count, Span<float> logits) => throw new NotSupportedException();

    public void ExtractFeatures(ReadOnlySpan<float> inputs, int count, Span<float> features) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
