namespace Fer.Preprocessing;

/// <summary>Decodes what one kind of scan has of a block.</summary>
internal interface IJpegBlockDecoder
{
    /// <summary>Forgets what the blocks before have left, at a restart marker.</summary>
    void Restart();

    /// <summary>Decodes a block.</summary>
    /// <param name="bits">The scan's data.</param>
    /// <param name="part">The component in this scan.</param>
    /// <param name="row">The block's row in the component; an interleaved scan has rows and columns beyond the picture, too.</param>
    /// <param name="column">The block's column.</param>
    void Decode(ref JpegBitReader bits, JpegScanComponent part, int row, int column);
}
