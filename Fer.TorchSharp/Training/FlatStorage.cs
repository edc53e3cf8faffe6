using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>
/// One block of memory in which many tensors lie one behind the other, so that what is done to all of them takes a few large steps
/// in the place of many small ones.
/// </summary>
internal sealed class FlatStorage : IDisposable
{
    // In floats; kernels load whole registers and cache lines.
    private const long Alignment = 64;

    private readonly torch.Tensor[] _tensors;
    private readonly long[] _offsets;

    /// <summary>Moves tensors into a block; they keep their values, and are views of it from now on.</summary>
    /// <param name="tensors">The tensors, float32.</param>
    /// <param name="device">Their device.</param>
    public FlatStorage(IEnumerable<torch.Tensor> tensors, torch.Device device)
    {
        _tensors = [.. tensors];
        _offsets = new long[_tensors.Length + 1];
        for (int i = 0; i < _tensors.Length; i++)
            _offsets[i + 1] = _offsets[i] + (_tensors[i].numel() + Alignment - 1) / Alignment * Alignment;
        Values = torch.zeros(_offsets[^1], device: device).DetachFromDisposeScope();

        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        for (int i = 0; i < _tensors.Length; i++)
            _tensors[i].set_(ViewOf(Values, i).copy_(_tensors[i]));
    }

    /// <summary>The whole block, with zeros between the tensors.</summary>
    public torch.Tensor Values { get; }

    /// <summary>Where a tensor begins in the block; after the last one, where the block ends.</summary>
    public long Offset(int tensor) => _offsets[tensor];

    /// <summary>A tensor's part of another block that is laid out alike, to be disposed of.</summary>
    public torch.Tensor ViewOf(torch.Tensor block, int tensor)
    {
        using torch.Tensor part = block.narrow(0, _offsets[tensor], _tensors[tensor].numel());
        return part.view(_tensors[tensor].shape);
    }

    /// <summary>Gives every tensor memory of its own again, and frees the block.</summary>
    public void Release()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        foreach (torch.Tensor tensor in _tensors)
            tensor.set_(tensor.detach().clone());
        Dispose();
    }

    public void Dispose() => Values.Dispose();
}
