namespace Fer.Preprocessing.Tests;

/// <summary>What every encoder of the package must do, found by reflection.</summary>
public sealed class ImageEncoderConformanceTests
{
    public static TheoryData<string> Encoders => [.. FindEncoders().Select(encoder => encoder.FormatName)];

    public static TheoryData<string, PixelFormat> EncodersAndFormats =>
        [.. from name in Encoders.Select(row => row.Data) from format in Enum.GetValues<PixelFormat>() select (name, format)];

    [Theory]
    [MemberData(nameof(Encoders))]
    public void It_is_among_the_default_codecs_with_extensions_of_its_own(string name)
    {
        IImageEncoder encoder = Find(name);
        Assert.Contains(ImageCodecs.Default.Encoders, known => known.GetType() == encoder.GetType());
        Assert.NotEmpty(encoder.Extensions);
        Assert.StartsWith("image/", encoder.MediaType, StringComparison.Ordinal);
        foreach (string extension in encoder.Extensions)
        {
            Assert.Matches("^[.][a-z]+$", extension);
            Assert.Single(ImageCodecs.Default.Encoders, other => other.Extensions.Contains(extension));
        }
    }

    [Theory]
    [MemberData(nameof(EncodersAndFormats))]
    public void A_picture_is_written_so_that_it_is_read_again_or_refused_before_anything_is_written(string name, PixelFormat format)
    {
        foreach ((int width, int height) in ((int, int)[])[(1, 1), (1, 9), (16, 16), (17, 23)])
        {
            Image image = Smooth(width, height, format);
            using var stream = new MemoryStream();
            try
            {
                Find(name).Encode(image, stream);
            }
            catch (FerException)
            {
                Assert.NotEqual(name == "PGM" ? PixelFormat.Gray8 : PixelFormat.Rgb24, format); // what nobody may refuse
                Assert.Equal(0, stream.Length);
                continue;
            }

            Assert.Single(ImageCodecs.Default.Decoders, decoder => decoder.Recognizes(stream.ToArray()));
            AssertClose(image, ImageCodecs.Default.Decode(stream.ToArray()));
        }
    }

    [Theory]
    [MemberData(nameof(EncodersAndFormats))]
    public void An_opaque_picture_without_colour_is_written_the_same_every_time_and_stays_as_it_is(string name, PixelFormat format)
    {
        if (name == "PGM" && format != PixelFormat.Gray8)
            return;
        var image = new Image(9, 8, format);
        image.Pixels.AsSpan().Fill(255);
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        Find(name).Encode(image, first);
        Find(name).Encode(image, second);
        Assert.Equal(first.ToArray(), second.ToArray());
        Assert.All(image.Pixels, value => Assert.Equal(255, value));
        Assert.All(ImageCodecs.Default.Decode(first.ToArray()).Pixels, value => Assert.Equal(255, value));
    }

    [Theory]
    [MemberData(nameof(Encoders))]
    public void Nothing_is_written_for_nothing(string name)
    {
        Assert.Throws<ArgumentNullException>(() => Find(name).Encode(null!, new MemoryStream()));
        Assert.Throws<ArgumentNullException>(() => Find(name).Encode(new Image(1, 1, PixelFormat.Gray8), null!));
    }

    private static IEnumerable<IImageEncoder> FindEncoders() =>
        typeof(ImageCodecs).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IImageEncoder)) && !type.IsAbstract)
            .Select(type => (IImageEncoder)Activator.CreateInstance(type)!);

    private static IImageEncoder Find(string name) => FindEncoders().Single(encoder => encoder.FormatName == name);

    // Grey in all colour channels, and with every alpha.
    private static Image Smooth(int width, int height, PixelFormat format)
    {
        var image = new Image(width, height, format);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(i % image.Channels == 3 ? i * 3 : (i / image.Channels * 5 / width) + 40);
        return image;
    }

    private static void AssertClose(Image expected, Image actual)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        for (int i = 0; i < expected.Width * expected.Height; i++)
        {
            byte level = expected.Pixels[i * expected.Channels];
            Assert.InRange(actual.Pixels[i * actual.Channels], level - 6, level + 6);
        }
    }
}
