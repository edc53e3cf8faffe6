namespace Fer.Preprocessing;

/// <summary>A picture in memory.</summary>
internal sealed class PixelImageSource(Image image, string location) : ImageSource(location)
{
    public override byte[] ReadBytes() => [.. image.Pixels];

    public override Image Decode(Func<ReadOnlyMemory<byte>, Image> decode) => image;
}
