namespace Fer.Preprocessing;

/// <summary>Decodes scans into the components of a frame, each by the decoder for its kind.</summary>
internal static class JpegScanDecoder
{
    /// <summary>Decodes a scan and leaves the reader before the marker after it.</summary>
    /// <exception cref="ImageFormatException">The data end early, are corrupt, or are too few for the picture's size.</exception>
    public static void Decode(JpegScan scan, JpegFrame frame, JpegTables tables, ref JpegSegmentReader segments)
    {
        CheckPlausible(scan, frame, segments.Remaining);
        foreach (JpegScanComponent part in scan.Components)
            Begin(scan, part.Component, frame, tables);

        int interval = tables.RestartInterval;
        switch (frame.IsProgressive, scan.SpectralStart == 0, scan.IsRefinement)
        {
            case (false, _, _):
                JpegScanReader<SequentialBlockDecoder>.Read(scan, frame, new SequentialBlockDecoder(), interval, ref segments);
                break;
            case (_, true, false):
                var dcDecoder = new ProgressiveDcDecoder(scan.ApproximationLow);
                JpegScanReader<ProgressiveDcDecoder>.Read(scan, frame, dcDecoder, interval, ref segments);
                break;
            case (_, true, true):
                var dcRefiner = new ProgressiveDcRefiner(scan.ApproximationLow);
                JpegScanReader<ProgressiveDcRefiner>.Read(scan, frame, dcRefiner, interval, ref segments);
                break;
            case (_, false, false):
                JpegScanReader<ProgressiveAcDecoder>.Read(scan, frame, new ProgressiveAcDecoder(scan), interval, ref segments);
                break;
            case (_, false, true):
                JpegScanReader<ProgressiveAcRefiner>.Read(scan, frame, new ProgressiveAcRefiner(scan), interval, ref segments);
                break;
        }
    }

    private static void Begin(JpegScan scan, JpegComponent component, JpegFrame frame, JpegTables tables)
    {
        if (component.HasScan && !frame.IsProgressive)
            throw new ImageFormatException($"The JPEG file is corrupt: component {component.Id} has two scans.");
        if (!component.HasScan)
            component.Allocate(tables.Quantization(component.QuantizationTableIndex), keepsCoefficients: frame.IsProgressive);
        component.HasDc |= scan.SpectralStart == 0;
    }

    // A block takes two bits of a sequential scan at least: one for its DC code, one for its end. Of a progressive file's scans, the one
    // with the upper bits of the DC coefficients takes a bit for each block. No memory is taken for a size that cannot be.
    private static void CheckPlausible(JpegScan scan, JpegFrame frame, int remainingBytes)
    {
        bool isFirst = !scan.Components.Any(part => part.Component.HasDc);
        if (isFirst && scan.CountBlocks() > remainingBytes * (frame.IsProgressive ? 8L : 4L))
        {
            throw new ImageFormatException(
                $"The JPEG header claims {frame.Width}x{frame.Height} pixels, " +
                $"which the remaining {remainingBytes} bytes cannot hold: the file is truncated or corrupt.");
        }
    }
}
