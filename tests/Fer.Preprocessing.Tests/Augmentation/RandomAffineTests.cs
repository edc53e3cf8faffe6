using System.Text.Json;

namespace Fer.Preprocessing.Tests;

public class RandomAffineTests
{
    [Fact]
    public void Maps_equal_torchvision_s_and_pixels_OpenCV_s()
    {
        JsonElement cases = Fixtures.ReadJson("augmentation.json").GetProperty("affine");
        Assert.Equal(90, cases.GetArrayLength());
        foreach (JsonElement @case in cases.EnumerateArray())
        {
            Image image = FormulaImages.Draw(@case);
            double Get(string name) => @case.GetProperty(name).GetDouble();
            AffineMatrix matrix = AffineMatrix.Affine(
                (image.Width - 1) / 2.0, (image.Height - 1) / 2.0,
                Get("degrees"), Get("tx"), Get("ty"), Get("scale"), Get("shearX"), Get("shearY"));
            double[] expected = [.. @case.GetProperty("matrix").EnumerateArray().Select(value => value.GetDouble())];
            double[] actual = [matrix.M11, matrix.M12, matrix.M13, matrix.M21, matrix.M22, matrix.M23];
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-9));

            BorderMode border = Enum.Parse<BorderMode>(@case.GetProperty("border").GetString()!);
            Image warped = AffineWarp.Apply(image, matrix, border, @case.GetProperty("fill").GetByte());
            Assert.Equal(@case.GetProperty("pixels").GetBytesFromBase64(), warped.Pixels);
        }
    }

    [Fact]
    public void Translations_are_whole_pixels_and_all_equally_likely()
    {
        var image = new Image(20, 1, PixelFormat.Gray8, [.. Enumerable.Range(1, 20).Select(i => (byte)i)]);
        var translation = new RandomTranslation(maxX: 0.15, maxY: 0, BorderMode.Constant, fill: 99);
        RandomGenerator random = RandomGenerator.Create(4);
        var counts = new int[7];
        for (int i = 0; i < 12_000; i++)
        {
            byte[] moved = translation.Apply(image, ref random).Pixels;
            int move = Array.IndexOf(moved, (byte)10) - 9;
            Assert.InRange(move, -3, 3);
            byte[] expected = [.. Enumerable.Range(0, 20).Select(x => x - move is >= 0 and < 20 ? image.Pixels[x - move] : (byte)99)];
            Assert.Equal(expected, moved);
            counts[move + 3]++;
        }

        // The ends take half a pixel each: rounding.
        Assert.All(counts[1..6], count => Assert.InRange(count, 1_800, 2_200));
        Assert.All([counts[0], counts[6]], count => Assert.InRange(count, 850, 1_150));
    }

    [Fact]
    public void A_zoom_magnifies_about_the_centre()
    {
        var image = new Image(4, 1, PixelFormat.Gray8, [0, 100, 200, 40]);
        RandomGenerator random = RandomGenerator.Create(5);
        // Source positions 0.75, 1.25, 1.75, 2.25.
        Assert.Equal([75, 125, 175, 160], new RandomZoom(2, 2).Apply(image, ref random).Pixels);
        // Source positions -1.5, 0.5, 2.5, 4.5.
        Assert.Equal([7, 50, 120, 7], new RandomZoom(0.5, 0.5, BorderMode.Constant, 7).Apply(image, ref random).Pixels);
    }

    [Fact]
    public void A_chain_in_one_warp_blurs_less_than_three()
    {
        Image image = RandomImages.Create(48, 48, PixelFormat.Gray8, noiseBits: 8, seed: 1);
        RandomGenerator random = RandomGenerator.Create(6);
        Image once = new RandomAffine(10, 0, 0, 0.9, 1.1, 5).Apply(image, ref random);
        Image thrice = new Compose(new RandomRotation(10), new RandomZoom(), new RandomAffine(0, 0, 0, 1, 1, 5)).Apply(image, ref random);
        Assert.True(Contrast(once) > 1.2 * Contrast(thrice));

        static double Contrast(Image image) => image.Pixels.Zip(image.Pixels.Skip(1), (a, b) => Math.Abs(a - b)).Average();
    }

    [Fact]
    public void Ranges_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(maxDegrees: 181));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(maxTranslateX: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(maxTranslateY: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(minScale: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(minScale: 1.2, maxScale: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(maxScale: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(maxShearX: 46));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(maxShearY: double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(border: (BorderMode)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomTranslation(maxX: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomZoom(maxScale: 11));
    }
}
