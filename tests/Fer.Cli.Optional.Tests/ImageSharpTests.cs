using Fer.ImageSharp;
using Fer.Preprocessing;

namespace Fer.Cli.Optional.Tests;

/// <summary>The command reads and writes what ImageSharp knows.</summary>
public sealed class ImageSharpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("webp")]
    [InlineData("tif")]
    [InlineData("tga")]
    [InlineData("qoi")]
    public void A_picture_goes_through_a_format_and_back(string extension)
    {
        TestPictures.Write(_folder["data"], perClass: 1, classes: 1);
        string png = Directory.GetFiles(_folder["data"], "*.png", SearchOption.AllDirectories).Single();
        string other = _folder[$"other.{extension}"], back = _folder["back.png"];
        FerProcess.Run("convert", png, other).Succeeded();
        FerProcess.Run("convert", other, back, "--gray").Succeeded();
        Assert.Equal(ImageCodecs.Default.Load(png).Pixels, new GrayscaleTransform().Apply(ImageCodecs.Default.Load(back)).Pixels);
    }

    [Fact]
    public void A_network_learns_from_WebP_files()
    {
        TestPictures.Write(_folder["png"], perClass: 6);
        ImageCodecs codecs = ImageCodecs.Default.With(ImageSharpEncoder.LosslessWebP);
        foreach (string file in Directory.GetFiles(_folder["png"], "*.png", SearchOption.AllDirectories))
        {
            string id = Path.ChangeExtension(Path.GetRelativePath(_folder["png"], file), ".webp");
            codecs.Save(Path.Combine(_folder["webp"], id), codecs.Load(file));
        }

        FerProcess.Run("train", _folder["webp"], "--out", _folder["run"], "--epochs", "1", "--batch", "4").Succeeded();
        string picture = Directory.GetFiles(_folder["webp"], "*.webp", SearchOption.AllDirectories).First();
        Assert.Contains(".webp", FerProcess.Run("predict", _folder["run"], picture).Succeeded().Output, StringComparison.Ordinal);
    }
}
