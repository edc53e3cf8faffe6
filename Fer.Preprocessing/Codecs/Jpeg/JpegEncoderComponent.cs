using System.Numerics;

namespace Fer.Preprocessing;

/// <summary>One component on its way into a baseline JPEG file: its samples, its quantisation steps and its codes.</summary>
/// <param name="id">The component's number: 1, 2, 3.</param>
/// <param name="plane">Its samples.</param>
/// <param name="sampling">Blocks per MCU in x and in y.</param>
/// <param name="quantization">64 steps in natural order.</param>
internal sealed class JpegEncoderComponent(int id, JpegPlane plane, int sampling, byte[] quantization)
{
    private readonly JpegHuffmanCode _dc = id == 1 ? JpegStandardTables.LuminanceDc : JpegStandardTables.ChrominanceDc;
    private readonly JpegHuffmanCode _ac = id == 1 ? JpegStandardTables.LuminanceAc : JpegStandardTables.ChrominanceAc;
    private readonly int[] _block = new int[JpegComponent.BlockSize];
    private int _previousDc;

    public int Id { get; } = id;

    public int Sampling { get; } = sampling;

    /// <summary>The tables it uses: 0 of luminance, 1 of chrominance.</summary>
    public int TableIndex => Id == 1 ? 0 : 1;

    /// <summary>Writes the component's blocks of an MCU. Blocks beyond the picture are like the block before, without detail.</summary>
    public void WriteMcu(ref JpegBitWriter bits, int mcuRow, int mcuColumn)
    {
        for (int y = 0; y < Sampling; y++)
        {
            for (int x = 0; x < Sampling; x++)
            {
                int row = (mcuRow * Sampling) + y;
                int column = (mcuColumn * Sampling) + x;
                if (row < plane.BlocksPerColumn && column < plane.BlocksPerRow)
                    MakeBlock(row, column);
                else
                    _block.AsSpan(1).Clear();
                WriteBlock(ref bits);
            }
        }
    }

    private void MakeBlock(int row, int column)
    {
        plane.CopyBlock(row, column, _block);
        ForwardDct.Transform(_block);
        for (int i = 0; i < _block.Length; i++)
            _block[i] = Quantize(_block[i], quantization[i] * 8); // the transform's results are 8 times too large
    }

    private static int Quantize(int value, int step)
    {
        int quotient = (Math.Abs(value) + (step / 2)) / step;
        return value < 0 ? -quotient : quotient;
    }

    private void WriteBlock(ref JpegBitWriter bits)
    {
        int difference = _block[0] - _previousDc;
        _previousDc = _block[0];
        bits.Write(_dc, Size(difference), difference);
        int zeros = 0;
        for (int k = 1; k < _block.Length; k++)
        {
            int coefficient = _block[JpegTables.ZigZag[k]];
            if (coefficient == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros >= 16; zeros -= 16)
                bits.Write(_ac, 0xF0, 0);
            bits.Write(_ac, (zeros << 4) | Size(coefficient), coefficient);
            zeros = 0;
        }

        if (zeros > 0)
            bits.Write(_ac, 0, 0);
    }

    // The bits that the number's absolute value has.
    private static int Size(int number) => 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(number));
}
