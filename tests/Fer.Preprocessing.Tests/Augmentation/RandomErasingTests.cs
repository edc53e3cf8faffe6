using System.Text.Json;

namespace Fer.Preprocessing.Tests;

public class RandomErasingTests
{
    [Fact]
    public void Rectangles_lie_where_torchvision_s_do()
    {
        foreach (JsonElement expected in Fixtures.ReadJson("augmentation.json").GetProperty("erasing").EnumerateArray())
        {
            var erasing = new RandomErasing();
            RandomGenerator random = RandomGenerator.Create(8);
            WindowHistograms.AssertAgree(
                expected, image => erasing.DrawWindow(image, ref random) ?? new CropWindow(0, 0, image.Width, image.Height));
        }
    }

    [Theory]
    [InlineData(PixelFormat.Gray8, 0)]
    [InlineData(PixelFormat.Rgba32, 77)]
    [InlineData(PixelFormat.Rgb24, null)]
    public void One_rectangle_changes_and_nothing_else(PixelFormat format, int? value)
    {
        RandomGenerator random = RandomGenerator.Create(9);
        var image = new Image(30, 20, format);
        image.Pixels.AsSpan().Fill(200);
        var erasing = new RandomErasing(probability: 1, value: (byte?)value);
        for (int i = 0; i < 50; i++)
        {
            Image erased = erasing.Apply(image, ref random);
            int[] changed = [.. Enumerable.Range(0, 600).Where(pixel => IsErased(erased, pixel))];
            int left = changed.Min(pixel => pixel % 30), right = changed.Max(pixel => pixel % 30);
            int top = changed.Min(pixel => pixel / 30), bottom = changed.Max(pixel => pixel / 30);
            Assert.Equal(changed.Length, (right - left + 1) * (bottom - top + 1));
            Assert.InRange(changed.Length, 6, 220); // 0.02 and 0.33 of 600, and rounding
            if (value is { } fill)
                Assert.All(changed, pixel => Assert.Equal(fill, erased.Pixels[pixel * erased.Channels]));
        }

        static bool IsErased(Image image, int pixel) =>
            image.Pixels.AsSpan(pixel * image.Channels, image.Channels).ContainsAnyExcept((byte)200);
    }

    [Fact]
    public void A_random_fill_takes_every_value()
    {
        RandomGenerator random = RandomGenerator.Create(9);
        Image erased = new RandomErasing(1, 0.9, 0.9, 1, 1).Apply(new Image(100, 100, PixelFormat.Rgb24), ref random);
        Assert.Equal(256, erased.Pixels.Distinct().Count());
        Assert.InRange(erased.Pixels.Where(value => value > 0).Average(value => value), 126, 130);
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomErasing(probability: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomErasing(minScale: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomErasing(minScale: 0.5, maxScale: 0.4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomErasing(minRatio: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomErasing(minRatio: 2, maxRatio: 1));
    }
}
