namespace Fer.Preprocessing;

/// <summary>A scan header: the components whose data follow, with their Huffman tables (ITU-T T.81, B.2.3).</summary>
internal sealed record JpegScan(IReadOnlyList<JpegScanComponent> Components)
{
    private const int MaxBlocksPerMcu = 10;

    public static JpegScan Parse(ReadOnlySpan<byte> segment, JpegFrame frame, JpegTables tables)
    {
        if (segment.Length < 4 || segment[0] is 0 or > 4 || segment.Length != 4 + (2 * segment[0]))
            throw new ImageFormatException($"The JPEG file is corrupt: a scan header of {segment.Length} bytes.");
        if (segment[^3] != 0 || segment[^2] != 63 || segment[^1] != 0)
            throw new ImageFormatException("The JPEG file is corrupt: a sequential frame has a progressive scan.");

        var components = new JpegScanComponent[segment[0]];
        int blocksPerMcu = 0;
        for (int i = 0; i < components.Length; i++)
        {
            components[i] = ParseComponent(segment[1 + (2 * i)], segment[2 + (2 * i)], frame, tables);
            JpegComponent component = components[i].Component;
            if (Array.Exists(components[..i], other => other.Component == component))
                throw new ImageFormatException($"The JPEG file is corrupt: a scan names component {component.Id} twice.");
            blocksPerMcu += component.HorizontalSampling * component.VerticalSampling;
        }

        if (components.Length > 1 && blocksPerMcu > MaxBlocksPerMcu)
            throw new ImageFormatException($"The JPEG file is corrupt: {blocksPerMcu} blocks per MCU, {MaxBlocksPerMcu} at most.");
        return new JpegScan(components);
    }

    /// <summary>The number of blocks that the scan's data code.</summary>
    public long CountBlocks()
    {
        if (Components.Count == 1)
            return (long)Components[0].Component.BlocksPerRow * Components[0].Component.BlocksPerColumn;
        return Components.Sum(part => (long)part.Component.StoredBlocksPerRow * part.Component.StoredBlocksPerColumn);
    }

    private static JpegScanComponent ParseComponent(byte id, byte tableIndexes, JpegFrame frame, JpegTables tables)
    {
        JpegComponent component = frame.Components.FirstOrDefault(component => component.Id == id)
            ?? throw new ImageFormatException($"The JPEG file is corrupt: a scan of component {id}, which the frame does not have.");
        int dc = tableIndexes >> 4;
        int ac = tableIndexes & 15;
        if (dc > 3 || ac > 3)
            throw new ImageFormatException($"The JPEG file is corrupt: a scan wants Huffman tables {dc} and {ac} of 0 to 3.");
        return new JpegScanComponent(component, tables.Dc(dc), tables.Ac(ac));
    }
}
