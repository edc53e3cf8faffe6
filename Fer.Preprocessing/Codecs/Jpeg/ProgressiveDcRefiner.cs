namespace Fer.Preprocessing;

/// <summary>A progressive file's later scans of DC coefficients: one more bit of each (ITU-T T.81, G.1.2.1.1).</summary>
/// <param name="low">The bit's place.</param>
internal readonly struct ProgressiveDcRefiner(int low) : IJpegBlockDecoder
{
    public void Restart()
    {
    }

    public void Decode(ref JpegBitReader bits, JpegScanComponent part, int row, int column)
    {
        int bit = bits.ReadBits(1);
        if (bit != 0 && part.Component.Contains(row, column))
            part.Component.Block(row, column)[0] |= (short)(1 << low);
    }
}
