namespace Fer.Preprocessing;

/// <summary>
/// A scan header (ITU-T T.81, B.2.3): the components whose data follow, with their Huffman tables; and of a progressive file, the
/// band of coefficients in zigzag order and the bits of these (annex G). A sequential scan has all coefficients with all bits.
/// </summary>
internal sealed record JpegScan(
    IReadOnlyList<JpegScanComponent> Components, int SpectralStart, int SpectralEnd, int ApproximationHigh, int ApproximationLow)
{
    private const int MaxBlocksPerMcu = 10;

    // A sample of 8 bits has coefficients of 11 bits and a sign; libjpeg allows as much.
    private const int MaxApproximation = 13;

    /// <summary>Whether an earlier scan has brought the band's upper bits.</summary>
    public bool IsRefinement => ApproximationHigh != 0;

    public static JpegScan Parse(ReadOnlySpan<byte> segment, JpegFrame frame, JpegTables tables)
    {
        if (segment.Length < 4 || segment[0] is 0 or > 4 || segment.Length != 4 + (2 * segment[0]))
            throw new ImageFormatException($"The JPEG file is corrupt: a scan header of {segment.Length} bytes.");
        (int start, int end, int high, int low) = (segment[^3], segment[^2], segment[^1] >> 4, segment[^1] & 15);
        if (frame.IsProgressive)
            CheckProgression(start, end, high, low, segment[0]);
        else if (start != 0 || end != 63 || high != 0 || low != 0)
            throw new ImageFormatException("The JPEG file is corrupt: a sequential frame has a progressive scan.");

        var components = new JpegScanComponent[segment[0]];
        bool needsDc = start == 0 && high == 0;
        bool needsAc = end > 0;
        int blocksPerMcu = 0;
        for (int i = 0; i < components.Length; i++)
        {
            JpegComponent component = FindComponent(segment[1 + (2 * i)], frame);
            if (Array.Exists(components[..i], other => other.Component == component))
                throw new ImageFormatException($"The JPEG file is corrupt: a scan names component {component.Id} twice.");
            components[i] = Create(component, segment[2 + (2 * i)], tables, needsDc, needsAc);
            blocksPerMcu += component.HorizontalSampling * component.VerticalSampling;
        }

        if (components.Length > 1 && blocksPerMcu > MaxBlocksPerMcu)
            throw new ImageFormatException($"The JPEG file is corrupt: {blocksPerMcu} blocks per MCU, {MaxBlocksPerMcu} at most.");
        return new JpegScan(components, start, end, high, low);
    }

    /// <summary>The number of blocks that the scan's data code.</summary>
    public long CountBlocks()
    {
        if (Components.Count == 1)
            return (long)Components[0].Component.BlocksPerRow * Components[0].Component.BlocksPerColumn;
        return Components.Sum(part => (long)part.Component.CodedBlocksPerRow * part.Component.CodedBlocksPerColumn);
    }

    // A scan has either DC coefficients alone or a band of AC coefficients of one component, and at most one bit more.
    private static void CheckProgression(int start, int end, int high, int low, int components)
    {
        bool isBand = start == 0 ? end == 0 : start <= end && end <= 63 && components == 1;
        bool areBits = low <= MaxApproximation && (high == 0 || high == low + 1);
        if (!isBand || !areBits)
        {
            throw new ImageFormatException(
                $"The JPEG file is corrupt: a scan of {components} components with coefficients {start} to {end}, bits {high} to {low}.");
        }
    }

    private static JpegComponent FindComponent(byte id, JpegFrame frame) =>
        frame.Components.FirstOrDefault(component => component.Id == id)
        ?? throw new ImageFormatException($"The JPEG file is corrupt: a scan of component {id}, which the frame does not have.");

    private static JpegScanComponent Create(JpegComponent component, byte tableIndexes, JpegTables tables, bool needsDc, bool needsAc)
    {
        int dc = tableIndexes >> 4;
        int ac = tableIndexes & 15;
        if (dc > 3 || ac > 3)
            throw new ImageFormatException($"The JPEG file is corrupt: a scan wants Huffman tables {dc} and {ac} of 0 to 3.");
        return new JpegScanComponent(
            component, needsDc ? tables.Dc(dc) : HuffmanTable.Empty, needsAc ? tables.Ac(ac) : HuffmanTable.Empty);
    }
}
