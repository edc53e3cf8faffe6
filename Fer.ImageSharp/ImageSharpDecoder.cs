using System.Runtime.InteropServices;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using Identified = SixLabors.ImageSharp.ImageInfo;

namespace Fer.ImageSharp;

/// <summary>
/// Reads pictures with ImageSharp: WebP, TIFF, TGA and QOI, or also the formats that the embedded codecs know. Grey becomes
/// <see cref="PixelFormat.Gray8"/>, anything with an alpha channel or a transparent colour <see cref="PixelFormat.Rgba32"/>, all
/// else <see cref="PixelFormat.Rgb24"/>. Of 16-bit samples in TIFF and PNG files the high byte is kept, as OpenCV does. EXIF's
/// orientation is applied. Of several frames or pages the first one is read. Colour profiles are ignored.
/// </summary>
/// <example><code>
/// ImageCodecs codecs = ImageCodecs.Default.With(new ImageSharpDecoder());
/// Image photo = codecs.Load("photo.webp");
/// </code></example>
public sealed class ImageSharpDecoder : IImageDecoder
{
    private readonly FileFormat[] _formats;

    /// <summary>Creates a decoder.</summary>
    /// <param name="formats">The formats to read; the others are left to other decoders.</param>
    public ImageSharpDecoder(ImageSharpFormats formats = ImageSharpFormats.Additional)
    {
        if (formats == ImageSharpFormats.None || (formats & ~ImageSharpFormats.All) != 0)
            throw new ArgumentOutOfRangeException(nameof(formats), formats, "Name at least one known format.");
        Formats = formats;
        _formats = [.. FileFormat.All.Where(format => formats.HasFlag(format.Flag))];
        FormatName = string.Join(", ", _formats.Select(format => format.Name));
    }

    /// <summary>The formats that are read.</summary>
    public ImageSharpFormats Formats { get; }

    /// <summary>The names of the formats; <see cref="Identify(ReadOnlySpan{byte})"/> tells which one a file has.</summary>
    public string FormatName { get; }

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> data) => FindFormat(data) is not null;

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlySpan<byte> data)
    {
        FileFormat format = GetFormat(data);
        try
        {
            Identified info = Identify(format, data, Configurations.ForDecoding(ImageDecoderOptions.Default));
            return PictureHeader.Of(format, data, info).Describe();
        }
        catch (Exception error) when (IsAboutTheFile(error))
        {
            throw Refuse(format, error);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// <see cref="ImageDecoderOptions.MaxDecompressedBytes"/> is compared with an estimate before decoding, and bounds each single
    /// allocation that ImageSharp makes.
    /// </remarks>
    public Image Decode(ReadOnlySpan<byte> data, ImageDecoderOptions? options = null)
    {
        options ??= ImageDecoderOptions.Default;
        FileFormat format = GetFormat(data);
        DecoderOptions decoding = Configurations.ForDecoding(options);
        try
        {
            Identified info = Identify(format, data, decoding);
            PictureHeader header = PictureHeader.Of(format, data, info);
            header.CheckLimits(options);
            format.CheckComplete?.Invoke(data, info);
            return (header.Layout.Format, header.Layout.IsDeep) switch
            {
                (PixelFormat.Gray8, false) => Decode<L8>(format, data, decoding, header, options),
                (PixelFormat.Gray8, true) => Decode<L16>(format, data, decoding, header, options),
                (PixelFormat.Rgb24, false) => Decode<Rgb24>(format, data, decoding, header, options),
                (PixelFormat.Rgb24, true) => Decode<Rgb48>(format, data, decoding, header, options),
                (_, false) => Decode<Rgba32>(format, data, decoding, header, options),
                (_, true) => Decode<Rgba64>(format, data, decoding, header, options),
            };
        }
        catch (Exception error) when (IsAboutTheFile(error))
        {
            throw Refuse(format, error);
        }
    }

    private static unsafe Identified Identify(FileFormat format, ReadOnlySpan<byte> data, DecoderOptions decoding)
    {
        format.CheckContainer?.Invoke(data);
        fixed (byte* start = data)
        {
            using var stream = new UnmanagedMemoryStream(start, data.Length);
            return format.Decoder.Identify(decoding, stream);
        }
    }

    private static unsafe Image Decode<TPixel>(
        FileFormat format, ReadOnlySpan<byte> data, DecoderOptions decoding, PictureHeader header, ImageDecoderOptions options)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        fixed (byte* start = data)
        {
            using var stream = new UnmanagedMemoryStream(start, data.Length);
            using Image<TPixel> decoded = format.Decoder.Decode<TPixel>(decoding, stream);
            if (options.ApplyOrientation && !header.Orientation.IsUpright)
                decoded.Mutate(picture => picture.RotateFlip(header.Orientation.Rotation, header.Orientation.Mirroring));
            return Copy(decoded, header.Layout, options.PixelPool ?? new PixelPool());
        }
    }

    private static Image Copy<TPixel>(Image<TPixel> decoded, PixelLayout layout, PixelPool pool)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        Image image = pool.Rent(decoded.Width, decoded.Height, layout.Format);
        decoded.ProcessPixelRows(rows =>
        {
            for (int y = 0; y < rows.Height; y++)
            {
                Span<TPixel> row = rows.GetRowSpan(y);
                if (layout.IsDeep)
                    CopyHighBytes(MemoryMarshal.Cast<TPixel, ushort>(row), image.Row(y));
                else
                    MemoryMarshal.AsBytes(row).CopyTo(image.Row(y));
            }
        });
        return image;
    }

    private static void CopyHighBytes(ReadOnlySpan<ushort> samples, Span<byte> row)
    {
        for (int i = 0; i < row.Length; i++)
            row[i] = (byte)(samples[i] >> 8);
    }

    // Damage shows itself in whatever exception the damaged number leads to.
    private static bool IsAboutTheFile(Exception error) => error is not (ImageFormatException or OutOfMemoryException);

    private static ImageFormatException Refuse(FileFormat format, Exception error) => new(
        $"The {format.Name} file cannot be decoded: it is truncated, corrupt or of a kind that ImageSharp does not read " +
        $"({error.Message.ReplaceLineEndings(" ").Trim()}). Convert it with another program, to PNG for example.",
        error);

    private FileFormat? FindFormat(ReadOnlySpan<byte> data)
    {
        foreach (FileFormat format in _formats)
        {
            if (data.Length >= format.Detector.HeaderSize && format.Detector.TryDetectFormat(data, out _))
                return format;
        }

        return null;
    }

    private FileFormat GetFormat(ReadOnlySpan<byte> data) =>
        FindFormat(data) ?? throw new ImageFormatException(
            $"Not a picture in one of the formats {FormatName}: the file has {data.Length} bytes and begins with " +
            $"{Convert.ToHexString(data[..Math.Min(data.Length, 16)])}.");
}
