using FsCheck;
using FsCheck.Fluent;

namespace Fer.Preprocessing.Tests;

/// <summary>Random pictures for property tests: noise, or flat areas and lines that filters like.</summary>
internal static class RandomImages
{
    public static Arbitrary<Image> UpTo(int size) =>
        Arb.From(
            from width in Gen.Choose(1, size)
            from height in Gen.Choose(1, size)
            from format in Gen.Elements(PixelFormat.Gray8, PixelFormat.Rgb24, PixelFormat.Rgba32)
            from noise in Gen.Choose(0, 8)
            from seed in Gen.Choose(0, int.MaxValue)
            select Create(width, height, format, noise, (ulong)seed));

    /// <summary>A ramp with so many bits of noise.</summary>
    public static Image Create(int width, int height, PixelFormat format, int noiseBits, ulong seed)
    {
        var random = RandomGenerator.Create(seed);
        var image = new Image(width, height, format);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)((i / image.Channels) + (i % image.Channels * 50) + random.Next(1 << noiseBits));
        return image;
    }
}
