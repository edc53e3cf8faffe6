namespace Fer.Cli.Workflows;

/// <summary>A picture and random variants of it side by side, to be looked at.</summary>
internal static class AugmentationSheet
{
    private const int Side = 5;
    private const int Gap = 2;
    private const byte Paper = 255;

    // "sheet": keeps these random numbers apart from others of the same seed.
    private const ulong RandomStream = 0x73_68_65_65_74;

    /// <summary>Draws the picture itself and 24 variants of it in five rows on white.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="augmentations">What makes a variant, in order.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="FerException">The sheet would be too large.</exception>
    public static Image Draw(Image picture, IReadOnlyList<IImageAugmentation> augmentations, ulong seed)
    {
        int width = picture.Width + Gap, height = picture.Height + Gap;
        if ((long)Side * Side * width * height > ImageDecoderOptions.Default.MaxPixels)
        {
            throw new FerException(
                $"A sheet of {Side * Side} pictures of {picture.Width}x{picture.Height} is too large; make them smaller with --size.");
        }

        var sheet = new Image((Side * width) + Gap, (Side * height) + Gap, picture.Format);
        sheet.Pixels.AsSpan().Fill(Paper);
        for (int i = 0; i < Side * Side; i++)
        {
            Image variant = i == 0 ? picture : Vary(picture, augmentations, RandomGenerator.Create(seed, RandomStream, (ulong)i));
            Paste(variant, sheet, Gap + (i % Side * width), Gap + (i / Side * height));
        }

        return sheet;
    }

    private static Image Vary(Image picture, IReadOnlyList<IImageAugmentation> augmentations, RandomGenerator random)
    {
        foreach (IImageAugmentation augmentation in augmentations)
            picture = augmentation.Apply(picture, ref random);
        return picture;
    }

    private static void Paste(Image picture, Image sheet, int left, int top)
    {
        for (int y = 0; y < picture.Height; y++)
            picture.Row(y).CopyTo(sheet.Row(top + y)[(left * sheet.Channels)..]);
    }
}
