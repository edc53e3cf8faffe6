using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Qoi;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using Decoder = SixLabors.ImageSharp.Formats.IImageDecoder;
using Identified = SixLabors.ImageSharp.ImageInfo;

namespace Fer.ImageSharp;

/// <summary>A file format, with ImageSharp's parts that know and read it.</summary>
internal sealed record FileFormat(
    ImageSharpFormats Flag,
    string Name,
    IImageFormatDetector Detector,
    Decoder Decoder,
    FileFormat.LayoutReader ReadLayout,
    FileFormat.ContainerCheck? CheckContainer = null,
    FileFormat.CompletenessCheck? CheckComplete = null)
{
    /// <summary>Chooses what a file's pixels are decoded to.</summary>
    public delegate PixelLayout LayoutReader(ReadOnlySpan<byte> file, Identified info);

    /// <summary>Refuses a file whose container claims more than it has, before ImageSharp takes memory for it.</summary>
    public delegate void ContainerCheck(ReadOnlySpan<byte> file);

    /// <summary>Refuses a file that lacks a part of its pixels.</summary>
    public delegate void CompletenessCheck(ReadOnlySpan<byte> file, Identified info);

    /// <summary>Every format. That without a signature is asked last.</summary>
    public static IReadOnlyList<FileFormat> All { get; } =
    [
        new(ImageSharpFormats.WebP, "WebP", new WebpImageFormatDetector(), WebpDecoder.Instance, PixelLayouts.OfWebP,
            Containers.CheckWebP),
        new(ImageSharpFormats.Tiff, "TIFF", new TiffImageFormatDetector(), TiffDecoder.Instance, PixelLayouts.OfTiff,
            Containers.CheckTiff, Completeness.CheckTiff),
        new(ImageSharpFormats.Qoi, "QOI", new QoiImageFormatDetector(), GetQoiDecoder(), PixelLayouts.OfQoi),
        new(ImageSharpFormats.Jpeg, "JPEG", new JpegImageFormatDetector(), JpegDecoder.Instance, PixelLayouts.OfJpeg,
            Containers.CheckJpeg),
        new(ImageSharpFormats.Png, "PNG", new PngImageFormatDetector(), PngDecoder.Instance, PixelLayouts.OfPng, Containers.CheckPng),
        new(ImageSharpFormats.Bmp, "BMP", new BmpImageFormatDetector(), BmpDecoder.Instance, PixelLayouts.OfBmp, Containers.CheckBmp),
        new(ImageSharpFormats.Gif, "GIF", new GifImageFormatDetector(), GifDecoder.Instance, PixelLayouts.OfGif),
        new(ImageSharpFormats.Pnm, "PNM", new PbmImageFormatDetector(), PbmDecoder.Instance, PixelLayouts.OfPnm),
        new(ImageSharpFormats.Tga, "TGA", new TgaImageFormatDetector(), TgaDecoder.Instance, PixelLayouts.OfTga),
    ];

    // The only one that ImageSharp does not hand out by itself.
    private static Decoder GetQoiDecoder() =>
        new Configuration(new QoiConfigurationModule()).ImageFormatsManager.GetDecoder(QoiFormat.Instance);
}
