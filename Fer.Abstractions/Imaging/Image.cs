namespace Fer;

/// <summary>A picture in memory: 8 bits per channel, interleaved, rows from top to bottom without padding.</summary>
public sealed class Image
{
    private PixelPool? _pool;

    /// <summary>Creates a black (and transparent) picture.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="format">The layout of a pixel.</param>
    public Image(int width, int height, PixelFormat format)
        : this(width, height, format, new byte[ByteCount(width, height, format)])
    {
    }

    /// <summary>Wraps pixels without copying them.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="format">The layout of a pixel.</param>
    /// <param name="pixels">Exactly <c>width * height * (int)format</c> bytes.</param>
    public Image(int width, int height, PixelFormat format, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        int bytes = ByteCount(width, height, format);
        if (pixels.Length != bytes)
            throw new ArgumentException($"A {width}x{height} {format} picture has {bytes} bytes, not {pixels.Length}.", nameof(pixels));
        Width = width;
        Height = height;
        Format = format;
        Pixels = pixels;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The layout of a pixel.</summary>
    public PixelFormat Format { get; }

    /// <summary>The number of channels, which is the number of bytes per pixel: 1, 3 or 4.</summary>
    public int Channels => (int)Format;

    /// <summary>The pixels themselves, <c>Height x Width x Channels</c>; writing to them changes the picture.</summary>
    public byte[] Pixels { get; }

    /// <summary>The pool that the pixels were rented from and have not yet been returned to.</summary>
    internal PixelPool? Pool
    {
        init => _pool = value;
    }

    /// <summary>One row of pixels.</summary>
    /// <param name="y">The row, from 0 at the top.</param>
    public Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        return Pixels.AsSpan(y * Width * Channels, Width * Channels);
    }

    /// <summary>Whether the pixels belong to a pool, which they do no more afterwards.</summary>
    internal bool LeavePool(PixelPool pool) => Interlocked.CompareExchange(ref _pool, null, pool) == pool;

    /// <summary>The bytes that a picture takes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The size is not positive or larger than memory allows, or the format is unknown.
    /// </exception>
    internal static int ByteCount(int width, int height, PixelFormat format)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (!Enum.IsDefined(format))
            throw new ArgumentOutOfRangeException(nameof(format), format, "Not a pixel format.");
        Int128 bytes = (Int128)width * height * (int)format; // beyond 64 bits at the worst
        if (bytes > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(width), $"A {width}x{height} {format} picture is larger than memory allows.");
        return (int)bytes;
    }
}
