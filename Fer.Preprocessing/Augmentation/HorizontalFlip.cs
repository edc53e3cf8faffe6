namespace Fer.Preprocessing;

/// <summary>Mirrors a picture left to right by chance, as torchvision's RandomHorizontalFlip.</summary>
public sealed class HorizontalFlip : IImageAugmentation
{
    /// <summary>Creates the augmentation.</summary>
    /// <param name="probability">How often to flip, from 0 to 1. Default 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of its range.</exception>
    public HorizontalFlip(double probability = 0.5)
    {
        AugmentationChecks.ThrowIfNotProbability(probability);
        Probability = probability;
    }

    /// <summary>How often to flip, from 0 to 1.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public Image Apply(Image image, ref RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(image);
        return random.NextDouble() < Probability ? Flip(image) : image;
    }

    /// <summary>Mirrors a picture left to right.</summary>
    public static Image Flip(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var flipped = new Image(image.Width, image.Height, image.Format);
        int channels = image.Channels;
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> from = image.Row(y);
            Span<byte> to = flipped.Row(y);
            for (int x = 0; x < to.Length; x += channels)
                from.Slice(from.Length - channels - x, channels).CopyTo(to[x..]);
        }

        return flipped;
    }
}
