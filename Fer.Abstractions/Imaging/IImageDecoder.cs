namespace Fer;

/// <summary>Reads pictures of one or more file formats. Implementations are stateless and safe on many threads.</summary>
public interface IImageDecoder
{
    /// <summary>The format's name, for example "PNG".</summary>
    string FormatName { get; }

    /// <summary>Whether the file's first bytes are of this format; decided by content, never by a file's name.</summary>
    /// <param name="data">The file, or at least its first 16 bytes (fewer if the file is shorter).</param>
    bool Recognizes(ReadOnlySpan<byte> data);

    /// <summary>Reads the picture's size and pixel layout without decoding it.</summary>
    /// <exception cref="ImageFormatException">The header is truncated or corrupt.</exception>
    ImageInfo Identify(ReadOnlySpan<byte> data);

    /// <summary>Decodes a whole picture.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="options">Limits; <see cref="ImageDecoderOptions.Default"/> if null.</param>
    /// <exception cref="ImageFormatException">The file is truncated, corrupt, unsupported or beyond the limits.</exception>
    Image Decode(ReadOnlySpan<byte> data, ImageDecoderOptions? options = null);
}
