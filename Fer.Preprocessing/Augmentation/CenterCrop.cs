namespace Fer.Preprocessing;

/// <summary>
/// Cuts the middle out of a picture, as torchvision's CenterCrop. A picture that is smaller is widened with 0.
/// </summary>
public sealed class CenterCrop : IImageTransform
{
    /// <summary>Creates the transform.</summary>
    /// <param name="width">The width of the pictures to make, at least 1.</param>
    /// <param name="height">The height of the pictures to make, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public CenterCrop(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Width = width;
        Height = height;
    }

    /// <summary>The width of the pictures made.</summary>
    public int Width { get; }

    /// <summary>The height of the pictures made.</summary>
    public int Height { get; }

    /// <inheritdoc/>
    public Image Apply(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Width == Width && image.Height == Height)
            return image;
        return CropWindow.Center(image, Width, Height).CutFrom(image, BorderMode.Constant, fill: 0);
    }
}
