namespace Fer.Preprocessing.Tests;

public sealed class ContentHashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Hashes_are_sha256() =>
        // The first example of FIPS 180-2.
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ContentHash.OfBytes("abc"u8));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Files_are_hashed_in_order_with_progress(int threads)
    {
        for (int i = 0; i < 250; i++)
            _folder.Write($"{(i % 2 == 0 ? "happy" : "sad")}/{i}.png", (byte)i);
        ImageDataset data = _folder.Load().All;
        var reports = new List<ItemProgress>();

        string[] hashes = ContentHash.OfFiles(data, threads, new ListProgress(reports), TestContext.Current.CancellationToken);

        Assert.Equal(data.Files.Select(file => ContentHash.OfBytes(File.ReadAllBytes(file))), hashes);
        Assert.Equal(new ItemProgress(250, 250), reports[^1]);
        Assert.Equal(reports.Select(report => report.Done).Order(), reports.Select(report => report.Done));
    }

    [Fact]
    public void The_first_missing_file_is_named_on_any_number_of_threads()
    {
        for (int i = 0; i < 64; i++)
            _folder.Write($"a/{i:D3}.png", (byte)i);
        ImageDataset data = _folder.Load().All;
        foreach (int i in new[] { 17, 40, 63 })
            File.Delete(data.Files[i]);
        foreach (int threads in new[] { 1, 2, 8 })
        {
            DatasetException error = Assert.Throws<DatasetException>(
                () => ContentHash.OfFiles(data, threads, cancellationToken: TestContext.Current.CancellationToken));
            Assert.Contains("017.png", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Hashing_can_be_cancelled()
    {
        _folder.Write("a/1.png", 1);
        ImageDataset data = _folder.Load().All;
        Assert.ThrowsAny<OperationCanceledException>(
            () => ContentHash.OfFiles(data, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_fingerprint_depends_on_ids_contents_and_order()
    {
        _folder.Write("a/1.png", 1);
        _folder.Write("b/2.png", 2);
        ImageDataset data = _folder.Load().All;
        string[] fingerprints =
        [
            ContentHash.Fingerprint(data, ["x", "y"]),
            ContentHash.Fingerprint(data, ["y", "x"]),
            ContentHash.Fingerprint(data.Subset([1, 0]), ["x", "y"]),
            ContentHash.Fingerprint(data.Subset([0]), ["x"]),
        ];
        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
        Assert.Equal(fingerprints[0], ContentHash.Fingerprint(_folder.Load().All, ["x", "y"]));
    }

    [Fact]
    public void Pixels_hash_alike_in_any_layout_that_shows_the_same()
    {
        string gray = ContentHash.OfPixels(new Image(2, 1, PixelFormat.Gray8, [5, 9]));
        Assert.Equal(gray, ContentHash.OfPixels(new Image(2, 1, PixelFormat.Rgb24, [5, 5, 5, 9, 9, 9])));
        Assert.Equal(gray, ContentHash.OfPixels(new Image(2, 1, PixelFormat.Rgba32, [5, 5, 5, 255, 9, 9, 9, 255])));
        Assert.NotEqual(gray, ContentHash.OfPixels(new Image(1, 2, PixelFormat.Gray8, [5, 9])));
        Assert.NotEqual(gray, ContentHash.OfPixels(new Image(2, 1, PixelFormat.Rgba32, [5, 5, 5, 255, 9, 9, 9, 254])));

        string colour = ContentHash.OfPixels(new Image(1, 1, PixelFormat.Rgb24, [1, 2, 3]));
        Assert.Equal(colour, ContentHash.OfPixels(new Image(1, 1, PixelFormat.Rgba32, [1, 2, 3, 255])));
        Assert.NotEqual(colour, ContentHash.OfPixels(new Image(3, 1, PixelFormat.Gray8, [1, 2, 3])));
    }

    private sealed class ListProgress(List<ItemProgress> reports) : IProgress<ItemProgress>
    {
        public void Report(ItemProgress value) => reports.Add(value);
    }
}
