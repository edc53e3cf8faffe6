namespace Fer.Preprocessing.Tests;

public sealed class LightnessTests
{
    [Theory]
    [InlineData(LightnessSpace.Lab)]
    [InlineData(LightnessSpace.YCbCr)]
    public void Alpha_stays_and_the_colours_are_those_without_alpha(LightnessSpace space)
    {
        Image rgba = RandomImages.Create(20, 15, PixelFormat.Rgba32, 8, 1);
        foreach (IImageTransform transform in new IImageTransform[] { new ClaheTransform(space: space), new HistogramEqualization(space) })
        {
            Image equalized = transform.Apply(rgba);
            ImageAssert.Equal(transform.Apply(new RgbTransform().Apply(rgba)), new RgbTransform().Apply(equalized));
            for (int alpha = 3; alpha < rgba.Pixels.Length; alpha += 4)
                Assert.Equal(rgba.Pixels[alpha], equalized.Pixels[alpha]);
        }
    }

    [Fact]
    public void A_grey_picture_is_equalised_itself()
    {
        Image gray = RandomImages.Create(33, 29, PixelFormat.Gray8, 6, 2);
        var options = new ClaheOptions { ClipLimit = 5, TilesX = 3 };
        var expected = new Image(33, 29, PixelFormat.Gray8);
        new Clahe(options).Apply(gray.Pixels, expected.Pixels, 33, 29);
        ImageAssert.Equal(expected, new ClaheTransform(options).Apply(gray));
        HistogramEqualization.Apply(gray.Pixels, expected.Pixels, 33, 29);
        ImageAssert.Equal(expected, new HistogramEqualization().Apply(gray));
    }

    [Fact]
    public void One_transform_serves_many_threads()
    {
        var transform = new ClaheTransform();
        Image[] pictures = [.. Enumerable.Range(0, 64).Select(i => RandomImages.Create(20 + (i % 3), 30, PixelFormat.Rgb24, 7, (ulong)i))];
        Image[] expected = [.. pictures.Select(new ClaheTransform().Apply)];
        Parallel.For(0, pictures.Length, i => ImageAssert.Equal(expected[i], transform.Apply(pictures[i])));
    }

    [Fact]
    public void Global_equalisation_is_as_worked_by_hand()
    {
        // The darkest becomes 0, then 2 and 3 of the 3 others: 170 and 255.
        var output = new byte[4];
        HistogramEqualization.Apply([10, 20, 20, 30], output, 2, 2);
        Assert.Equal([0, 170, 170, 255], output);
    }
}
