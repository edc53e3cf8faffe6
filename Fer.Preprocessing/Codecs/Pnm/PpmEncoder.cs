using System.Text;

namespace Fer.Preprocessing;

/// <summary>Writes binary PPM files (netpbm, P6): RGB, 8 bits, not compressed. Grey is repeated in all three channels.</summary>
public sealed class PpmEncoder : IImageEncoder
{
    private static readonly RgbTransform Rgb = new();

    /// <inheritdoc/>
    public string FormatName => "PPM";

    /// <inheritdoc/>
    public string MediaType => "image/x-portable-pixmap";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".ppm"];

    /// <inheritdoc/>
    /// <exception cref="FerException">The picture has transparent pixels.</exception>
    public void Encode(Image image, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(destination);
        Image opaque = Rgb.Apply(OpaqueImage.From(image, FormatName));
        destination.Write(Encoding.ASCII.GetBytes($"P6\n{opaque.Width} {opaque.Height}\n255\n"));
        destination.Write(opaque.Pixels);
    }
}
