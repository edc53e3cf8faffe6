namespace Fer;

/// <summary>Writes pictures in one file format. Implementations are stateless and safe on many threads.</summary>
public interface IImageEncoder
{
    /// <summary>The format's name, for example "PNG".</summary>
    string FormatName { get; }

    /// <summary>The media type, for example "image/png".</summary>
    string MediaType { get; }

    /// <summary>File name extensions with the dot, in lower case, the usual one first.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Writes a picture.</summary>
    void Encode(Image image, Stream destination);
}
