namespace Fer.Preprocessing;

/// <summary>Blocks of a sequential scan (ITU-T T.81, F.2): decoded whole, and made samples of at once.</summary>
internal struct SequentialBlockDecoder() : IJpegBlockDecoder
{
    private readonly short[] _coefficients = new short[JpegComponent.BlockSize];

    public readonly void Restart()
    {
    }

    public readonly void Decode(ref JpegBitReader bits, JpegScanComponent part, int row, int column)
    {
        Span<short> block = _coefficients;
        block.Clear();
        block[0] = (short)part.ReadDc(ref bits);
        bool hasAc = bits.ReadAcCoefficients(part.Ac, block);
        if (part.Component.Contains(row, column))
            part.Component.Reconstruct(block, isConstant: !hasAc, row, column);
    }
}
