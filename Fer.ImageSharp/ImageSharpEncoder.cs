using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Qoi;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;
using EncodedImage = SixLabors.ImageSharp.Image;
using Encoder = SixLabors.ImageSharp.Formats.IImageEncoder;

namespace Fer.ImageSharp;

/// <summary>Writes pictures with ImageSharp, in a format that the embedded codecs lack.</summary>
/// <example><code>
/// ImageCodecs codecs = ImageCodecs.Default.With(ImageSharpEncoder.LosslessWebP);
/// codecs.Save("face.webp", face);
/// </code></example>
public sealed class ImageSharpEncoder : IImageEncoder
{
    private const int MaxWebPSide = 16383;
    private const int MaxTgaSide = 32767; // the format's is 65535

    private readonly int _maxSide;
    private readonly bool _holdsAlpha;
    private readonly Func<PixelFormat, Encoder> _createEncoder;

    private ImageSharpEncoder(
        string formatName,
        string mediaType,
        string[] extensions,
        Func<PixelFormat, Encoder> createEncoder,
        int maxSide = int.MaxValue,
        bool holdsAlpha = true)
    {
        FormatName = formatName;
        MediaType = mediaType;
        Extensions = extensions;
        _createEncoder = createEncoder;
        _maxSide = maxSide;
        _holdsAlpha = holdsAlpha;
    }

    /// <summary>Lossless WebP. Grey is written as colour, which is all that the format has.</summary>
    public static ImageSharpEncoder LosslessWebP { get; } = CreateWebP(new WebpEncoder
    {
        FileFormat = WebpFileFormatType.Lossless,
        TransparentColorMode = WebpTransparentColorMode.Preserve,
    });

    /// <summary>TIFF with LZW compression; it cannot hold transparent pixels.</summary>
    public static ImageSharpEncoder Tiff { get; } =
        new("TIFF", "image/tiff", [".tiff", ".tif"], CreateTiff, holdsAlpha: false);

    /// <summary>Truevision TGA with run-length codes.</summary>
    public static ImageSharpEncoder Tga { get; } = new("TGA", "image/x-tga", [".tga"], CreateTga, MaxTgaSide);

    /// <summary>Quite OK Image. Grey is written as colour, which is all that the format has.</summary>
    public static ImageSharpEncoder Qoi { get; } = new("QOI", "image/qoi", [".qoi"], CreateQoi);

    /// <inheritdoc/>
    public string FormatName { get; }

    /// <inheritdoc/>
    public string MediaType { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>Lossy WebP.</summary>
    /// <param name="quality">How finely coefficients are kept: 0 (worst) to 100 (best). Default 75, as libwebp's.</param>
    public static ImageSharpEncoder LossyWebP(int quality = 75)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quality);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return CreateWebP(new WebpEncoder { FileFormat = WebpFileFormatType.Lossy, Quality = quality });
    }

    /// <inheritdoc/>
    /// <exception cref="FerException">The picture is too large for the format, or transparent where the format cannot be.</exception>
    public void Encode(Image image, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(destination);
        if (image.Width > _maxSide || image.Height > _maxSide)
        {
            throw new FerException(
                $"ImageSharp writes {FormatName} files of at most {_maxSide}x{_maxSide} pixels, not {image.Width}x{image.Height}. " +
                "Write a PNG file.");
        }

        if (!_holdsAlpha)
            RefuseTransparency(image);
        using EncodedImage picture = image.Format switch
        {
            PixelFormat.Gray8 => Wrap<L8>(image),
            PixelFormat.Rgb24 => Wrap<Rgb24>(image),
            _ => Wrap<Rgba32>(image),
        };
        using var file = new MemoryStream(); // encoders go back to fill in what they did not know before
        picture.Save(file, _createEncoder(image.Format));
        file.WriteTo(destination);
    }

    private static Image<TPixel> Wrap<TPixel>(Image image)
        where TPixel : unmanaged, IPixel<TPixel> =>
        EncodedImage.LoadPixelData<TPixel>(Configurations.Encoding, image.Pixels, image.Width, image.Height);

    private static ImageSharpEncoder CreateWebP(WebpEncoder encoder) => new("WebP", "image/webp", [".webp"], _ => encoder, MaxWebPSide);

    private static TiffEncoder CreateTiff(PixelFormat format) => new()
    {
        Compression = TiffCompression.Lzw,
        BitsPerPixel = format == PixelFormat.Gray8 ? TiffBitsPerPixel.Bit8 : TiffBitsPerPixel.Bit24,
        PhotometricInterpretation =
            format == PixelFormat.Gray8 ? TiffPhotometricInterpretation.BlackIsZero : TiffPhotometricInterpretation.Rgb,
    };

    private static TgaEncoder CreateTga(PixelFormat format) => new()
    {
        BitsPerPixel = format switch
        {
            PixelFormat.Gray8 => TgaBitsPerPixel.Pixel8,
            PixelFormat.Rgb24 => TgaBitsPerPixel.Pixel24,
            _ => TgaBitsPerPixel.Pixel32,
        },
    };

    private static QoiEncoder CreateQoi(PixelFormat format) =>
        new() { Channels = format == PixelFormat.Rgba32 ? QoiChannels.Rgba : QoiChannels.Rgb };

    private void RefuseTransparency(Image image)
    {
        if (image.Format != PixelFormat.Rgba32)
            return;
        for (int i = 3; i < image.Pixels.Length; i += 4)
        {
            if (image.Pixels[i] != 255)
            {
                throw new FerException(
                    $"The picture is transparent at ({i / 4 % image.Width}, {i / 4 / image.Width}), and ImageSharp writes no " +
                    $"{FormatName} file with that. Put it on a background, or write a PNG or WebP file.");
            }
        }
    }
}
