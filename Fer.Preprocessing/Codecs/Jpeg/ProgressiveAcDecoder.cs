namespace Fer.Preprocessing;

/// <summary>A progressive file's first scan of a band of AC coefficients: their upper bits (ITU-T T.81, G.1.2.2).</summary>
/// <param name="scan">The band, and the number of bits that later scans bring.</param>
internal struct ProgressiveAcDecoder(JpegScan scan) : IJpegBlockDecoder
{
    private readonly int _start = scan.SpectralStart;
    private readonly int _end = scan.SpectralEnd;
    private readonly int _low = scan.ApproximationLow;

    // So many more blocks have nothing in the band.
    private int _endOfBandRun;

    public void Restart() => _endOfBandRun = 0;

    public void Decode(ref JpegBitReader bits, JpegScanComponent part, int row, int column)
    {
        if (_endOfBandRun > 0)
        {
            _endOfBandRun--;
            return;
        }

        Span<short> block = part.Component.Block(row, column);
        for (int k = _start; k <= _end; k++)
        {
            int symbol = bits.ReadSymbol(part.Ac);
            int zeros = symbol >> 4;
            int size = symbol & 15;
            if (size == 0 && zeros < 15)
            {
                // This block and a number of following ones end here.
                _endOfBandRun = (1 << zeros) - 1;
                if (zeros > 0)
                    _endOfBandRun += bits.ReadBits(zeros);
                return;
            }

            k += zeros;
            if (size == 0)
                continue;
            int number = bits.ReadSigned(size);
            if (k >= JpegComponent.BlockSize)
                throw new ImageFormatException("The JPEG file is corrupt: a block has more than 64 coefficients.");
            block[JpegTables.ZigZag[k]] = (short)(number << _low);
        }
    }
}
