namespace Fer.Engine;

/// <summary>Which samples keep a branch under <see cref="StochasticDepth"/>: drawn from a stream keyed by layer, step and sample.</summary>
internal static class StochasticDepthMask
{
    private const ulong StreamKey = 0x5354444550544831; // sets this stream apart from the seed's other uses

    /// <summary>What a sample's values and gradients are multiplied by while training: 0 or 1 / (1 - rate).</summary>
    /// <param name="pass">The pass; its seed and step choose the stream.</param>
    /// <param name="node">The layer's position in the network.</param>
    /// <param name="sample">The sample's position in the batch.</param>
    /// <param name="rate">The share of samples dropped.</param>
    public static float Factor(in Pass pass, int node, int sample, double rate)
    {
        RandomGenerator random = RandomGenerator.Create(pass.Seed, StreamKey, (ulong)node, (ulong)pass.Step, (ulong)sample);
        return random.NextDouble() < rate ? 0 : (float)(1 / (1 - rate));
    }
}
