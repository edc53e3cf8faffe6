namespace Fer.Preprocessing;

/// <summary>Walks over the blocks of a scan in the order of its data, with restart markers between (ITU-T T.81, A.2).</summary>
internal ref struct JpegScanReader<TBlockDecoder>
    where TBlockDecoder : struct, IJpegBlockDecoder
{
    private readonly JpegScan _scan;
    private readonly JpegFrame _frame;
    private readonly int _restartInterval;
    private TBlockDecoder _decoder;
    private JpegBitReader _bits;
    private int _mcusUntilRestart;
    private int _nextRestartMarker;

    private JpegScanReader(JpegScan scan, JpegFrame frame, TBlockDecoder decoder, int restartInterval, JpegSegmentReader segments)
    {
        _scan = scan;
        _frame = frame;
        _decoder = decoder;
        _restartInterval = restartInterval;
        _mcusUntilRestart = restartInterval;
        _bits = new JpegBitReader(segments.Data, segments.Position);
    }

    /// <summary>Decodes a scan and leaves the reader before the marker after it.</summary>
    /// <exception cref="ImageFormatException">The data end early or are corrupt.</exception>
    public static void Read(
        JpegScan scan, JpegFrame frame, TBlockDecoder decoder, int restartInterval, ref JpegSegmentReader segments)
    {
        var reader = new JpegScanReader<TBlockDecoder>(scan, frame, decoder, restartInterval, segments);
        if (scan.Components.Count == 1)
            reader.ReadSingleComponent(scan.Components[0]);
        else
            reader.ReadInterleaved();
        segments.Position = reader._bits.Position;
    }

    private void ReadSingleComponent(JpegScanComponent part)
    {
        JpegComponent component = part.Component;
        for (int row = 0; row < component.BlocksPerColumn; row++)
        {
            for (int column = 0; column < component.BlocksPerRow; column++)
            {
                RestartIfDue();
                _decoder.Decode(ref _bits, part, row, column);
            }
        }
    }

    private void ReadInterleaved()
    {
        for (int mcuRow = 0; mcuRow < _frame.McusPerColumn; mcuRow++)
        {
            for (int mcuColumn = 0; mcuColumn < _frame.McusPerRow; mcuColumn++)
            {
                RestartIfDue();
                foreach (JpegScanComponent part in _scan.Components)
                    ReadMcuPart(part, mcuRow, mcuColumn);
            }
        }
    }

    private void ReadMcuPart(JpegScanComponent part, int mcuRow, int mcuColumn)
    {
        JpegComponent component = part.Component;
        for (int y = 0; y < component.VerticalSampling; y++)
        {
            int row = (mcuRow * component.VerticalSampling) + y;
            for (int x = 0; x < component.HorizontalSampling; x++)
                _decoder.Decode(ref _bits, part, row, (mcuColumn * component.HorizontalSampling) + x);
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
            _decoder.Restart();
            foreach (JpegScanComponent part in _scan.Components)
                part.DcPrediction = 0;
        }

        _mcusUntilRestart--;
    }
}
