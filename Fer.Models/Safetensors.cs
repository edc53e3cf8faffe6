using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Fer.Models;

/// <summary>
/// The safetensors format (Hugging Face, format 1): an 8-byte little-endian header length, a JSON header that names each
/// tensor's type, shape and place, then the tensors' bytes. Files written here load in PyTorch through the
/// <c>safetensors</c> package. Reads F32; writes F32.
/// </summary>
public sealed class Safetensors : ITensorFileFormat
{
    /// <summary>The format's own limit on the header: 100 MB.</summary>
    private const int MaxHeaderBytes = 100_000_000;

    private const string MetadataKey = "__metadata__";

    /// <inheritdoc/>
    public string Extension => ".safetensors";

    /// <inheritdoc/>
    public void Write(Stream destination, TensorFileContent content)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(content);
        KeyValuePair<string, Tensor>[] tensors = [.. content.Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        byte[] header = WriteHeader(tensors, content.Metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        destination.Write(length);
        destination.Write(header);
        foreach ((_, Tensor tensor) in tensors)
            WriteValues(destination, tensor.Values);
    }

    /// <inheritdoc/>
    public TensorFileContent Read(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        string name = source is FileStream file ? file.Name : "safetensors";
        try
        {
            return ReadChecked(source, name);
        }
        catch (EndOfStreamException error)
        {
            throw new TensorFileException($"{name}: the file is truncated; copy or download it again.", error);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw new TensorFileException($"{name}: the header is not that of a safetensors file: {error.Message}", error);
        }
    }

    private static byte[] WriteHeader(KeyValuePair<string, Tensor>[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach ((string key, Tensor tensor) in tensors)
            {
                json.WriteStartObject(key);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int dimension in tensor.Dimensions)
                    json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += (long)tensor.Values.Length * sizeof(float));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0) // the format asks for tensors aligned to 8 bytes, and allows spaces
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteValues(Stream destination, float[] values)
    {
        if (BitConverter.IsLittleEndian)
        {
            // In pieces: one span of bytes cannot cover more than 2 GiB.
            const int Piece = 1 << 24;
            for (int i = 0; i < values.Length; i += Piece)
                destination.Write(MemoryMarshal.AsBytes(values.AsSpan(i, Math.Min(Piece, values.Length - i))));
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            destination.Write(bytes);
        }
    }

    private static TensorFileContent ReadChecked(Stream source, string name)
    {
        Span<byte> lengthBytes = stackalloc byte[8];
        source.ReadExactly(lengthBytes);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (headerLength > MaxHeaderBytes || (source.CanSeek && headerLength > (ulong)(source.Length - source.Position)))
            throw new TensorFileException($"{name}: claims a header of {headerLength} bytes, more than the file or the format allows.");
        var header = new byte[(int)headerLength];
        source.ReadExactly(header);

        using JsonDocument document = JsonDocument.Parse(header);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = new List<Entry>();
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (property.Name == MetadataKey)
            {
                foreach (JsonProperty item in property.Value.EnumerateObject())
                    metadata[item.Name] = item.Value.GetString() ?? "";
            }
            else
            {
                entries.Add(Entry.Parse(name, property));
            }
        }

        return new TensorFileContent(ReadTensors(source, name, entries), metadata);
    }

    private static Dictionary<string, Tensor> ReadTensors(Stream source, string name, List<Entry> entries)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        long position = 0;
        foreach (Entry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != position)
                throw new TensorFileException($"{name}: the bytes of '{entry.Name}' overlap others or leave a gap.");
            position = entry.End;
            if (source.CanSeek && entry.End - entry.Begin > source.Length - source.Position)
                throw new TensorFileException($"{name}: the file ends inside '{entry.Name}'; copy or download it again.");
            var values = new float[(int)((entry.End - entry.Begin) / sizeof(float))];
            ReadValues(source, values);
            if (!tensors.TryAdd(entry.Name, new Tensor(entry.Shape, values)))
                throw new TensorFileException($"{name}: '{entry.Name}' stands twice.");
        }

        if (source.ReadByte() >= 0)
            throw new TensorFileException($"{name}: there are bytes after the last tensor that no tensor claims.");
        return tensors;
    }

    private static void ReadValues(Stream source, float[] values)
    {
        const int Piece = 1 << 24;
        for (int i = 0; i < values.Length; i += Piece)
            source.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(i, Math.Min(Piece, values.Length - i))));
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }

    private sealed record Entry(string Name, int[] Shape, long Begin, long End)
    {
        public static Entry Parse(string file, JsonProperty property)
        {
            string type = property.Value.GetProperty("dtype").GetString() ?? "";
            if (type != "F32")
                throw new TensorFileException($"{file}: '{property.Name}' is of type {type}; only F32 is read: convert it with .float() before saving.");
            int[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(item => item.GetInt32())];
            JsonElement offsets = property.Value.GetProperty("data_offsets");
            if (offsets.GetArrayLength() != 2)
                throw new TensorFileException($"{file}: '{property.Name}' has {offsets.GetArrayLength()} offsets instead of 2.");
            long begin = offsets[0].GetInt64();
            long end = offsets[1].GetInt64();
            long size = shape.Aggregate((long)sizeof(float), (product, length) => checked(product * length));
            if (shape.Any(length => length < 0) || begin < 0 || end - begin != size || size / sizeof(float) > Array.MaxLength)
                throw new TensorFileException($"{file}: the shape [{string.Join(", ", shape)}] of '{property.Name}' does not fit its bytes {begin} to {end}.");
            return new Entry(property.Name, shape, begin, end);
        }
    }
}
