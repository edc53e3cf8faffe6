using System.Buffers.Binary;
using System.Text;

namespace Fer.Models.Tests;

/// <summary>Safetensors files put together by hand.</summary>
internal static class SafetensorsFile
{
    /// <summary>A header of any text before data of so many bytes.</summary>
    public static byte[] Make(string header, int dataBytes)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return Make((ulong)text.Length, [.. text, .. new byte[dataBytes]]);
    }

    /// <summary>A header length, true or not, before any bytes.</summary>
    public static byte[] Make(ulong headerLength, byte[] rest)
    {
        var file = new byte[8 + rest.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, headerLength);
        rest.CopyTo(file, 8);
        return file;
    }

    public static TensorFileContent Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return new Safetensors().Read(stream);
    }

    public static TensorFileContent ReadForwardOnly(byte[] file)
    {
        using var stream = new ForwardOnlyStream(file);
        return new Safetensors().Read(stream);
    }

    public static byte[] Write(
        IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        new Safetensors().Write(stream, new TensorFileContent(tensors, metadata ?? new Dictionary<string, string>()));
        return stream.ToArray();
    }
}
