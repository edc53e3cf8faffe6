namespace Fer;

/// <summary>
/// Memory of pictures that are no longer needed, for new ones of the same size. New memory must first be given pages by the system,
/// which for a photograph can take several times as long as to decode it. Safe to use on many threads.
/// </summary>
/// <example><code>
/// var pool = new PixelPool();
/// Image photo = ImageCodecs.Default.Load(path, new ImageDecoderOptions { PixelPool = pool });
/// Image face = resize.Apply(photo);
/// pool.Return(photo); // and never touch it again
/// </code></example>
public sealed class PixelPool
{
    /// <summary>The most bytes that a pool keeps by default: 256 MiB.</summary>
    public const long DefaultMaxBytes = 256L << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Stack<byte[]>> _free = [];
    private long _bytes;

    /// <summary>Creates an empty pool.</summary>
    /// <param name="maxBytes">The most bytes to keep for later, at least 0; pictures in use do not count.</param>
    public PixelPool(long maxBytes = DefaultMaxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        MaxBytes = maxBytes;
    }

    /// <summary>The most bytes to keep for later. Memory beyond it takes the place of all that was kept before.</summary>
    public long MaxBytes { get; }

    /// <summary>A picture with whatever values lay there.</summary>
    /// <inheritdoc cref="Image(int, int, PixelFormat)"/>
    public Image Rent(int width, int height, PixelFormat format)
    {
        int length = Image.ByteCount(width, height, format);
        byte[] pixels = Take(length) ?? GC.AllocateUninitializedArray<byte>(length);
        return new Image(width, height, format, pixels) { Pool = this };
    }

    /// <summary>
    /// Takes the memory of a picture that was rented here; nobody may use the picture any more. A picture that was not, or that was
    /// returned before, is left alone.
    /// </summary>
    public void Return(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.LeavePool(this) && image.Pixels.Length <= MaxBytes)
            Keep(image.Pixels);
    }

    private byte[]? Take(int length)
    {
        lock (_gate)
        {
            if (!_free.TryGetValue(length, out Stack<byte[]>? kept) || !kept.TryPop(out byte[]? pixels))
                return null;
            _bytes -= length;
            return pixels;
        }
    }

    private void Keep(byte[] pixels)
    {
        lock (_gate)
        {
            // Sizes that do not come again must not keep out those that do.
            if (_bytes + pixels.Length > MaxBytes)
            {
                _free.Clear();
                _bytes = 0;
            }

            if (!_free.TryGetValue(pixels.Length, out Stack<byte[]>? kept))
                _free.Add(pixels.Length, kept = []);
            kept.Push(pixels);
            _bytes += pixels.Length;
        }
    }
}
