namespace Fer.Preprocessing;

/// <summary>Decodes the entropy-coded data of a sequential Huffman scan into coefficients (ITU-T T.81, F.2).</summary>
internal ref struct SequentialScanDecoder
{
    private readonly JpegScan _scan;
    private readonly JpegFrame _frame;
    private readonly int _restartInterval;
    private JpegBitReader _bits;
    private int _mcusUntilRestart;
    private int _nextRestartMarker;

    private SequentialScanDecoder(JpegScan scan, JpegFrame frame, int restartInterval, JpegSegmentReader segments)
    {
        _scan = scan;
        _frame = frame;
        _restartInterval = restartInterval;
        _mcusUntilRestart = restartInterval;
        _bits = new JpegBitReader(segments.Data, segments.Position);
    }

    /// <summary>Decodes a scan and leaves the reader before the marker after it.</summary>
    /// <exception cref="ImageFormatException">The data end early, are corrupt, or are too few for the picture's size.</exception>
    public static void Decode(JpegScan scan, JpegFrame frame, JpegTables tables, ref JpegSegmentReader segments)
    {
        CheckPlausible(scan, frame, segments.Remaining);
        foreach (JpegScanComponent part in scan.Components)
        {
            if (part.Component.HasCoefficients)
                throw new ImageFormatException($"The JPEG file is corrupt: component {part.Component.Id} has two scans.");
            part.Component.Allocate(tables.Quantization(part.Component.QuantizationTableIndex));
        }

        var decoder = new SequentialScanDecoder(scan, frame, tables.RestartInterval, segments);
        if (scan.Components.Count == 1)
            decoder.DecodeSingleComponent(scan.Components[0]);
        else
            decoder.DecodeInterleaved();
        segments.Position = decoder._bits.Position;
    }

    // A block takes two bits at least: one for its DC code, one for its end. No memory is taken for a size that cannot be.
    private static void CheckPlausible(JpegScan scan, JpegFrame frame, int remainingBytes)
    {
        if (scan.CountBlocks() > remainingBytes * 4L)
        {
            throw new ImageFormatException(
                $"The JPEG header claims {frame.Width}x{frame.Height} pixels, " +
                $"which the remaining {remainingBytes} bytes cannot hold: the file is truncated or corrupt.");
        }
    }

    private void DecodeSingleComponent(JpegScanComponent part)
    {
        JpegComponent component = part.Component;
        for (int row = 0; row < component.BlocksPerColumn; row++)
        {
            for (int column = 0; column < component.BlocksPerRow; column++)
            {
                RestartIfDue();
                DecodeBlock(part, component.Block(row, column));
            }
        }
    }

    private void DecodeInterleaved()
    {
        for (int mcuRow = 0; mcuRow < _frame.McusPerColumn; mcuRow++)
        {
            for (int mcuColumn = 0; mcuColumn < _frame.McusPerRow; mcuColumn++)
            {
                RestartIfDue();
                foreach (JpegScanComponent part in _scan.Components)
                    DecodeMcuPart(part, mcuRow, mcuColumn);
            }
        }
    }

    private void DecodeMcuPart(JpegScanComponent part, int mcuRow, int mcuColumn)
    {
        JpegComponent component = part.Component;
        for (int y = 0; y < component.VerticalSampling; y++)
        {
            int row = (mcuRow * component.VerticalSampling) + y;
            for (int x = 0; x < component.HorizontalSampling; x++)
                DecodeBlock(part, component.Block(row, (mcuColumn * component.HorizontalSampling) + x));
        }
    }

    private void RestartIfDue()
    {
        if (_restartInterval == 0)
            return;
        if (_mcusUntilRestart == 0)
        {
            _bits.ReadRestartMarker(_nextRestartMarker);
            _nextRestartMarker = (_nextRestartMarker + 1) & 7;
            _mcusUntilRestart = _restartInterval;
            foreach (JpegScanComponent part in _scan.Components)
                part.DcPrediction = 0;
        }

        _mcusUntilRestart--;
    }

    private void DecodeBlock(JpegScanComponent part, Span<short> block)
    {
        int size = _bits.ReadSymbol(part.Dc);
        if (size > 15)
            throw new ImageFormatException($"The JPEG file is corrupt: a DC coefficient of {size} bits.");
        if (size > 0)
            part.DcPrediction += _bits.ReadSigned(size);
        block[0] = (short)part.DcPrediction;

        HuffmanTable ac = part.Ac;
        for (int k = 1; k < JpegComponent.BlockSize; k++)
        {
            int symbol = _bits.ReadSymbol(ac);
            int zeros = symbol >> 4;
            size = symbol & 15;
            if (size == 0)
            {
                if (zeros != 15)
                    return;
                k += 15;
                continue;
            }

            k += zeros;
            if (k >= JpegComponent.BlockSize)
                throw new ImageFormatException("The JPEG file is corrupt: a block has more than 64 coefficients.");
            block[JpegTables.ZigZag[k]] = (short)_bits.ReadSigned(size);
        }
    }
}
