namespace Fer.Preprocessing.Tests;

public class HorizontalFlipTests
{
    [Fact]
    public void Pixels_are_mirrored_and_their_channels_kept()
    {
        var image = new Image(3, 2, PixelFormat.Rgb24, [.. Enumerable.Range(0, 18).Select(i => (byte)i)]);
        Image flipped = HorizontalFlip.Flip(image);
        Assert.Equal([6, 7, 8, 3, 4, 5, 0, 1, 2, 15, 16, 17, 12, 13, 14, 9, 10, 11], flipped.Pixels);
        Assert.Equal(image.Pixels, HorizontalFlip.Flip(flipped).Pixels);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.5, 4_700, 5_300)]
    [InlineData(1, 10_000, 10_000)]
    public void Flips_happen_as_often_as_asked(double probability, int least, int most)
    {
        var image = new Image(2, 1, PixelFormat.Gray8, [1, 2]);
        var flip = new HorizontalFlip(probability);
        RandomGenerator random = RandomGenerator.Create(3);
        int flips = 0;
        for (int i = 0; i < 10_000; i++)
        {
            if (flip.Apply(image, ref random).Pixels[0] == 2)
                flips++;
        }

        Assert.InRange(flips, least, most);
    }

    [Fact]
    public void Probabilities_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new HorizontalFlip(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HorizontalFlip(double.NaN));
    }
}
