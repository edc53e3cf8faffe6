using Fer.Preprocessing;

namespace Fer.ImageSharp.Tests;

/// <summary>ImageSharp beside the embedded codecs, on the fixtures of these.</summary>
public sealed class EmbeddedCodecsTests
{
    // ImageSharp's inverse DCT has fractions, libjpeg's and ours whole numbers.
    private const int JpegTolerance = 4;
    private const int MinPixels = 100;
    private const double MeanOfSubsampledJpeg = 12;

    private static readonly ImageSharpDecoder All = new(ImageSharpFormats.All);

    // Where ImageSharp 3.1 reads a file in another way than Pillow, libpng, netpbm and the embedded codecs do.
    private static readonly Dictionary<string, string> Differences = new()
    {
        ["gray-16-key.png"] = "transparent colours of 16 bits are ignored",
        ["rgb-16-key.png"] = "transparent colours of 16 bits are ignored",
        ["interlaced-1x8.png"] = "passes without pixels are not left out",
        ["interlaced-2x2.png"] = "passes without pixels are not left out",
        ["interlaced-3x1.png"] = "passes without pixels are not left out",
        ["interlaced-4x5.png"] = "passes without pixels are not left out",
        ["rle-4-delta.bmp"] = "pixels left out are black, not the first colour",
        ["rle-8-delta.bmp"] = "pixels left out are black, not the first colour",
        ["beyond-the-canvas.gif"] = "the canvas is not enlarged",
        ["offset.gif"] = "the rest of the canvas is not transparent",
        ["interlaced-2-rows.gif"] = "refused",
        ["interlaced-3-rows.gif"] = "refused",
        ["gray-101.pnm"] = "greatest values other than 255 and 65535 are not scaled",
        ["gray-999.pnm"] = "greatest values other than 255 and 65535 are not scaled",
        ["rgb-101.pnm"] = "greatest values other than 255 and 65535 are not scaled",
        ["rgb-999.pnm"] = "greatest values other than 255 and 65535 are not scaled",
        ["bitmap-without-spaces.pnm"] = "bits must have spaces between them",
        ["rgb-by-component-names.jpg"] = "components named R, G, B are taken for YCbCr",
        ["color-scans-restart.jpg"] = "restarts in scans of single components go wrong",
        ["color-scans-two.jpg"] = "colour in a scan of its own goes wrong",
        ["ratio-2-3.jpg"] = "components of two and three thirds of the size go wrong",
        ["color-quality-1-wide-tables.jpg"] = "levels far out of range are cut at other places",
    };

    public static TheoryData<string, string> LosslessFolders => [.. FixtureFiles.EmbeddedFolders.Where(row => row.Folder != "Jpeg")];

    [Theory]
    [MemberData(nameof(LosslessFolders))]
    public void Pixels_are_the_same_but_for_known_differences(string folder, string extension)
    {
        foreach (string name in FixtureFiles.ListEmbedded(folder, extension).Where(name => !IsKnown(name)))
        {
            byte[] file = FixtureFiles.ReadEmbedded(name);
            int tolerance = name.Contains("rgb-16", StringComparison.Ordinal) && folder == "Bmp" ? 1 : 0; // of 5 bits
            ImageAssert.SameToTheEye(ImageCodecs.Default.Decode(file), All.Decode(file), tolerance);
        }
    }

    [Fact]
    public void Jpegs_differ_by_rounding_and_where_colour_is_subsampled_by_its_smoothing()
    {
        List<string> tooFar = [];
        foreach (string name in FixtureFiles.ListEmbedded("Jpeg", ".jpg").Where(name => !IsKnown(name)))
        {
            byte[] file = FixtureFiles.ReadEmbedded(name);
            (Image expected, Image actual) = (ImageCodecs.Default.Decode(file), All.Decode(file));
            Assert.Equal((expected.Width, expected.Height, expected.Format), (actual.Width, actual.Height, actual.Format));
            int[] errors = [.. expected.Pixels.Zip(actual.Pixels, (theirs, ours) => Math.Abs(theirs - ours))];
            bool isWhole = name.Contains("gray", StringComparison.Ordinal) || name.Contains("444", StringComparison.Ordinal);
            bool isSmall = expected.Width * expected.Height < MinPixels; // all edges
            if (isWhole ? errors.Max() > JpegTolerance : errors.Average() > MeanOfSubsampledJpeg && !isSmall)
                tooFar.Add($"{name}: mean {errors.Average():F2}, greatest {errors.Max()}");
        }

        Assert.Empty(tooFar);
    }

    [Fact]
    public void Files_that_are_read_in_another_way_are_decoded_or_a_format_error()
    {
        string[] names = [.. FixtureFiles.EmbeddedNames.Where(IsKnown)];
        Assert.Equal(Differences.Keys.Order(), names.Select(Path.GetFileName).OfType<string>().Distinct().Order());
        foreach (string name in names)
        {
            try
            {
                Assert.NotEmpty(All.Decode(FixtureFiles.ReadEmbedded(name)).Pixels);
            }
            catch (ImageFormatException error)
            {
                Assert.Contains("ImageSharp", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_embedded_codecs_keep_their_formats()
    {
        ImageCodecs codecs = ImageCodecs.Default.With(new ImageSharpDecoder());
        foreach (string name in FixtureFiles.EmbeddedNames)
        {
            byte[] file = FixtureFiles.ReadEmbedded(name);
            ImageAssert.Equal(ImageCodecs.Default.Decode(file), codecs.Decode(file));
        }
    }

    private static bool IsKnown(string name) => Differences.ContainsKey(Path.GetFileName(name));
}
