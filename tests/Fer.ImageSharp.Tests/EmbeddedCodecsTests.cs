using Fer.Preprocessing;

namespace Fer.ImageSharp.Tests;

/// <summary>ImageSharp beside the embedded codecs, on the files of both.</summary>
public sealed class EmbeddedCodecsTests
{
    private const int JpegTolerance = 4;

    private static readonly ImageSharpDecoder All = new(ImageSharpFormats.All);

    public static TheoryData<string, string> Folders => new()
    {
        { "Png", ".png" }, { "Bmp", ".bmp" }, { "Gif", ".gif" }, { "Pnm", ".pnm" }, { "PnmText", ".pnm" }, { "Jpeg", ".jpg" },
    };

    [Theory]
    [MemberData(nameof(Folders))]
    public void Pixels_are_the_same(string folder, string extension)
    {
        List<string> differences = [];
        foreach (string name in FixtureFiles.ListEmbedded(folder, extension))
        {
            byte[] file = FixtureFiles.ReadEmbedded(name);
            try
            {
                ImageAssert.SameToTheEye(ImageCodecs.Default.Decode(file), All.Decode(file), folder == "Jpeg" ? JpegTolerance : 0);
            }
            catch (Exception error)
            {
                differences.Add($"{name}: {error.Message.ReplaceLineEndings(" ")}");
            }
        }

        Assert.Empty(differences);
    }
}
