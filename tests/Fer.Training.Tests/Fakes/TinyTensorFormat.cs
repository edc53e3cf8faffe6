using System.Runtime.InteropServices;
using System.Text;

namespace Fer.Training.Tests;

/// <summary>The smallest tensor file that reads back: strings, then tensors, each with its name.</summary>
internal sealed class TinyTensorFormat : ITensorFileFormat
{
    private const int Magic = 0x594E4954;

    public string Extension => ".tiny";

    /// <summary>Called before, in the midst of and after each write, on whichever of these is set.</summary>
    public Action<WriteMoment>? OnWrite { get; set; }

    public void Write(Stream destination, TensorFileContent content)
    {
        OnWrite?.Invoke(WriteMoment.Before);
        using var writer = new BinaryWriter(destination, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(content.Metadata.Count);
        foreach ((string name, string value) in content.Metadata)
        {
            writer.Write(name);
            writer.Write(value);
        }

        OnWrite?.Invoke(WriteMoment.Midst);
        writer.Write(content.Tensors.Count);
        foreach ((string name, Tensor tensor) in content.Tensors)
        {
            writer.Write(name);
            writer.Write(tensor.Dimensions.Count);
            foreach (int length in tensor.Dimensions)
                writer.Write(length);
            writer.Write(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        }

        writer.Flush();
        OnWrite?.Invoke(WriteMoment.After);
    }

    public TensorFileContent Read(Stream source)
    {
        try
        {
            using var reader = new BinaryReader(source, Encoding.UTF8, leaveOpen: true);
            if (reader.ReadInt32() != Magic)
                throw new TensorFileException("It is no tiny tensor file.");
            var metadata = new Dictionary<string, string>();
            for (int count = reader.ReadInt32(); count > 0; count--)
                metadata.Add(reader.ReadString(), reader.ReadString());
            var tensors = new Dictionary<string, Tensor>();
            for (int count = reader.ReadInt32(); count > 0; count--)
                tensors.Add(reader.ReadString(), ReadTensor(reader));
            return new TensorFileContent(tensors, metadata);
        }
        catch (Exception error) when (error is EndOfStreamException or ArgumentException or FormatException)
        {
            throw new TensorFileException($"It is truncated or corrupt: {error.Message}", error);
        }
    }

    private static Tensor ReadTensor(BinaryReader reader)
    {
        int[] dimensions = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadInt32())];
        var values = new float[dimensions.Aggregate(1, (product, length) => product * length)];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return new Tensor(dimensions, values);
    }
}

internal enum WriteMoment
{
    Before,
    Midst,
    After,
}
