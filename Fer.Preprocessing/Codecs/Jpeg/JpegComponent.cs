namespace Fer.Preprocessing;

/// <summary>One colour component of a JPEG frame: its sampling, its blocks and, once a scan has brought them, their coefficients.</summary>
internal sealed class JpegComponent(int id, int horizontalSampling, int verticalSampling, int quantizationTableIndex)
{
    /// <summary>The number of coefficients, and of samples, in a block.</summary>
    public const int BlockSize = 64;

    public int Id { get; } = id;

    /// <summary>Blocks per MCU in x: 1 to 4.</summary>
    public int HorizontalSampling { get; } = horizontalSampling;

    /// <summary>Blocks per MCU in y: 1 to 4.</summary>
    public int VerticalSampling { get; } = verticalSampling;

    public int QuantizationTableIndex { get; } = quantizationTableIndex;

    /// <summary>The samples that count in x; blocks at the right edge may hold more.</summary>
    public int Width { get; private set; }

    /// <summary>The samples that count in y; blocks at the bottom may hold more.</summary>
    public int Height { get; private set; }

    /// <summary>The blocks that <see cref="Width"/> needs.</summary>
    public int BlocksPerRow => (Width + 7) / 8;

    /// <summary>The blocks that <see cref="Height"/> needs.</summary>
    public int BlocksPerColumn => (Height + 7) / 8;

    /// <summary>The blocks that whole MCUs have in x; these are stored.</summary>
    public int StoredBlocksPerRow { get; private set; }

    /// <summary>The blocks that whole MCUs have in y; these are stored.</summary>
    public int StoredBlocksPerColumn { get; private set; }

    /// <summary>Coefficients in natural (not zigzag) order, block after block, row after row; empty before the first scan.</summary>
    public short[] Coefficients { get; private set; } = [];

    /// <summary>Quantisation steps in natural order, as they were at the component's first scan.</summary>
    public ushort[] QuantizationTable { get; private set; } = [];

    public bool HasCoefficients => Coefficients.Length > 0;

    /// <summary>Works out the component's size within its frame (ITU-T T.81, A.1.1).</summary>
    public void Measure(JpegFrame frame)
    {
        Width = CeilingDivide(frame.Width * HorizontalSampling, frame.MaxHorizontalSampling);
        Height = CeilingDivide(frame.Height * VerticalSampling, frame.MaxVerticalSampling);
        StoredBlocksPerRow = frame.McusPerRow * HorizontalSampling;
        StoredBlocksPerColumn = frame.McusPerColumn * VerticalSampling;
    }

    /// <summary>Takes memory for the coefficients and keeps the quantisation table.</summary>
    public void Allocate(ushort[] quantizationTable)
    {
        long count = (long)StoredBlocksPerRow * StoredBlocksPerColumn * BlockSize;
        if (count > Array.MaxLength)
            throw new ImageFormatException("The JPEG picture is larger than one array can hold.");
        QuantizationTable = quantizationTable;
        Coefficients = new short[count];
    }

    /// <summary>The coefficients of a block.</summary>
    public Span<short> Block(int row, int column) =>
        Coefficients.AsSpan(((row * StoredBlocksPerRow) + column) * BlockSize, BlockSize);

    private static int CeilingDivide(int value, int divisor) => (value + divisor - 1) / divisor;
}
