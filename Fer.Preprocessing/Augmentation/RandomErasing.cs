namespace Fer.Preprocessing;

/// <summary>
/// Covers a random rectangle by chance (Zhong et al., "Random erasing data augmentation", 2020), with torchvision's way to draw
/// it. Alpha stays as it is.
/// </summary>
public sealed class RandomErasing : IImageAugmentation
{
    private const int Attempts = 10;

    /// <summary>Creates the augmentation.</summary>
    /// <param name="probability">How often to erase, from 0 to 1. Default 0.5.</param>
    /// <param name="minScale">The smallest rectangle, as a share of the picture's area, above 0. Default 0.02.</param>
    /// <param name="maxScale">The largest rectangle, from the smallest to 1. Default 0.33.</param>
    /// <param name="minRatio">The rectangle's smallest ratio of height to width, above 0. Default 0.3.</param>
    /// <param name="maxRatio">The rectangle's largest ratio of height to width, from the smallest on. Default 3.3.</param>
    /// <param name="value">The value of all channels there, from 0 to 255. Default null: a random value for each.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RandomErasing(
        double probability = 0.5,
        double minScale = 0.02,
        double maxScale = 0.33,
        double minRatio = 0.3,
        double maxRatio = 3.3,
        byte? value = null)
    {
        AugmentationChecks.ThrowIfNotProbability(probability);
        AugmentationChecks.ThrowIfNotRange(minScale, maxScale, 1e-6, 1);
        AugmentationChecks.ThrowIfNotRange(minRatio, maxRatio, 1e-3, 1e3);
        Probability = probability;
        MinScale = minScale;
        MaxScale = maxScale;
        MinRatio = minRatio;
        MaxRatio = maxRatio;
        Value = value;
    }

    /// <summary>How often to erase.</summary>
    public double Probability { get; }

    /// <summary>The smallest rectangle, as a share of the picture's area.</summary>
    public double MinScale { get; }

    /// <summary>The largest rectangle, as a share of the picture's area.</summary>
    public double MaxScale { get; }

    /// <summary>The rectangle's smallest ratio of height to width.</summary>
    public double MinRatio { get; }

    /// <summary>The rectangle's largest ratio of height to width.</summary>
    public double MaxRatio { get; }

    /// <summary>The value of all channels in the rectangle; null for a random value each.</summary>
    public byte? Value { get; }

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(image);
        bool erases = random.NextDouble() < Probability;
        return erases && DrawWindow(image, ref random) is { } window ? Erase(image, window, ref random) : image;
    }

    /// <summary>
    /// Draws until a rectangle is smaller than the picture both ways; null after ten attempts, or where it is less than a pixel.
    /// </summary>
    internal CropWindow? DrawWindow(Image image, ref RandomGenerator random)
    {
        double imageArea = (double)image.Width * image.Height;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            double area = imageArea * random.NextUniform(MinScale, MaxScale);
            double ratio = random.NextLogUniform(MinRatio, MaxRatio);
            double height = Math.Round(Math.Sqrt(area * ratio));
            double width = Math.Round(Math.Sqrt(area / ratio));
            if (height < image.Height && width < image.Width)
            {
                int top = random.Next(image.Height - (int)height + 1);
                int left = random.Next(image.Width - (int)width + 1);
                return height >= 1 && width >= 1 ? new CropWindow(left, top, (int)width, (int)height) : null;
            }
        }

        return null;
    }

    private Image Erase(Image image, CropWindow window, ref RandomGenerator random)
    {
        var erased = new Image(image.Width, image.Height, image.Format, (byte[])image.Pixels.Clone());
        int colors = Math.Min(3, image.Channels);
        for (int y = window.Top; y < window.Top + window.Height; y++)
        {
            Span<byte> row = erased.Row(y);
            for (int x = window.Left; x < window.Left + window.Width; x++)
            {
                foreach (ref byte value in row.Slice(x * image.Channels, colors))
                    value = Value ?? (byte)random.Next(256);
            }
        }

        return erased;
    }
}
