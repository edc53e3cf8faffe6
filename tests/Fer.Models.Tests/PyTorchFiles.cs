using System.Text.Json;

namespace Fer.Models.Tests;

/// <summary>The files that scripts/pytorch_checkpoints.py had PyTorch write.</summary>
internal static class PyTorchFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "fixtures", "pytorch");

    /// <summary>Each readable file with its tensors' names, shapes and bits.</summary>
    public static JsonElement Expected { get; } = JsonDocument.Parse(Load("expected.json")).RootElement;

    public static byte[] Load(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static TensorFileContent Read(byte[] file, string? key = null)
    {
        using var stream = new MemoryStream(file, writable: false);
        return new PyTorchCheckpoint(key).Read(stream);
    }

    public static TensorFileContent ReadFromDisk(string name, string? key = null)
    {
        using FileStream stream = File.OpenRead(Path.Combine(Folder, name));
        return new PyTorchCheckpoint(key).Read(stream);
    }

    public static byte[] Write(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        new PyTorchCheckpoint().Write(stream, new TensorFileContent(tensors, metadata ?? new Dictionary<string, string>()));
        return stream.ToArray();
    }

    public static int[] Bits(Tensor tensor) => Array.ConvertAll(tensor.Values, BitConverter.SingleToInt32Bits);
}
