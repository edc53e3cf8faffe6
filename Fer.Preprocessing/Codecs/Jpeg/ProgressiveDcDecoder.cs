namespace Fer.Preprocessing;

/// <summary>A progressive file's first scan of DC coefficients: their upper bits (ITU-T T.81, G.1.2.1).</summary>
/// <param name="low">The number of bits that later scans bring.</param>
internal readonly struct ProgressiveDcDecoder(int low) : IJpegBlockDecoder
{
    public void Restart()
    {
    }

    public void Decode(ref JpegBitReader bits, JpegScanComponent part, int row, int column)
    {
        int value = part.ReadDc(ref bits) << low;
        if (part.Component.Contains(row, column))
            part.Component.Block(row, column)[0] = (short)value;
    }
}
