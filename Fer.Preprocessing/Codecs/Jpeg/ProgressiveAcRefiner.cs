namespace Fer.Preprocessing;

/// <summary>
/// A progressive file's later scans of a band of AC coefficients: one more bit of those that are not zero, and those that have just
/// become so (ITU-T T.81, G.1.2.3).
/// </summary>
/// <param name="scan">The band, and the bit's place.</param>
internal struct ProgressiveAcRefiner(JpegScan scan) : IJpegBlockDecoder
{
    private readonly int _start = scan.SpectralStart;
    private readonly int _end = scan.SpectralEnd;
    private readonly int _bit = 1 << scan.ApproximationLow;

    // In so many more blocks nothing becomes other than zero.
    private int _endOfBandRun;

    public void Restart() => _endOfBandRun = 0;

    public void Decode(ref JpegBitReader bits, JpegScanComponent part, int row, int column)
    {
        Span<short> block = part.Component.Block(row, column);
        int k = _start;
        while (_endOfBandRun == 0 && k <= _end)
        {
            int symbol = bits.ReadSymbol(part.Ac);
            int zeros = symbol >> 4;
            int number = 0;
            if ((symbol & 15) != 0)
            {
                // Any other size than 1 is corrupt; libjpeg reads on as if it were 1, and so do we.
                number = bits.ReadBits(1) != 0 ? _bit : -_bit;
            }
            else if (zeros < 15)
            {
                _endOfBandRun = 1 << zeros;
                if (zeros > 0)
                    _endOfBandRun += bits.ReadBits(zeros);
                break;
            }

            k = Refine(ref bits, block, k, zeros);
            if (number != 0 && k < JpegComponent.BlockSize)
                block[JpegTables.ZigZag[k]] = (short)number;
            k++;
        }

        if (_endOfBandRun > 0)
        {
            Refine(ref bits, block, k, JpegComponent.BlockSize);
            _endOfBandRun--;
        }
    }

    // Goes over so many zeros to the next one, or to the band's end, and refines all others on the way.
    private readonly int Refine(ref JpegBitReader bits, Span<short> block, int k, int zeros)
    {
        for (; k <= _end; k++)
        {
            ref short coefficient = ref block[JpegTables.ZigZag[k]];
            if (coefficient == 0)
            {
                if (zeros-- == 0)
                    break;
            }
            else if (bits.ReadBits(1) != 0 && (coefficient & _bit) == 0)
            {
                coefficient += (short)(coefficient > 0 ? _bit : -_bit);
            }
        }

        return k;
    }
}
