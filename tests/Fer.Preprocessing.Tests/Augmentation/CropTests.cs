using System.Security.Cryptography;
using System.Text.Json;

namespace Fer.Preprocessing.Tests;

public class CropTests
{
    private static readonly JsonElement Expected = Fixtures.ReadJson("augmentation.json");

    [Fact]
    public void Ten_crops_equal_torchvision_s() =>
        AssertEqual("tenCrop", 5, (image, width, height) => new TenCrop(width, height).Apply(image));

    [Fact]
    public void Central_crops_equal_torchvision_s() =>
        AssertEqual("centerCrop", 7, (image, width, height) => [new CenterCrop(width, height).Apply(image)]);

    [Fact]
    public void Ten_crops_of_a_picture_that_is_too_small_are_refused()
    {
        FerException error = Assert.Throws<FerException>(() => new TenCrop(3, 4).Apply(new Image(3, 3, PixelFormat.Gray8)));
        Assert.Contains("3x3 is smaller than crops of 3x4", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TenCrop(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CenterCrop(1, 0));
        Assert.Throws<ArgumentNullException>(() => new TenCrop(1, 1).Apply(null!));
        Assert.Throws<ArgumentNullException>(() => new TenCrop(1, 1).Transforms[0].Apply(null!));
    }

    [Theory]
    [InlineData(-2, -1, 6, 4, "1 1 1 2 3 3 1 1 1 2 3 3 4 4 4 5 6 6 4 4 4 5 6 6", "9 9 9 9 9 9 9 9 1 2 3 9 9 9 4 5 6 9 9 9 9 9 9 9")]
    [InlineData(1, 1, 1, 1, "5", "5")]
    [InlineData(1, 0, 2, 2, "2 3 5 6", "2 3 5 6")]
    [InlineData(-3, 1, 2, 1, "4 4", "9 9")]
    [InlineData(5, 4, 2, 1, "6 6", "9 9")]
    public void A_window_may_reach_beyond_the_edges(int left, int top, int width, int height, string replicated, string constant)
    {
        var image = new Image(3, 2, PixelFormat.Gray8, [1, 2, 3, 4, 5, 6]);
        var window = new CropWindow(left, top, width, height);
        Assert.Equal(replicated, string.Join(' ', window.CutFrom(image, BorderMode.Replicate, 9).Pixels));
        Assert.Equal(constant, string.Join(' ', window.CutFrom(image, BorderMode.Constant, 9).Pixels));
    }

    [Theory]
    [InlineData(5, 4, 0, 5, 4, 1)] // the whole picture
    [InlineData(3, 4, 0, 5, 4, 3)] // 3 places across
    [InlineData(3, 3, 0, 5, 4, 6)]
    [InlineData(5, 4, 1, 5, 4, 9)] // widened by one pixel: 3 x 3 places
    [InlineData(7, 4, 1, 5, 4, 3)]
    [InlineData(7, 4, 0, 5, 4, 3)] // widened by the 2 missing pixels on both sides
    [InlineData(2, 3, 0, 1, 1, 6)] // 1 + 2 * 1 - 2 + 1 = 2 places by 3
    public void A_random_crop_takes_every_place_equally_often(
        int width, int height, int padding, int imageWidth, int imageHeight, int places)
    {
        Image image = FormulaImages.Draw(imageWidth, imageHeight, 3);
        var crop = new RandomCrop(width, height, padding, BorderMode.Constant, fill: 201);
        RandomGenerator random = RandomGenerator.Create(7);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < places * 1000; i++)
        {
            Image made = crop.Apply(image, ref random);
            Assert.Equal((width, height), (made.Width, made.Height));
            string key = Convert.ToHexString(made.Pixels);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        Assert.Equal(places, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 830, 1170));
    }

    [Fact]
    public void Resized_crops_lie_where_torchvision_s_do()
    {
        foreach (JsonElement expected in Expected.GetProperty("resizedCrop").EnumerateArray())
        {
            (double minScale, double maxScale) = Range(expected.GetProperty("scale"));
            (double minRatio, double maxRatio) = Range(expected.GetProperty("ratio"));
            var crop = new RandomResizedCrop(minScale, maxScale, minRatio, maxRatio);
            RandomGenerator random = RandomGenerator.Create(8);
            WindowHistograms.AssertAgree(expected, image => crop.DrawWindow(image, ref random));
        }

        static (double Min, double Max) Range(JsonElement range) => (range[0].GetDouble(), range[1].GetDouble());
    }

    [Fact]
    public void A_resized_crop_has_the_size_asked_for_and_a_picture_no_window_fits_into_gives_its_middle()
    {
        RandomGenerator random = RandomGenerator.Create(9);
        Image resized = new RandomResizedCrop(width: 12, height: 7).Apply(FormulaImages.Draw(9, 30, 3), ref random);
        Assert.Equal((12, 7, PixelFormat.Rgb24), (resized.Width, resized.Height, resized.Format));
        var crop = new RandomResizedCrop(0.9, 1, 3.0 / 4, 4.0 / 3);
        Assert.Equal(new CropWindow(43, 0, 13, 10), crop.DrawWindow(new Image(100, 10, PixelFormat.Gray8), ref random));
        Assert.Equal(new CropWindow(0, 43, 10, 13), crop.DrawWindow(new Image(10, 100, PixelFormat.Gray8), ref random));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomCrop(padding: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomCrop(padding: 1, border: (BorderMode)5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomCrop(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomCrop(3, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomResizedCrop(minScale: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomResizedCrop(maxScale: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomResizedCrop(minRatio: 2, maxRatio: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomResizedCrop(width: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomResizedCrop(height: -3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomResizedCrop(interpolation: (Interpolation)9));
    }

    private static void AssertEqual(string name, int count, Func<Image, int, int, IReadOnlyList<Image>> crop)
    {
        JsonElement cases = Expected.GetProperty(name);
        Assert.Equal(count, cases.GetArrayLength());
        foreach (JsonElement @case in cases.EnumerateArray())
        {
            int width = @case.GetProperty("cropWidth").GetInt32();
            int height = @case.GetProperty("cropHeight").GetInt32();
            IReadOnlyList<Image> crops = crop(FormulaImages.Draw(@case), width, height);
            Assert.All(crops, made => Assert.Equal((width, height), (made.Width, made.Height)));
            Assert.Equal(
                @case.GetProperty("digests").EnumerateArray().Select(digest => digest.GetString()),
                crops.Select(made => Convert.ToHexStringLower(SHA256.HashData(made.Pixels))));
        }
    }
}
