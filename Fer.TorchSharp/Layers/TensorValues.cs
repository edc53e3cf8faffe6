using System.Runtime.InteropServices;
using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>Values between TorchSharp's tensors, wherever they are, and arrays.</summary>
internal static class TensorValues
{
    /// <summary>A copy of a tensor's values, in C order.</summary>
    public static float[] ToArray(torch.Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return MemoryMarshal.Cast<byte, float>(tensor.detach().to(torch.ScalarType.Float32).cpu().contiguous().bytes).ToArray();
    }

    /// <summary>Writes values over a tensor's, of the same number.</summary>
    public static void Fill(torch.Tensor tensor, ReadOnlySpan<float> values)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor host = torch.empty(tensor.shape);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(host.bytes));
        tensor.copy_(host);
    }

    /// <summary>Fills a tensor with the values of a given name.</summary>
    /// <exception cref="TensorFileException">There are none, or they have other dimensions.</exception>
    public static void Import(
        IReadOnlyDictionary<string, Tensor> tensors, string name, IReadOnlyList<int> dimensions, torch.Tensor destination) =>
        Fill(destination, Check(tensors, name, dimensions).Values);

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="TensorFileException">There is none, or it has other dimensions.</exception>
    public static Tensor Check(IReadOnlyDictionary<string, Tensor> tensors, string name, IReadOnlyList<int> dimensions)
    {
        if (!tensors.TryGetValue(name, out Tensor? tensor))
            throw new TensorFileException($"'{name}' is missing; use weights that were saved from this network.");
        if (tensor.Dimensions.SequenceEqual(dimensions))
            return tensor;
        throw new TensorFileException(
            $"'{name}' has the dimensions [{string.Join(", ", tensor.Dimensions)}], not [{string.Join(", ", dimensions)}]; "
            + "use weights that were saved from this network.");
    }
}
