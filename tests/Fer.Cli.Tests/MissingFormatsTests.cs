namespace Fer.Cli.Tests;

/// <summary>A picture that only a build with ImageSharp reads is named, with the way to such a build.</summary>
public sealed class MissingFormatsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("WebP", "524946460000000057454250")]
    [InlineData("TIFF", "49492A0008000000")]
    [InlineData("TIFF", "4D4D002B00080000")]
    [InlineData("QOI", "716F696600000001")]
    public void It_is_named_with_the_way_out(string format, string bytes)
    {
        Directory.CreateDirectory(_folder["."]);
        File.WriteAllBytes(_folder["face.png"], Convert.FromHexString(bytes));
        FerProcess.Run("convert", _folder["face.png"], _folder["out.png"]).Refused("face.png", format, "-p:ImageSharp=true", "PNG");
        Assert.False(File.Exists(_folder["out.png"]));
    }
}
