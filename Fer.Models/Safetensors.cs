using System.Buffers.Binary;
using System.Text.Json;

namespace Fer.Models;

/// <summary>
/// The safetensors format (Hugging Face, format 1): an 8-byte little-endian header length, a JSON header that names each
/// tensor's type, shape and place, then the tensors' bytes. Files written here load in PyTorch through the
/// <c>safetensors</c> package. Writes F32; reads F32, and F16, BF16, F64 and I64 as F32. A NaN is refused.
/// </summary>
public sealed class Safetensors : ITensorFileFormat
{
    /// <summary>The format's own limit on the header: 100 MB.</summary>
    private const int MaxHeaderBytes = 100_000_000;

    /// <summary>How much memory is taken at once for bytes that a stream has not yet shown to have.</summary>
    private const int PieceBytes = 1 << 16;

    private const string MetadataKey = "__metadata__";

    private static readonly JsonDocumentOptions HeaderOptions = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <inheritdoc/>
    public string Extension => ".safetensors";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// A tensor has the name that the format keeps for itself, or the header grows beyond 100 MB.
    /// </exception>
    public void Write(Stream destination, TensorFileContent content)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(content);
        KeyValuePair<string, Tensor>[] tensors = [.. content.Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        if (content.Tensors.ContainsKey(MetadataKey))
        {
            throw new ArgumentException(
                $"A tensor cannot be named '{MetadataKey}': the format keeps that name for the strings.", nameof(content));
        }

        byte[] header = WriteHeader(tensors, content.Metadata);
        if (header.Length > MaxHeaderBytes)
        {
            throw new ArgumentException(
                $"The names and strings take {header.Length} bytes; the format allows {MaxHeaderBytes}.", nameof(content));
        }

        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        destination.Write(length);
        destination.Write(header);
        foreach ((_, Tensor tensor) in tensors)
            ElementConverter.Write(destination, tensor.Values);
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
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException
            or KeyNotFoundException or OverflowException)
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
                json.WriteString("dtype", SafetensorsElementType.Float32);
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

    private static TensorFileContent ReadChecked(Stream source, string name)
    {
        Span<byte> lengthBytes = stackalloc byte[8];
        source.ReadExactly(lengthBytes);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (headerLength > MaxHeaderBytes || (source.CanSeek && headerLength > (ulong)(source.Length - source.Position)))
            throw new TensorFileException($"{name}: claims a header of {headerLength} bytes, more than the file or the format allows.");
        byte[] header = ReadHeader(source, (int)headerLength);

        using JsonDocument document = JsonDocument.Parse(header, HeaderOptions);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = new List<SafetensorsEntry>();
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (property.NameEquals(MetadataKey))
                ReadMetadata(name, property.Value, metadata);
            else
                entries.Add(SafetensorsEntry.Parse(name, property));
        }

        return new TensorFileContent(ReadTensors(source, name, entries), metadata);
    }

    private static byte[] ReadHeader(Stream source, int length)
    {
        var header = new byte[Math.Min(length, PieceBytes)];
        int read = 0;
        while (true)
        {
            source.ReadExactly(header, read, header.Length - read);
            if (header.Length == length)
                return header;
            read = header.Length;
            Array.Resize(ref header, (int)Math.Min(length, 2L * read));
        }
    }

    private static void ReadMetadata(string name, JsonElement items, Dictionary<string, string> metadata)
    {
        foreach (JsonProperty item in items.EnumerateObject())
        {
            metadata[item.Name] = item.Value.GetString()
                ?? throw new TensorFileException($"{name}: '{item.Name}' of the metadata is null where a string belongs.");
        }
    }

    private static Dictionary<string, Tensor> ReadTensors(Stream source, string name, List<SafetensorsEntry> entries)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        long position = 0;
        foreach (SafetensorsEntry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != position)
                throw new TensorFileException($"{name}: the bytes of '{entry.Name}' overlap others or leave a gap.");
            position = entry.End;
            if (source.CanSeek && entry.End - entry.Begin > source.Length - source.Position)
                throw new TensorFileException($"{name}: the file ends inside '{entry.Name}'; copy or download it again.");
            float[] values = ReadValues(source, entry);
            ElementConverter.RefuseNaN(name, entry.Name, values);
            tensors.Add(entry.Name, new Tensor(entry.Shape, values));
        }

        if (source.ReadByte() >= 0)
            throw new TensorFileException($"{name}: there are bytes after the last tensor that no tensor claims.");
        return tensors;
    }

    private static float[] ReadValues(Stream source, SafetensorsEntry entry)
    {
        int pieceLength = PieceBytes / ElementConverter.SizeOf(entry.Type);
        // A stream that can seek was asked for its length; another has to show the bytes before memory is taken for them.
        var values = new float[source.CanSeek ? entry.Count : Math.Min(entry.Count, pieceLength)];
        int done = 0;
        while (true)
        {
            ElementConverter.Read(source, entry.Type, values.AsSpan(done));
            done = values.Length;
            if (done == entry.Count)
                return values;
            Array.Resize(ref values, (int)Math.Min(entry.Count, 2L * done));
        }
    }
}
