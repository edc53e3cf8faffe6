using System.Text;
using System.Text.Json;

namespace Fer.Models;

/// <summary>
/// The files of <c>torch.save(model.state_dict(), path)</c>, <c>.pth</c> and <c>.pt</c>: reads the zip form (PyTorch 1.6 and
/// later) and the older one, writes the zip form. What is written loads in PyTorch with
/// <c>model.load_state_dict(torch.load(path), strict=True)</c>.
/// </summary>
/// <remarks>
/// <para>
/// Such a file is a Python pickle, which in Python can run any code. Here the pickle is read by a machine that knows only the
/// operations and constructors that a state dict needs and has no way to run anything; all else is refused by name.
/// </para>
/// <para>
/// Read are float16, bfloat16, float32, float64, int8 to int64, uint8 and bool, all as float32; views, shared storages and any
/// strides; parameters; a state dict by itself or as one entry of a checkpoint (<c>{"state_dict": ..., "epoch": 3}</c>). The
/// source must be able to seek; of files of many gigabytes only the tensors come into memory. A NaN is refused. Checksums of
/// the zip form are not compared, as PyTorch itself can write files without them.
/// </para>
/// <para>Strings beside the tensors are kept in a zip entry that PyTorch passes over.</para>
/// </remarks>
/// <param name="key">
/// The entry of a checkpoint that holds the state dict to read, for example "model_ema"; null for the root, or the only entry
/// that is a state dict.
/// </param>
public sealed class PyTorchCheckpoint(string? key = null) : ITensorFileFormat
{
    /// <summary>Tensors and unpacked content may take this much, whatever the file's length.</summary>
    private const long MemoryAllowance = 1 << 24;

    /// <summary>And so many times the file's length: bytes become floats, and zip files may be compressed.</summary>
    private const long MemoryFactor = 16;

    /// <inheritdoc/>
    public string Extension => ".pth";

    /// <inheritdoc/>
    public void Write(Stream destination, TensorFileContent content)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(content);
        PyTorchZipWriter.Write(destination, content);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The source cannot seek.</exception>
    public TensorFileContent Read(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!source.CanSeek)
            throw new ArgumentException("A PyTorch file is read from its end: give a stream that can seek.", nameof(source));
        string file = source is FileStream stream ? stream.Name : "PyTorch checkpoint";
        try
        {
            return ReadChecked(source, file);
        }
        catch (EndOfStreamException error)
        {
            throw new TensorFileException($"{file}: the file is truncated; copy or download it again.", error);
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException or JsonException or DecoderFallbackException
            or ArgumentException or InvalidOperationException)
        {
            throw new TensorFileException($"{file}: is not a sound file of torch.save: {error.Message} Copy or download it again.", error);
        }
    }

    private TensorFileContent ReadChecked(Stream source, string file)
    {
        source.Position = 0;
        Span<byte> start = stackalloc byte[4];
        int length = source.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        source.Position = 0;
        long memoryLimit = MemoryAllowance + MemoryFactor * source.Length;
        if (start[..length].SequenceEqual("PK\x03\x04"u8))
            return PyTorchZipFile.Read(source, file, key, memoryLimit);
        if (length > 0 && start[0] == (byte)PickleOpcode.Proto)
            return PyTorchLegacyFile.Read(source, file, key, memoryLimit);
        throw new TensorFileException($"{file}: is not a file of torch.save (of PyTorch 0.1.10 or later). {PyTorchObjects.Advice}");
    }
}
