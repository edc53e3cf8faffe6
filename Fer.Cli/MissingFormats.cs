namespace Fer.Cli;

/// <summary>Knows the pictures that a build with Fer.ImageSharp would read, and says so.</summary>
internal sealed class MissingFormats : IImageDecoder
{
    public string FormatName => "with Fer.ImageSharp also WebP, TIFF, QOI";

    public bool Recognizes(ReadOnlySpan<byte> data) => Find(data) is not null;

    public ImageInfo Identify(ReadOnlySpan<byte> data) => throw Refuse(data);

    public Image Decode(ReadOnlySpan<byte> data, ImageDecoderOptions? options = null) => throw Refuse(data);

    private static ImageFormatException Refuse(ReadOnlySpan<byte> data) => new(
        $"A {Find(data)} picture: this build of the command has no ImageSharp. "
        + "Build it with 'dotnet build -c Release Fer.Cli -p:ImageSharp=true', or convert the picture to PNG.");

    private static string? Find(ReadOnlySpan<byte> data) => data switch
    {
        _ when data.StartsWith("RIFF"u8) && data.Length >= 12 && data[8..].StartsWith("WEBP"u8) => "WebP",
        _ when data.StartsWith("II*\0"u8) || data.StartsWith("MM\0*"u8) || data.StartsWith("II+\0"u8) || data.StartsWith("MM\0+"u8) => "TIFF",
        _ when data.StartsWith("qoif"u8) => "QOI",
        _ => null,
    };
}
