namespace Fer.Models;

/// <summary>Reads and writes weight files by the format that their names tell.</summary>
public static class WeightFile
{
    private static readonly string[] PyTorchExtensions = [".pth", ".pt", ".bin", ".ckpt", ".tar"];

    /// <summary>Finds the format of a file by its name.</summary>
    /// <param name="path">The file: .safetensors, or .pth, .pt, .bin, .ckpt or .tar for PyTorch's.</param>
    /// <param name="key">The entry of a PyTorch checkpoint to read; null for the only state dict.</param>
    /// <exception cref="TensorFileException">The extension is none of these.</exception>
    public static ITensorFileFormat FormatOf(string path, string? key = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var safetensors = new Safetensors();
        string extension = Path.GetExtension(path);
        if (extension.Equals(safetensors.Extension, StringComparison.OrdinalIgnoreCase))
            return safetensors;
        return PyTorchExtensions.Contains(extension, StringComparer.OrdinalIgnoreCase)
            ? new PyTorchCheckpoint(key)
            : throw new TensorFileException(
                $"{path}: '{extension}' is not the extension of a weight file; there are {safetensors.Extension}, " +
                $"{string.Join(", ", PyTorchExtensions)}: rename the file.");
    }

    /// <summary>Reads a file of any length; each tensor straight into its array, so that memory holds the tensors and no more.</summary>
    /// <remarks>
    /// Read, not memory-mapped: a mapped file that another process shortens ends this one (an access violation that nothing
    /// can catch), a read file is refused as truncated; and mapping 1 GB took longer (3.9 s for 3.0 s) and twice the memory.
    /// </remarks>
    /// <inheritdoc cref="FormatOf" path="/param"/>
    /// <exception cref="TensorFileException">The file is missing, cannot be read, or is not of the format that its name tells.</exception>
    public static TensorFileContent Read(string path, string? key = null)
    {
        ITensorFileFormat format = FormatOf(path, key);
        try
        {
            using FileStream stream = File.OpenRead(path);
            return format.Read(stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TensorFileException($"{path}: cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Writes a file, wholly or not at all.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="content">What it is to hold.</param>
    /// <exception cref="TensorFileException">The extension is none that is known.</exception>
    /// <exception cref="FerException">The file cannot be written.</exception>
    public static void Write(string path, TensorFileContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        ITensorFileFormat format = FormatOf(path);
        AtomicFile.Write(path, stream => format.Write(stream, content));
    }
}
