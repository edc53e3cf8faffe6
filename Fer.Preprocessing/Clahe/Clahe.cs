namespace Fer.Preprocessing;

/// <summary>
/// Contrast-limited adaptive histogram equalisation (K. Zuiderveld, "Contrast Limited Adaptive Histogram Equalization", Graphics
/// Gems IV, 1994) of grey pictures, bit for bit as OpenCV 4's <c>createCLAHE(clipLimit, tileGridSize).apply</c> for every size.
/// </summary>
/// <remarks>
/// An instance is cheap. It keeps scratch memory for the size last seen, so that further pictures of that size allocate nothing. It
/// serves one caller at a time: give each thread its own, or use <see cref="ApplyAll"/> or <see cref="ClaheTransform"/>.
/// </remarks>
/// <example><code>new Clahe(new ClaheOptions { ClipLimit = 3 }).Apply(pixels, pixels, width, height); // in place</code></example>
public sealed class Clahe
{
    /// <summary>Below so many pixels waking another thread takes longer than it helps.</summary>
    private const int ParallelPixels = 1 << 18;

    private const int ByteLevels = 1 << 8;
    private const int WordLevels = 1 << 16;

    private readonly int _threads;
    private (int Width, int Height) _byteSize;
    private (int Width, int Height) _wordSize;
    private ByteClahe? _bytes;
    private ReferenceClahe? _words;

    /// <summary>Creates an equaliser.</summary>
    /// <param name="options">Clip limit and tiles; <see cref="ClaheOptions.Default"/> if null.</param>
    /// <param name="threads">The most threads for a large 8-bit picture; 0, the default, for all cores. The result is the same.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public Clahe(ClaheOptions? options = null, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Options = options ?? ClaheOptions.Default;
        Options.Validate();
        CheckTables(Options, ByteLevels);
        _threads = threads == 0 ? Environment.ProcessorCount : threads;
    }

    /// <summary>Clip limit and tiles.</summary>
    public ClaheOptions Options { get; }

    /// <summary>Equalises an 8-bit picture without padding between its rows.</summary>
    /// <param name="source">The pixels, <c>height x width</c>.</param>
    /// <param name="destination">Where the equalised pixels go; may be the source.</param>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <exception cref="ArgumentException">A span is too short, or they overlap without being the same.</exception>
    public void Apply(ReadOnlySpan<byte> source, Span<byte> destination, int width, int height) =>
        Apply(source, width, destination, width, width, height);

    /// <summary>Equalises an 8-bit picture.</summary>
    /// <param name="source">The pixels, row after row.</param>
    /// <param name="sourceStride">The distance between the starts of the source's rows, at least the width.</param>
    /// <param name="destination">Where the equalised pixels go; may be the source. What lies between the rows stays as it is.</param>
    /// <param name="destinationStride">The distance between the starts of the destination's rows, at least the width.</param>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <exception cref="ArgumentException">A span is too short, or they overlap without being the same rows.</exception>
    public void Apply(
        ReadOnlySpan<byte> source, int sourceStride, Span<byte> destination, int destinationStride, int width, int height)
    {
        PixelRows.Check(source, sourceStride, destination, destinationStride, width, height);
        if (_bytes is null || _byteSize != (width, height))
        {
            _bytes = new ByteClahe(
                new ClaheGrid(width, height, ByteLevels, Options), (long)width * height < ParallelPixels ? 1 : _threads);
            _byteSize = (width, height);
        }

        _bytes.Apply(source, sourceStride, destination, destinationStride);
    }

    /// <summary>Equalises a 16-bit picture without padding between its rows.</summary>
    /// <inheritdoc cref="Apply(ReadOnlySpan{ushort}, int, Span{ushort}, int, int, int)"/>
    public void Apply(ReadOnlySpan<ushort> source, Span<ushort> destination, int width, int height) =>
        Apply(source, width, destination, width, width, height);

    /// <summary>
    /// Equalises a 16-bit picture. All 65,536 levels are told apart, as in OpenCV, so each tile has a table of 128 KiB; this is made
    /// for correctness rather than for speed.
    /// </summary>
    /// <param name="source">The pixels, row after row.</param>
    /// <param name="sourceStride">The distance between the starts of the source's rows in pixels, at least the width.</param>
    /// <param name="destination">Where the equalised pixels go; may be the source.</param>
    /// <param name="destinationStride">The distance between the starts of the destination's rows in pixels, at least the width.</param>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <exception cref="ArgumentException">A span is too short, or they overlap without being the same rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tables of so many tiles are larger than memory allows.</exception>
    public void Apply(
        ReadOnlySpan<ushort> source, int sourceStride, Span<ushort> destination, int destinationStride, int width, int height)
    {
        PixelRows.Check(source, sourceStride, destination, destinationStride, width, height);
        if (_words is null || _wordSize != (width, height))
        {
            CheckTables(Options, WordLevels);
            _words = new ReferenceClahe(new ClaheGrid(width, height, WordLevels, Options));
            _wordSize = (width, height);
        }

        _words.Apply(source, sourceStride, destination, destinationStride);
    }

    /// <summary>Equalises many 8-bit pictures of one size, one per thread at a time.</summary>
    /// <param name="source">The pictures, <c>count x height x width</c>.</param>
    /// <param name="destination">As much memory for the equalised pictures; may be the source.</param>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <param name="options">Clip limit and tiles; <see cref="ClaheOptions.Default"/> if null.</param>
    /// <param name="threads">The most threads; 0, the default, for all cores. The result is the same.</param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <param name="cancellationToken">Stops between two pictures; the destination is then partly written.</param>
    /// <exception cref="ArgumentException">The memory is no whole number of pictures, or the two differ in length or overlap.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void ApplyAll(
        ReadOnlyMemory<byte> source, Memory<byte> destination, int width, int height, ClaheOptions? options = null, int threads = 0,
        IProgress<ItemProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        long size = (long)width * height;
        if (source.Length % size != 0)
            throw new ArgumentException($"{source.Length} bytes are no whole number of {width}x{height} pictures.", nameof(source));
        if (destination.Length != source.Length)
            throw new ArgumentException($"{source.Length} bytes of pictures need as many, not {destination.Length}.", nameof(destination));
        if (source.Span.Overlaps(destination.Span, out int offset) && offset != 0)
            throw new ArgumentException("The destination overlaps the source; it may be the same, or other memory.", nameof(destination));
        if (source.IsEmpty)
            return;

        int length = (int)size;
        int count = source.Length / length;
        using var equalizers = new ThreadLocal<Clahe>(() => new Clahe(options, threads: 1));
        ParallelItems.For(
            count, threads, progress,
            i => equalizers.Value!.Apply(source.Span.Slice(i * length, length), destination.Span.Slice(i * length, length), width, height),
            cancellationToken);
    }

    private static void CheckTables(ClaheOptions options, int levels)
    {
        Int128 entries = (Int128)options.TilesX * options.TilesY * levels;
        if (entries > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"{options.TilesX}x{options.TilesY} tiles need tables of {entries} entries, and {Array.MaxLength} are possible: "
                + "use fewer.");
        }
    }
}
