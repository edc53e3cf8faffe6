namespace Fer.Preprocessing;

/// <summary>A component in a scan, the codes of its coefficients, and the prediction of its next DC coefficient.</summary>
internal sealed class JpegScanComponent(JpegComponent component, HuffmanTable dc, HuffmanTable ac)
{
    public JpegComponent Component { get; } = component;

    public HuffmanTable Dc { get; } = dc;

    public HuffmanTable Ac { get; } = ac;

    /// <summary>The DC coefficient of the block before; 0 at the start and after each restart marker.</summary>
    public int DcPrediction { get; set; }

    /// <summary>Decodes the next DC coefficient (ITU-T T.81, F.2.2.1).</summary>
    public int ReadDc(ref JpegBitReader bits)
    {
        int size = bits.ReadSymbol(Dc);
        if (size > 15)
            throw new ImageFormatException($"The JPEG file is corrupt: a DC coefficient of {size} bits.");
        if (size > 0)
            DcPrediction += bits.ReadSigned(size);
        return DcPrediction;
    }
}
