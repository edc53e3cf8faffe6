using System.Buffers.Binary;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Qoi;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using Identified = SixLabors.ImageSharp.ImageInfo;

namespace Fer.ImageSharp;

/// <summary>Chooses the layout as the embedded codecs do: grey stays grey, alpha stays alpha, all else is colour.</summary>
internal static class PixelLayouts
{
    // ImageSharp gives every lossless file alpha; what the file says is in its first chunk (RFC 9649, 2.5 to 2.7 and 3.4).
    public static PixelLayout OfWebP(ReadOnlySpan<byte> file, Identified info)
    {
        const int Chunk = 12;
        const int Header = Chunk + 8;
        ReadOnlySpan<byte> type = file[Chunk..];
        bool hasAlpha =
            (type.StartsWith("VP8X"u8) && (file[Header] & 0x10) != 0) ||
            (type.StartsWith("VP8L"u8) && (BinaryPrimitives.ReadUInt32LittleEndian(file[(Header + 1)..]) & (1 << 28)) != 0);
        return PixelLayout.Of(isGray: false, hasAlpha);
    }

    public static PixelLayout OfTiff(ReadOnlySpan<byte> file, Identified info)
    {
        TiffFrameMetadata frame = info.FrameMetadataCollection[0].GetTiffMetadata();
        bool isGray = frame.PhotometricInterpretation is TiffPhotometricInterpretation.BlackIsZero
            or TiffPhotometricInterpretation.WhiteIsZero;

        // 1 is alpha multiplied into the colours, 2 is alpha beside them, 0 is anything else (TIFF 6.0, ExtraSamples).
        IExifValue<ushort[]>? extraSamples = null;
        info.FrameMetadataCollection[0].ExifProfile?.TryGetValue(ExifTag.ExtraSamples, out extraSamples);
        bool hasAlpha = extraSamples?.Value is [1 or 2, ..];

        // The colours of a palette have 16 bits.
        bool isDeep = frame.BitsPerSample?.Channel0 > 8 || frame.PhotometricInterpretation == TiffPhotometricInterpretation.PaletteColor;
        return PixelLayout.Of(isGray, hasAlpha, isDeep);
    }

    // Image types 3 and 11 are grey, plain and run-length coded.
    public static PixelLayout OfTga(ReadOnlySpan<byte> file, Identified info) =>
        PixelLayout.Of(file[2] is 3 or 11, info.Metadata.GetTgaMetadata().AlphaChannelBits > 0);

    public static PixelLayout OfQoi(ReadOnlySpan<byte> file, Identified info) =>
        PixelLayout.Of(isGray: false, info.Metadata.GetQoiMetadata().Channels == QoiChannels.Rgba);

    public static PixelLayout OfJpeg(ReadOnlySpan<byte> file, Identified info) =>
        PixelLayout.Of(info.Metadata.GetJpegMetadata().ColorType == JpegEncodingColor.Luminance, hasAlpha: false);

    public static PixelLayout OfPng(ReadOnlySpan<byte> file, Identified info)
    {
        PngMetadata png = info.Metadata.GetPngMetadata();
        bool isTransparent = png.TransparentColor is not null || HasTransparentColor(png.ColorTable);
        bool hasAlpha = png.ColorType is PngColorType.GrayscaleWithAlpha or PngColorType.RgbWithAlpha || isTransparent;
        return PixelLayout.Of(png.ColorType == PngColorType.Grayscale, hasAlpha, png.BitDepth == PngBitDepth.Bit16);
    }

    // Other headers with 32 bits per pixel do not say what the last 8 are.
    public static PixelLayout OfBmp(ReadOnlySpan<byte> file, Identified info)
    {
        BmpMetadata bmp = info.Metadata.GetBmpMetadata();
        bool hasAlphaMask = bmp.InfoHeaderType is BmpInfoHeaderType.AdobeVersion3WithAlpha or BmpInfoHeaderType.WinVersion4
            or BmpInfoHeaderType.WinVersion5;
        return PixelLayout.Of(isGray: false, hasAlphaMask && bmp.BitsPerPixel == BmpBitsPerPixel.Pixel32);
    }

    public static PixelLayout OfGif(ReadOnlySpan<byte> file, Identified info) =>
        PixelLayout.Of(isGray: false, info.FrameMetadataCollection is [var first, ..] && first.GetGifMetadata().HasTransparency);

    public static PixelLayout OfPnm(ReadOnlySpan<byte> file, Identified info) =>
        PixelLayout.Of(info.Metadata.GetPbmMetadata().ColorType != PbmColorType.Rgb, hasAlpha: false);

    private static bool HasTransparentColor(ReadOnlyMemory<Color>? colors)
    {
        foreach (Color color in (colors ?? default).Span)
        {
            if (color.ToPixel<Rgba32>().A != 255)
                return true;
        }

        return false;
    }
}
