namespace Fer.Preprocessing;

/// <summary>
/// Cuts out a window at a random place, as torchvision's RandomCrop, after widening the picture on all sides. A picture that is
/// still smaller than the window is widened as far as needed (torchvision's <c>pad_if_needed</c>).
/// </summary>
public sealed class RandomCrop : IImageAugmentation
{
    private readonly BorderMode _border;
    private readonly byte _fill;

    /// <summary>Creates an augmentation that keeps each picture's size: it is widened, and cut back at a random place.</summary>
    /// <param name="padding">By how many pixels to widen the picture on each side, from 0 to 65,535. Default 4.</param>
    /// <param name="border">What to widen it with. Default the nearest pixel.</param>
    /// <param name="fill">The value of all channels beyond a constant border. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RandomCrop(int padding = 4, BorderMode border = BorderMode.Replicate, byte fill = 0)
    {
        AugmentationChecks.ThrowIfOutside(padding, 0, ushort.MaxValue);
        AugmentationChecks.ThrowIfNotDefined(border);
        Padding = padding;
        _border = border;
        _fill = fill;
    }

    /// <summary>Creates an augmentation that makes pictures of one size; evaluate with <see cref="CenterCrop"/> or
    /// <see cref="TenCrop"/> of the same.</summary>
    /// <param name="width">The width of the window, at least 1.</param>
    /// <param name="height">The height of the window, at least 1.</param>
    /// <param name="padding">By how many pixels to widen the picture on each side first, from 0 to 65,535. Default 0.</param>
    /// <param name="border">What to widen it with. Default the nearest pixel.</param>
    /// <param name="fill">The value of all channels beyond a constant border. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RandomCrop(int width, int height, int padding = 0, BorderMode border = BorderMode.Replicate, byte fill = 0)
        : this(padding, border, fill)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Width = width;
        Height = height;
    }

    /// <summary>The width of the window; null for the picture's own.</summary>
    public int? Width { get; }

    /// <summary>The height of the window; null for the picture's own.</summary>
    public int? Height { get; }

    /// <summary>By how many pixels the picture is widened on each side.</summary>
    public int Padding { get; }

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(image);
        int width = Width ?? image.Width;
        int height = Height ?? image.Height;
        int left = DrawOffset(image.Width, width, ref random);
        int top = DrawOffset(image.Height, height, ref random);
        return new CropWindow(left, top, width, height).CutFrom(image, _border, _fill);
    }

    private int DrawOffset(int size, int cropSize, ref RandomGenerator random)
    {
        int missing = Math.Max(0, cropSize - (size + (2 * Padding)));
        int padding = Padding + missing;
        return random.Next(size + (2 * padding) - cropSize + 1) - padding;
    }
}
