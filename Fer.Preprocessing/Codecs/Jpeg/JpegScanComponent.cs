namespace Fer.Preprocessing;

/// <summary>A component in a scan, the codes of its coefficients, and the prediction of its next DC coefficient.</summary>
internal sealed class JpegScanComponent(JpegComponent component, HuffmanTable dc, HuffmanTable ac)
{
    public JpegComponent Component { get; } = component;

    public HuffmanTable Dc { get; } = dc;

    public HuffmanTable Ac { get; } = ac;

    /// <summary>The DC coefficient of the block before; 0 at the start and after each restart marker.</summary>
    public int DcPrediction { get; set; }
}
