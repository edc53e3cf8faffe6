using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>
/// The random numbers of dropout on a device: every layer's depend on the seed, the step and the layer alone, so that there is
/// no random state to save.
/// </summary>
internal sealed class LayerRandom(ulong seed, torch.Device device) : IDisposable
{
    private const ulong StreamKey = 0x544F52434844524F; // sets this stream apart from the seed's other uses

    /// <summary>The number of what augments batches, which is no layer.</summary>
    public const int Augmentation = -2;

    private readonly torch.Generator _generator = new(0, device);

    /// <summary>The training step.</summary>
    public long Step { get; set; }

    /// <summary>The part of the step's batch that layers draw for.</summary>
    public int Part { get; set; }

    /// <summary>The generator, at the beginning of a layer's numbers.</summary>
    public torch.Generator For(int node)
    {
        ulong state = RandomGenerator.Create(seed, StreamKey, unchecked((ulong)node), (ulong)Step, (ulong)Part).NextUInt64();
        return _generator.manual_seed((long)(state >> 1));
    }

    public void Dispose() => _generator.Dispose();
}
