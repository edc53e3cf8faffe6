using System.Collections.Concurrent;

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
    private const int MostPerSize = 16;

    private readonly ConcurrentDictionary<int, ConcurrentBag<byte[]>> _free = new();

    /// <summary>A picture with whatever values lay there.</summary>
    /// <inheritdoc cref="Image(int, int, PixelFormat)"/>
    public Image Rent(int width, int height, PixelFormat format)
    {
        int length = checked(width * height * (int)format);
        byte[] pixels = _free.TryGetValue(length, out ConcurrentBag<byte[]>? bag) && bag.TryTake(out byte[]? kept)
            ? kept
            : GC.AllocateUninitializedArray<byte>(length);
        return new Image(width, height, format, pixels);
    }

    /// <summary>Takes a picture's memory; nobody may use the picture any more.</summary>
    public void Return(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        ConcurrentBag<byte[]> bag = _free.GetOrAdd(image.Pixels.Length, _ => []);
        if (bag.Count < MostPerSize)
            bag.Add(image.Pixels);
    }
}
