namespace Fer.Preprocessing;

/// <summary>
/// Rotates a picture about its centre with bilinear interpolation, at the same size: OpenCV's
/// <c>warpAffine(image, getRotationMatrix2D(centre, degrees, 1))</c>.
/// </summary>
public sealed class Rotation : IImageTransform
{
    private readonly BorderMode _border;
    private readonly byte _fill;

    /// <summary>Creates the transform.</summary>
    /// <param name="degrees">The angle; positive turns anticlockwise.</param>
    /// <param name="border">What comes into view beyond the edge. Default the nearest pixel.</param>
    /// <param name="fill">The value of all channels beyond a constant border. Default 0.</param>
    public Rotation(double degrees, BorderMode border = BorderMode.Replicate, byte fill = 0)
    {
        if (!double.IsFinite(degrees))
            throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "An angle must be finite.");
        if (!Enum.IsDefined(border))
            throw new ArgumentOutOfRangeException(nameof(border), border, "Not a border mode.");
        Degrees = degrees;
        _border = border;
        _fill = fill;
    }

    /// <summary>The angle in degrees.</summary>
    public double Degrees { get; }

    /// <inheritdoc/>
    public Image Apply(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        AffineMatrix rotation = AffineMatrix.Rotation((image.Width - 1) / 2.0, (image.Height - 1) / 2.0, Degrees);
        return AffineWarp.Apply(image, rotation, _border, _fill);
    }
}
