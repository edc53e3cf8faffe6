using System.Text.Json;

namespace Fer.Preprocessing.Tests;

/// <summary>Augmentations that change values and leave pixels in their places.</summary>
public class ColorTests
{
    private static readonly JsonElement Expected = Fixtures.ReadJson("augmentation.json");

    [Fact]
    public void Brightness_contrast_saturation_and_gamma_equal_torchvision_s()
    {
        JsonElement cases = Expected.GetProperty("enhance");
        Assert.Equal(70, cases.GetArrayLength());
        foreach (JsonElement @case in cases.EnumerateArray())
        {
            Image image = FormulaImages.Draw(@case);
            double factor = @case.GetProperty("factor").GetDouble();
            Image changed = @case.GetProperty("name").GetString() switch
            {
                "Brightness" => ImageEnhance.Brightness(image, factor),
                "Contrast" => ImageEnhance.Contrast(image, factor),
                "Saturation" => ImageEnhance.Saturation(image, factor),
                _ => ImageEnhance.Gamma(image, factor),
            };
            Assert.Equal(@case.GetProperty("pixels").GetBytesFromBase64(), changed.Pixels);
        }
    }

    [Fact]
    public void Brightness_is_drawn_from_its_range()
    {
        var image = new Image(1, 1, PixelFormat.Gray8, [100]);
        var jitter = new ColorJitter(brightness: 0.3, contrast: 0, saturation: 0);
        RandomGenerator random = RandomGenerator.Create(3);
        int[] values = [.. Enumerable.Range(0, 6000).Select(_ => (int)jitter.Apply(image, ref random).Pixels[0])];
        Assert.Equal((70, 129), (values.Min(), values.Max()));
        Assert.InRange(values.Average(), 99, 100);
    }

    [Fact]
    public void The_order_of_the_steps_is_random()
    {
        // Twice as bright, then no contrast: the mean of the clipped values; the other way round, twice the mean.
        var image = new Image(2, 1, PixelFormat.Gray8, [200, 40]);
        var jitter = new ColorJitter(brightness: 100, contrast: 100, saturation: 0);
        RandomGenerator random = RandomGenerator.Create(3);
        var variants = new HashSet<string>();
        for (int i = 0; i < 200; i++)
            variants.Add(string.Join(' ', jitter.Apply(image, ref random).Pixels));
        Assert.Contains("255 255", variants); // bright, then contrast
        Assert.Contains("255 0", variants); // contrast, then bright
    }

    [Fact]
    public void Gamma_brightens_as_often_as_it_darkens()
    {
        var image = new Image(3, 1, PixelFormat.Gray8, [0, 128, 255]);
        var gamma = new RandomGamma(0.5, 2);
        RandomGenerator random = RandomGenerator.Create(3);
        int brighter = 0;
        for (int i = 0; i < 4000; i++)
        {
            byte[] values = gamma.Apply(image, ref random).Pixels;
            Assert.Equal((0, 255), (values[0], values[2]));
            Assert.InRange(values[1], 64, 181);
            brighter += values[1] > 128 ? 1 : 0;
        }

        Assert.InRange(brighter, 1850, 2150);
    }

    [Fact]
    public void Noise_has_the_deviation_asked_for()
    {
        var image = new Image(100, 100, PixelFormat.Rgb24);
        image.Pixels.AsSpan().Fill(128);
        RandomGenerator random = RandomGenerator.Create(3);
        double[] noise = [.. new GaussianNoise(0.05).Apply(image, ref random).Pixels.Select(value => value - 128.0)];
        Assert.InRange(noise.Average(), -0.3, 0.3);
        double variance = noise.Average(value => value * value);
        double expected = Math.Pow(0.05 * 255, 2) + (1.0 / 12); // rounding adds a twelfth
        Assert.InRange(variance / expected, 0.97, 1.03);
        Assert.InRange(noise.Average(value => Math.Pow(value, 4)) / (variance * variance), 2.85, 3.15);
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ColorJitter(brightness: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ColorJitter(contrast: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ColorJitter(saturation: double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomGamma(minGamma: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomGamma(minGamma: 2, maxGamma: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianNoise(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianNoise(double.NaN));
    }
}
