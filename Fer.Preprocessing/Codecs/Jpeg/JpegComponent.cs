using System.Buffers;

namespace Fer.Preprocessing;

/// <summary>
/// One colour component of a JPEG frame: its sampling, its size in blocks and, once a scan has brought them, its samples.
/// </summary>
internal sealed class JpegComponent(int id, int horizontalSampling, int verticalSampling, int quantizationTableIndex) : IDisposable
{
    /// <summary>The number of coefficients, and of samples, in a block.</summary>
    public const int BlockSize = 64;

    private SamplePlane? _plane;
    private short[] _coefficients = [];
    private int[] _quantization = [];

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

    /// <summary>The blocks that whole MCUs have in x; an interleaved scan codes them all.</summary>
    public int CodedBlocksPerRow { get; private set; }

    /// <summary>The blocks that whole MCUs have in y; an interleaved scan codes them all.</summary>
    public int CodedBlocksPerColumn { get; private set; }

    /// <summary>The memory that all samples take.</summary>
    public long PlaneBytes => (long)BlocksPerRow * BlocksPerColumn * BlockSize;

    /// <summary>The memory that all coefficients take.</summary>
    public long CoefficientBytes => PlaneBytes * sizeof(short);

    /// <summary>Whether a scan has begun this component.</summary>
    public bool HasScan => _quantization.Length > 0;

    /// <summary>Whether a scan has brought the DC coefficients, without which there is no picture.</summary>
    public bool HasDc { get; set; }

    /// <summary>The samples; complete after the last scan.</summary>
    public SamplePlane Plane => _plane ??= Reconstruct();

    /// <summary>Works out the component's size within its frame (ITU-T T.81, A.1.1).</summary>
    public void Measure(JpegFrame frame)
    {
        Width = CeilingDivide(frame.Width * HorizontalSampling, frame.MaxHorizontalSampling);
        Height = CeilingDivide(frame.Height * VerticalSampling, frame.MaxVerticalSampling);
        CodedBlocksPerRow = frame.McusPerRow * HorizontalSampling;
        CodedBlocksPerColumn = frame.McusPerColumn * VerticalSampling;
    }

    /// <summary>Whether a block of a scan belongs to the picture: at the right and at the bottom there may be more.</summary>
    public bool Contains(int row, int column) => row < BlocksPerColumn && column < BlocksPerRow;

    /// <summary>Takes memory at the component's first scan, and keeps the quantisation steps that are in force there.</summary>
    /// <param name="quantizationTable">64 steps in natural order.</param>
    /// <param name="keepsCoefficients">Whether more scans may refine the coefficients, so that samples can only be made at the end.</param>
    public void Allocate(ushort[] quantizationTable, bool keepsCoefficients)
    {
        if (CoefficientBytes / sizeof(short) > Array.MaxLength)
            throw new ImageFormatException("The JPEG picture is larger than one array can hold.");
        _quantization = Array.ConvertAll(quantizationTable, step => (int)step);
        if (keepsCoefficients)
            _coefficients = RentZeros(BlocksPerRow * BlocksPerColumn * BlockSize);
        else
            _plane = new SamplePlane(this);
    }

    /// <summary>The coefficients of a block, in natural (not zigzag) order, where they are kept.</summary>
    public Span<short> Block(int row, int column) => _coefficients.AsSpan(((row * BlocksPerRow) + column) * BlockSize, BlockSize);

    /// <summary>Makes the samples of a block from its coefficients.</summary>
    public void Reconstruct(ReadOnlySpan<short> coefficients, bool isConstant, int row, int column)
    {
        SamplePlane plane = Plane;
        Span<byte> samples = plane.Block(row, column);
        if (isConstant)
            InverseDct.FillConstant(coefficients[0] * _quantization[0], samples, plane.Stride);
        else
            InverseDct.Transform(coefficients, _quantization, samples, plane.Stride);
    }

    /// <summary>Gives memory back to the pool. Where decoding fails, it is left to the garbage collector.</summary>
    public void Dispose()
    {
        ReturnCoefficients();
        _plane?.Dispose();
        _plane = null;
    }

    private static int CeilingDivide(int value, int divisor) => (value + divisor - 1) / divisor;

    private SamplePlane Reconstruct()
    {
        _plane = new SamplePlane(this);
        for (int row = 0; row < BlocksPerColumn; row++)
        {
            for (int column = 0; column < BlocksPerRow; column++)
            {
                ReadOnlySpan<short> coefficients = Block(row, column);
                Reconstruct(coefficients, coefficients[1..].IndexOfAnyExcept((short)0) < 0, row, column);
            }
        }

        ReturnCoefficients();
        return _plane;
    }

    private static short[] RentZeros(int count)
    {
        short[] zeros = ArrayPool<short>.Shared.Rent(count);
        zeros.AsSpan(0, count).Clear();
        return zeros;
    }

    private void ReturnCoefficients()
    {
        if (_coefficients.Length > 0)
            ArrayPool<short>.Shared.Return(_coefficients);
        _coefficients = [];
    }
}
