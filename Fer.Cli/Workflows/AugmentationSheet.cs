using Fer.Preprocessing;

namespace Fer.Cli.Workflows;

/// <summary>A picture and random variants of it side by side, to be looked at.</summary>
internal static class AugmentationSheet
{
    private const int Side = 5;
    private const int Gap = 2;

    // "sheet": keeps these random numbers apart from others of the same seed.
    private const ulong RandomStream = 0x73_68_65_65_74;

    /// <summary>Draws the picture itself and 24 variants of it in five rows on white.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="augmentations">What makes a variant, in order.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="FerException">The sheet would be too large.</exception>
    public static Image Draw(Image picture, IReadOnlyList<IImageAugmentation> augmentations, ulong seed)
    {
        if ((long)Side * Side * (picture.Width + Gap) * (picture.Height + Gap) > ImageDecoderOptions.Default.MaxPixels)
        {
            throw new FerException(
                $"A sheet of {Side * Side} pictures of {picture.Width}x{picture.Height} is too large; make them smaller with --size.");
        }

        var augmentation = new Compose(augmentations);
        return ContactSheet.Create([picture, .. Enumerable.Range(1, Side * Side - 1).Select(Vary)], Side, Gap);

        Image Vary(int number)
        {
            RandomGenerator random = RandomGenerator.Create(seed, RandomStream, (ulong)number);
            return augmentation.Apply(picture, ref random);
        }
    }
}
