namespace Fer.Preprocessing;

/// <summary>
/// Cuts out a window of random size, shape and place and resizes it, as torchvision's RandomResizedCrop (the "Inception crop",
/// Szegedy et al., "Going deeper with convolutions", 2015), with its way to draw the window.
/// </summary>
public sealed class RandomResizedCrop : IImageAugmentation
{
    private const int Attempts = 10;

    /// <summary>Creates the augmentation.</summary>
    /// <param name="minScale">The smallest window, as a share of the picture's area, above 0. Default 0.08.</param>
    /// <param name="maxScale">The largest window, from the smallest to 1. Default 1.</param>
    /// <param name="minRatio">The window's smallest ratio of width to height, above 0. Default 3/4.</param>
    /// <param name="maxRatio">The window's largest ratio of width to height, from the smallest on. Default 4/3.</param>
    /// <param name="width">The width of the pictures to make; null, the default, for each picture's own.</param>
    /// <param name="height">The height of the pictures to make; null, the default, for each picture's own.</param>
    /// <param name="interpolation">How to resize. Default bilinear, with OpenCV's arithmetic.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RandomResizedCrop(
        double minScale = 0.08,
        double maxScale = 1,
        double minRatio = 3.0 / 4,
        double maxRatio = 4.0 / 3,
        int? width = null,
        int? height = null,
        Interpolation interpolation = Interpolation.Bilinear)
    {
        AugmentationChecks.ThrowIfNotRange(minScale, maxScale, 1e-6, 1);
        AugmentationChecks.ThrowIfNotRange(minRatio, maxRatio, 1e-3, 1e3);
        if (width is < 1)
            throw new ArgumentOutOfRangeException(nameof(width), width, "A width is at least 1.");
        if (height is < 1)
            throw new ArgumentOutOfRangeException(nameof(height), height, "A height is at least 1.");
        if (!Enum.IsDefined(interpolation))
            throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "Not an interpolation.");
        MinScale = minScale;
        MaxScale = maxScale;
        MinRatio = minRatio;
        MaxRatio = maxRatio;
        Width = width;
        Height = height;
        Interpolation = interpolation;
    }

    /// <summary>The smallest window, as a share of the picture's area.</summary>
    public double MinScale { get; }

    /// <summary>The largest window, as a share of the picture's area.</summary>
    public double MaxScale { get; }

    /// <summary>The window's smallest ratio of width to height.</summary>
    public double MinRatio { get; }

    /// <summary>The window's largest ratio of width to height.</summary>
    public double MaxRatio { get; }

    /// <summary>The width of the pictures made; null for each picture's own.</summary>
    public int? Width { get; }

    /// <summary>The height of the pictures made; null for each picture's own.</summary>
    public int? Height { get; }

    /// <summary>How windows are resized.</summary>
    public Interpolation Interpolation { get; }

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(image);
        Image crop = DrawWindow(image, ref random).CutFrom(image, BorderMode.Replicate, fill: 0);
        return new ResizeTransform(Width ?? image.Width, Height ?? image.Height, Interpolation).Apply(crop);
    }

    /// <summary>Draws until a window lies within the picture; after ten attempts the middle of the picture is taken.</summary>
    internal CropWindow DrawWindow(Image image, ref RandomGenerator random)
    {
        double imageArea = (double)image.Width * image.Height;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            double area = imageArea * random.NextUniform(MinScale, MaxScale);
            double ratio = random.NextLogUniform(MinRatio, MaxRatio);
            double width = Math.Round(Math.Sqrt(area * ratio));
            double height = Math.Round(Math.Sqrt(area / ratio));
            if (width >= 1 && width <= image.Width && height >= 1 && height <= image.Height)
            {
                int top = random.Next(image.Height - (int)height + 1);
                int left = random.Next(image.Width - (int)width + 1);
                return new CropWindow(left, top, (int)width, (int)height);
            }
        }

        return CentralWindow(image);
    }

    /// <summary>The largest window in the middle whose ratio is within the range.</summary>
    private CropWindow CentralWindow(Image image)
    {
        double ratio = (double)image.Width / image.Height;
        int width = ratio > MaxRatio ? AtLeastOne(image.Height * MaxRatio) : image.Width;
        int height = ratio < MinRatio ? AtLeastOne(image.Width / MinRatio) : image.Height;
        return new CropWindow((image.Width - width) / 2, (image.Height - height) / 2, width, height);
    }

    private static int AtLeastOne(double size) => Math.Max(1, (int)Math.Round(size));
}
