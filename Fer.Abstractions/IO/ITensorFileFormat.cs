namespace Fer;

/// <summary>A file format for named tensors and a few strings beside them. Implementations are stateless.</summary>
public interface ITensorFileFormat
{
    /// <summary>The usual extension with its dot, for example ".safetensors".</summary>
    string Extension { get; }

    /// <summary>Writes a file; the same content gives the same bytes.</summary>
    void Write(Stream destination, TensorFileContent content);

    /// <summary>Reads a file, checking everything it claims before memory is taken for it.</summary>
    /// <exception cref="TensorFileException">The file is truncated, corrupt or not of this format.</exception>
    TensorFileContent Read(Stream source);
}
