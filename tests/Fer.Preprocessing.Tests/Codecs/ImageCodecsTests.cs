namespace Fer.Preprocessing.Tests;

public sealed class ImageCodecsTests : IDisposable
{
    private static readonly ImageCodecs Codecs = ImageCodecs.Default;

    private readonly string _folder = Directory.CreateTempSubdirectory("fer-codecs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_saved_picture_is_loaded_again()
    {
        string path = Path.Combine(_folder, "new", "picture.PNG");
        Image image = RandomImages.Create(12, 9, PixelFormat.Rgb24, 4, 1);
        Codecs.Save(path, image);
        ImageAssert.Equal(image, Codecs.Load(path));
        Assert.Equal(new ImageInfo("PNG", 12, 9, PixelFormat.Rgb24), Codecs.Identify(path));
    }

    [Fact]
    public void Content_decides_the_format_and_not_the_name()
    {
        string path = WriteFile("really-a-png.jpg", FixtureFiles.Read("Png/rgb-8.png"));
        ImageAssert.Equal(FixtureFiles.ReadPixels("Png/rgb-8.png"), Codecs.Load(path));
    }

    [Fact]
    public void A_text_file_with_a_picture_name_is_told_as_what_it_is()
    {
        string path = WriteFile("note.jpg", "Please find the picture attached."u8.ToArray());
        foreach (Action read in (Action[])[() => Codecs.Load(path), () => Codecs.Identify(path)])
        {
            string message = Assert.Throws<ImageFormatException>(read).Message;
            Assert.StartsWith($"{path}: ", message, StringComparison.Ordinal);
            Assert.Contains("the text \"Please find the \"", message, StringComparison.Ordinal);
            Assert.Contains("JPEG, PNG", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_empty_file_is_told_as_such()
    {
        string path = WriteFile("empty.jpg", []);
        Assert.Equal($"{path}: The file is empty.", Assert.Throws<ImageFormatException>(() => Codecs.Load(path)).Message);
    }

    [Fact]
    public void A_truncated_file_is_named_with_the_reason()
    {
        string path = WriteFile("half.jpg", FixtureFiles.Read("Jpeg/gray.jpg")[..^50]);
        string message = Assert.Throws<ImageFormatException>(() => Codecs.Load(path)).Message;
        Assert.StartsWith($"{path}: ", message, StringComparison.Ordinal);
        Assert.Contains("truncated", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_or_a_folder_is_an_error_that_names_it()
    {
        foreach (string path in (string[])[Path.Combine(_folder, "absent.png"), _folder])
        {
            foreach (Action read in (Action[])[() => Codecs.Load(path), () => Codecs.Identify(path)])
                Assert.StartsWith($"{path}: cannot be read", Assert.Throws<FerException>(read).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_unknown_extension_is_refused_before_anything_is_written()
    {
        string path = Path.Combine(_folder, "picture.webp");
        var error = Assert.Throws<FerException>(() => Codecs.Save(path, new Image(1, 1, PixelFormat.Gray8)));
        Assert.Contains("Choose one of .png", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Limits_reach_the_decoder()
    {
        string path = WriteFile("picture.png", FixtureFiles.Read("Png/rgb-8.png"));
        Assert.Throws<ImageFormatException>(() => Codecs.Load(path, new ImageDecoderOptions { MaxPixels = 10 }));
    }

    [Fact]
    public void A_decoder_and_an_encoder_of_ones_own_can_be_added()
    {
        ImageCodecs extended = Codecs.With((IImageDecoder)new OnePixelFormat()).With((IImageEncoder)new OnePixelFormat());
        string path = Path.Combine(_folder, "dot.one");
        extended.Save(path, new Image(1, 1, PixelFormat.Gray8, [99]));
        Assert.Equal([99], extended.Load(path).Pixels);
        Assert.Throws<ImageFormatException>(() => Codecs.Load(path));
    }

    private string WriteFile(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private sealed class OnePixelFormat : IImageDecoder, IImageEncoder
    {
        public string FormatName => "One";

        public string MediaType => "image/x-one";

        public IReadOnlyList<string> Extensions => [".one"];

        public bool Recognizes(ReadOnlySpan<byte> data) => data.StartsWith("ONE"u8);

        public ImageInfo Identify(ReadOnlySpan<byte> data) => new(FormatName, 1, 1, PixelFormat.Gray8);

        public Image Decode(ReadOnlySpan<byte> data, ImageDecoderOptions? options = null) => new(1, 1, PixelFormat.Gray8, [data[3]]);

        public void Encode(Image image, Stream destination)
        {
            destination.Write("ONE"u8);
            destination.Write(image.Pixels);
        }
    }
}
