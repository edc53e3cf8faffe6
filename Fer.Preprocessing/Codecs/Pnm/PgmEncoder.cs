using System.Text;

namespace Fer.Preprocessing;

/// <summary>Writes binary PGM files (netpbm, P5): grey pictures, 8 bits, not compressed.</summary>
public sealed class PgmEncoder : IImageEncoder
{
    /// <inheritdoc/>
    public string FormatName => "PGM";

    /// <inheritdoc/>
    public string MediaType => "image/x-portable-graymap";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".pgm"];

    /// <inheritdoc/>
    /// <exception cref="FerException">The picture is not grey.</exception>
    public void Encode(Image image, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(destination);
        if (image.Format != PixelFormat.Gray8)
        {
            throw new FerException(
                $"A PGM file holds grey pictures only, and this one is {image.Format}. Make it grey with " +
                $"{nameof(GrayscaleTransform)}, or write a PPM file.");
        }

        destination.Write(Encoding.ASCII.GetBytes($"P5\n{image.Width} {image.Height}\n255\n"));
        destination.Write(image.Pixels);
    }
}
