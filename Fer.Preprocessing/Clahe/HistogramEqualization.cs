namespace Fer.Preprocessing;

/// <summary>
/// Global histogram equalisation, bit for bit as OpenCV 4's <c>equalizeHist</c>: of a grey picture itself, of a colour picture's
/// lightness. Alpha stays. Safe on many threads at once.
/// </summary>
public sealed class HistogramEqualization : IImageTransform
{
    private const int Levels = 256;

    /// <summary>Creates the transform.</summary>
    /// <param name="space">What the lightness of a colour picture is. Default L*a*b*.</param>
    /// <exception cref="ArgumentOutOfRangeException">An unknown space.</exception>
    public HistogramEqualization(LightnessSpace space = LightnessSpace.Lab)
    {
        if (!Enum.IsDefined(space))
            throw new ArgumentOutOfRangeException(nameof(space), space, "Not a lightness space.");
        Space = space;
    }

    /// <summary>What the lightness of a colour picture is.</summary>
    public LightnessSpace Space { get; }

    /// <summary>Equalises an 8-bit picture without padding between its rows.</summary>
    /// <param name="source">The pixels, <c>height x width</c>.</param>
    /// <param name="destination">Where the equalised pixels go; may be the source.</param>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <exception cref="ArgumentException">A span is too short, or they overlap without being the same.</exception>
    public static void Apply(ReadOnlySpan<byte> source, Span<byte> destination, int width, int height) =>
        Apply(source, width, destination, width, width, height);

    /// <summary>Equalises an 8-bit picture.</summary>
    /// <param name="source">The pixels, row after row.</param>
    /// <param name="sourceStride">The distance between the starts of the source's rows, at least the width.</param>
    /// <param name="destination">Where the equalised pixels go; may be the source. What lies between the rows stays as it is.</param>
    /// <param name="destinationStride">The distance between the starts of the destination's rows, at least the width.</param>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <exception cref="ArgumentException">A span is too short, or they overlap without being the same rows.</exception>
    public static void Apply(
        ReadOnlySpan<byte> source, int sourceStride, Span<byte> destination, int destinationStride, int width, int height)
    {
        PixelRows.Check(source, sourceStride, destination, destinationStride, width, height);
        Span<int> histogram = stackalloc int[Levels];
        histogram.Clear();
        for (int y = 0; y < height; y++)
        {
            foreach (byte level in source.Slice(y * sourceStride, width))
                histogram[level]++;
        }

        Span<byte> lut = stackalloc byte[Levels];
        BuildLut(histogram, width * height, lut);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> from = source.Slice(y * sourceStride, width);
            Span<byte> to = destination.Slice(y * destinationStride, width);
            for (int x = 0; x < from.Length; x++)
                to[x] = lut[from[x]];
        }
    }

    /// <inheritdoc/>
    public Image Apply(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return LightnessEqualizer.Apply(image, Space, Apply);
    }

    // The darkest level that occurs becomes 0; a picture of one level stays as it is.
    private static void BuildLut(ReadOnlySpan<int> histogram, int count, Span<byte> lut)
    {
        int darkest = histogram.IndexOfAnyExcept(0);
        lut.Clear();
        if (histogram[darkest] == count)
        {
            lut[darkest] = (byte)darkest;
            return;
        }

        float scale = 255f / (count - histogram[darkest]);
        int sum = 0;
        for (int level = darkest + 1; level < Levels; level++)
        {
            sum += histogram[level];
            lut[level] = (byte)Math.Min((int)MathF.Round(sum * scale), 255);
        }
    }
}
