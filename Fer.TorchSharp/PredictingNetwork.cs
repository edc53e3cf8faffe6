using System.Runtime.InteropServices;
using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>A network on TorchSharp for prediction.</summary>
internal sealed class PredictingNetwork : INetwork
{
    private readonly TorchNetwork _module;
    private readonly torch.Device _device;
    private bool _disposed;

    /// <summary>Takes a module over.</summary>
    /// <param name="definition">The network that was asked for.</param>
    /// <param name="module">A module that predicts what the network does, on the device.</param>
    /// <param name="device">The device.</param>
    /// <param name="batchSize">The most samples per call.</param>
    public PredictingNetwork(NetworkDefinition definition, TorchNetwork module, torch.Device device, int batchSize)
    {
        Definition = definition;
        _module = module;
        _device = device;
        BatchSize = batchSize;
        _module.eval();
    }

    public NetworkDefinition Definition { get; }

    public int BatchSize { get; }

    public void Predict(ReadOnlySpan<float> inputs, int count, Span<float> logits) =>
        Run(inputs, count, _module.forward, logits);

    public void ExtractFeatures(ReadOnlySpan<float> inputs, int count, Span<float> features) =>
        Run(inputs, count, _module.ExtractFeatures, features);

    public void Dispose()
    {
        _disposed = true;
        _module.Dispose();
    }

    private void Run(ReadOnlySpan<float> inputs, int count, Func<torch.Tensor, torch.Tensor> function, Span<float> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, BatchSize);
        int size = Definition.Input.Size;
        if (inputs.Length < count * size)
            throw new ArgumentException($"{inputs.Length} values are too few for {count} pictures of {Definition.Input}.", nameof(inputs));

        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor pictures = DeviceTransfer.Upload(
            inputs[..(count * size)], [count, .. DeviceTransfer.Dimensions(Definition.Input)], _device);
        torch.Tensor result = NativeLibraries.Guard(_device, () => function(pictures).cpu());
        MemoryMarshal.Cast<byte, float>(result.bytes).CopyTo(destination);
    }
}
