using System.Text;

namespace Fer.Preprocessing;

/// <summary>
/// The known picture formats: reads a picture by its content, whatever its file is called, and writes it by its file's
/// extension. Immutable, so safe on many threads; <see cref="With(IImageDecoder)"/> adds a format of your own.
/// </summary>
public sealed class ImageCodecs
{
    private readonly IImageDecoder[] _decoders;
    private readonly IImageEncoder[] _encoders;

    /// <summary>Creates a set of formats; where several know a picture, the first one takes it.</summary>
    /// <param name="decoders">The formats that can be read.</param>
    /// <param name="encoders">The formats that can be written.</param>
    public ImageCodecs(IEnumerable<IImageDecoder> decoders, IEnumerable<IImageEncoder> encoders)
    {
        ArgumentNullException.ThrowIfNull(decoders);
        ArgumentNullException.ThrowIfNull(encoders);
        _decoders = [.. decoders];
        _encoders = [.. encoders];
    }

    /// <summary>The formats of this package: reads JPEG, PNG, BMP, GIF and PBM/PGM/PPM; writes PNG, JPEG, PGM and PPM.</summary>
    public static ImageCodecs Default { get; } = new(
        [new JpegDecoder(), new PngDecoder(), new BmpDecoder(), new GifDecoder(), new PnmDecoder()],
        [new PngEncoder(), new JpegEncoder(), new PgmEncoder(), new PpmEncoder()]);

    /// <summary>The formats that can be read, the first one to ask first.</summary>
    public IReadOnlyList<IImageDecoder> Decoders => _decoders;

    /// <summary>The formats that can be written, the first one to ask first.</summary>
    public IReadOnlyList<IImageEncoder> Encoders => _encoders;

    /// <summary>The same formats and one more to read, which is asked before the others.</summary>
    public ImageCodecs With(IImageDecoder decoder)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        return new ImageCodecs([decoder, .. _decoders], _encoders);
    }

    /// <summary>The same formats and one more to write, which is asked before the others.</summary>
    public ImageCodecs With(IImageEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return new ImageCodecs(_decoders, [encoder, .. _encoders]);
    }

    /// <summary>Decodes a picture that lies in memory.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="options">Limits and how to decode; <see cref="ImageDecoderOptions.Default"/> if null.</param>
    /// <exception cref="ImageFormatException">The format is unknown, or the picture is truncated, corrupt or beyond the limits.</exception>
    public Image Decode(ReadOnlySpan<byte> data, ImageDecoderOptions? options = null) => FindDecoder(data).Decode(data, options);

    /// <summary>Reads the size and pixel layout of a picture that lies in memory, without decoding it.</summary>
    /// <exception cref="ImageFormatException">The format is unknown, or the header is truncated or corrupt.</exception>
    public ImageInfo Identify(ReadOnlySpan<byte> data) => FindDecoder(data).Identify(data);

    /// <summary>Decodes a picture file.</summary>
    /// <param name="path">The file; its content decides the format, not its name.</param>
    /// <param name="options">Limits and how to decode; <see cref="ImageDecoderOptions.Default"/> if null.</param>
    /// <exception cref="ImageFormatException">Not a picture that can be decoded; the message names file and reason.</exception>
    /// <exception cref="FerException">The file is missing or cannot be read.</exception>
    public Image Load(string path, ImageDecoderOptions? options = null)
    {
        byte[] data = ReadFile(path);
        try
        {
            return Decode(data, options);
        }
        catch (ImageFormatException error)
        {
            throw new ImageFormatException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Reads the size and pixel layout of a picture file, without decoding it.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public ImageInfo Identify(string path)
    {
        byte[] data = ReadFile(path);
        try
        {
            return Identify(data.AsSpan());
        }
        catch (ImageFormatException error)
        {
            throw new ImageFormatException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Writes a picture file in the format that its extension names. The file is whole or not there.</summary>
    /// <param name="path">The file to make or replace; missing folders are made.</param>
    /// <param name="image">The picture.</param>
    /// <exception cref="FerException">The extension is of no format that can be written, or the file cannot be written.</exception>
    public void Save(string path, Image image)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(image);
        IImageEncoder encoder = FindEncoder(path);
        AtomicFile.Write(path, stream => encoder.Encode(image, stream));
    }

    private static byte[] ReadFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FerException($"{path}: cannot be read: {error.Message}", error);
        }
    }

    private IImageDecoder FindDecoder(ReadOnlySpan<byte> data)
    {
        foreach (IImageDecoder decoder in _decoders)
        {
            if (decoder.Recognizes(data))
                return decoder;
        }

        if (data.IsEmpty)
            throw new ImageFormatException("The file is empty.");
        string known = string.Join(", ", _decoders.Select(decoder => decoder.FormatName));
        throw new ImageFormatException($"Not a picture in a known format ({known}): the file begins with {Describe(data)}.");
    }

    private IImageEncoder FindEncoder(string path)
    {
        string extension = Path.GetExtension(path);
        foreach (IImageEncoder encoder in _encoders)
        {
            if (encoder.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase))
                return encoder;
        }

        string known = string.Join(", ", _encoders.SelectMany(encoder => encoder.Extensions));
        throw new FerException($"{path}: pictures cannot be written with the extension \"{extension}\". Choose one of {known}.");
    }

    // Text is shown as text, so that an HTML error page or a note named .jpg is known for what it is.
    private static string Describe(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> start = data[..Math.Min(data.Length, 16)];
        bool isText = start.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0;
        return isText ? $"the text \"{Encoding.ASCII.GetString(start)}\"" : $"the bytes {Convert.ToHexString(start)}";
    }
}
