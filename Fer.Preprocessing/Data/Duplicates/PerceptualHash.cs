using System.Numerics;

namespace Fer.Preprocessing;

/// <summary>
/// The pHash of a picture, 64 bits that stay nearly the same when it is resized, compressed or slightly brightened (Zauner,
/// "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2.1, as Python's imagehash has it).
/// </summary>
/// <remarks>
/// Grey as <see cref="GrayscaleTransform"/>, 32 x 32 by means of areas, the discrete cosine transform (DCT-II), and of its 8 x 8
/// lowest frequencies a bit each, row by row from the highest bit: whether it is above their median.
/// </remarks>
public static class PerceptualHash
{
    private const int Size = 32;
    private const int Frequencies = 8;

    private static readonly double[] Cosines = MakeCosines();

    /// <summary>Hashes a picture.</summary>
    public static ulong OfImage(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Image small = new ResizeTransform(Size, Size, Interpolation.Area).Apply(new GrayscaleTransform().Apply(image));
        double[] spectrum = LowFrequencies(small.Pixels);
        double[] sorted = [.. spectrum.Order()];
        double median = (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        ulong hash = 0;
        foreach (double coefficient in spectrum)
            hash = (hash << 1) | (coefficient > median ? 1UL : 0);
        return hash;
    }

    /// <summary>Hashes every picture.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="decode">Decodes a picture file; called on several threads at once.</param>
    /// <param name="threads">The most threads; 0, the default, for all cores.</param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="FerException">A file cannot be read or decoded.</exception>
    public static ulong[] OfPictures(
        ImageDataset data,
        Func<ReadOnlyMemory<byte>, Image> decode,
        int threads = 0,
        IProgress<ItemProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(decode);
        var hashes = new ulong[data.Count];
        ParallelItems.For(data.Count, threads, progress, i => hashes[i] = OfImage(data.Decode(i, decode)), cancellationToken);
        return hashes;
    }

    /// <summary>How many bits of two hashes differ, from 0 to 64.</summary>
    public static int Distance(ulong a, ulong b) => BitOperations.PopCount(a ^ b);

    private static double[] LowFrequencies(byte[] pixels)
    {
        var columns = new double[Frequencies * Size]; // the transform along y, a row per frequency
        for (int v = 0; v < Frequencies; v++)
        {
            for (int y = 0; y < Size; y++)
            {
                double cosine = Cosines[(v * Size) + y];
                for (int x = 0; x < Size; x++)
                    columns[(v * Size) + x] += cosine * pixels[(y * Size) + x];
            }
        }

        var spectrum = new double[Frequencies * Frequencies];
        for (int v = 0; v < Frequencies; v++)
        {
            for (int u = 0; u < Frequencies; u++)
            {
                for (int x = 0; x < Size; x++)
                    spectrum[(v * Frequencies) + u] += Cosines[(u * Size) + x] * columns[(v * Size) + x];
            }
        }

        return spectrum;
    }

    private static double[] MakeCosines()
    {
        var cosines = new double[Frequencies * Size];
        for (int k = 0; k < Frequencies; k++)
        {
            for (int n = 0; n < Size; n++)
                cosines[(k * Size) + n] = Math.Cos(Math.PI * k * ((2 * n) + 1) / (2 * Size));
        }

        return cosines;
    }
}
