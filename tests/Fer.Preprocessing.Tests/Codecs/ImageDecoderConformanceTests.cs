namespace Fer.Preprocessing.Tests;

/// <summary>What every decoder of the package must do, found by reflection: a new decoder needs only a folder of fixtures.</summary>
public sealed class ImageDecoderConformanceTests
{
    private const int MutantsPerFile = 60;

    private static readonly ImageDecoderOptions SmallPictures = new() { MaxPixels = 1_000_000 };

    private static readonly Dictionary<string, (string Folder, string Extension)> Fixtures = new()
    {
        ["JPEG"] = ("Jpeg", ".jpg"),
        ["PNG"] = ("Png", ".png"),
        ["BMP"] = ("Bmp", ".bmp"),
        ["GIF"] = ("Gif", ".gif"),
        ["PNM"] = ("Pnm", ".pnm"),
    };

    public static TheoryData<string> Decoders => [.. FindDecoders().Select(decoder => decoder.FormatName)];

    [Theory]
    [MemberData(nameof(Decoders))]
    public void It_is_among_the_default_codecs_and_recognizes_its_own_files_only(string format)
    {
        IImageDecoder decoder = Find(format);
        Assert.Contains(ImageCodecs.Default.Decoders, known => known.GetType() == decoder.GetType());
        foreach (string other in Fixtures.Keys)
        {
            foreach (byte[] file in Files(other))
                Assert.Equal(other == format, decoder.Recognizes(file.AsSpan(0, Math.Min(file.Length, 16))));
        }
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void It_identifies_what_it_decodes(string format)
    {
        IImageDecoder decoder = Find(format);
        foreach (byte[] file in Files(format))
        {
            Image image = decoder.Decode(file);
            Assert.Equal(new ImageInfo(format, image.Width, image.Height, image.Format), decoder.Identify(file));
        }
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Empty_input_text_and_noise_are_format_errors(string format)
    {
        IImageDecoder decoder = Find(format);
        byte[] noise = new byte[1000];
        var random = RandomGenerator.Create(1);
        foreach (ref byte value in noise.AsSpan())
            value = (byte)random.Next(256);
        byte[] start = Files(format).First()[..8];
        foreach (byte[] data in (byte[][])[[], [0xFF], noise, [.. start, .. noise], "This is not a picture."u8.ToArray()])
        {
            Assert.Throws<ImageFormatException>(() => decoder.Decode(data));
            Assert.Throws<ImageFormatException>(() => decoder.Identify(data));
        }
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void A_file_cut_at_any_byte_is_a_format_error(string format)
    {
        IImageDecoder decoder = Find(format);
        foreach (byte[] file in Files(format))
        {
            for (int length = 0; length < file.Length; length++)
                Assert.Throws<ImageFormatException>(() => decoder.Decode(file.AsSpan(0, length)));
        }
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void A_damaged_file_is_decoded_or_a_format_error_and_nothing_else(string format)
    {
        IImageDecoder decoder = Find(format);
        var random = RandomGenerator.Create(2);
        int refused = 0;
        int decoded = 0;
        foreach (byte[] file in Files(format))
        {
            for (int i = 0; i < MutantsPerFile; i++)
            {
                byte[] mutant = FileMutator.Mutate(file, file, ref random);
                if (format == "PNG" && i % 4 != 0 && mutant.Length > PngFile.SignatureLength)
                    mutant = PngFile.Build(mutant, PngFile.Chunks(mutant));
                try
                {
                    decoder.Decode(mutant, SmallPictures);
                    decoded++;
                }
                catch (ImageFormatException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > 100 && decoded > 50, $"The damage is too light or too heavy: {refused} refused, {decoded} decoded.");
    }

    private static IEnumerable<IImageDecoder> FindDecoders() =>
        typeof(ImageCodecs).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IImageDecoder)) && !type.IsAbstract)
            .Select(type => (IImageDecoder)Activator.CreateInstance(type)!);

    private static IImageDecoder Find(string format) => FindDecoders().Single(decoder => decoder.FormatName == format);

    private static IEnumerable<byte[]> Files(string format) =>
        FixtureFiles.List(Fixtures[format].Folder, Fixtures[format].Extension).Select(FixtureFiles.Read);
}
