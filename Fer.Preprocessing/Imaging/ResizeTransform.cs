namespace Fer.Preprocessing;

/// <summary>
/// Resizes pictures to a fixed size, whatever their own size and shape, with the arithmetic of OpenCV 4's <c>resize</c> on
/// 8 bits (<c>INTER_LINEAR</c> and <c>INTER_AREA</c>). All channels, alpha among them, are treated alike.
/// </summary>
public sealed class ResizeTransform : IImageTransform
{
    /// <summary>Creates the transform.</summary>
    /// <param name="width">The width of the pictures to make, at least 1.</param>
    /// <param name="height">The height of the pictures to make, at least 1.</param>
    /// <param name="interpolation">How pixels are made of pixels. Default bilinear, as in OpenCV.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or an unknown interpolation.</exception>
    public ResizeTransform(int width, int height, Interpolation interpolation = Interpolation.Bilinear)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (!Enum.IsDefined(interpolation))
            throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "Not an interpolation.");
        Width = width;
        Height = height;
        Interpolation = interpolation;
    }

    /// <summary>The width of the pictures made.</summary>
    public int Width { get; }

    /// <summary>The height of the pictures made.</summary>
    public int Height { get; }

    /// <summary>How pixels are made of pixels.</summary>
    public Interpolation Interpolation { get; }

    /// <inheritdoc/>
    public Image Apply(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Width == Width && image.Height == Height)
            return image;

        var resized = new Image(Width, Height, image.Format);
        var scaleX = new ResizeScale(image.Width, Width);
        var scaleY = new ResizeScale(image.Height, Height);
        bool shrinks = scaleX.Ratio >= 1 && scaleY.Ratio >= 1;
        // Halving is the same thing in both methods, so the exact mean of four is taken.
        bool halves = scaleX.IsWhole && scaleY.IsWhole && scaleX.WholeRatio == 2 && scaleY.WholeRatio == 2;
        if (halves || (Interpolation == Interpolation.Area && shrinks))
            AreaResizer.Resize(image, resized, scaleX, scaleY);
        else
            BilinearResizer.Resize(image, resized, scaleX, scaleY, alignToAreas: Interpolation == Interpolation.Area);
        return resized;
    }
}
