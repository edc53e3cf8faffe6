using System.Collections.Concurrent;

namespace Fer.Preprocessing.Tests;

public sealed class ImageSampleSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1L << 30)]
    [InlineData(0)]
    public void Pictures_are_transformed_and_scaled_with_and_without_memory(long cacheBytes)
    {
        WritePictures(9);
        ImageSampleSource source = Create(new ImageSampleOptions { Transforms = [new Invert()], CacheBytes = cacheBytes, Threads = 3 });

        Assert.Equal(new TensorShape(1, 2, 2), source.InputShape);
        Assert.Equal(9, source.Count);
        Assert.Equal(["a", "b"], source.Classes);
        for (int i = 0; i < source.Count; i++)
        {
            Image image = TestPicture.Decode(source.Data.ReadBytes(i));
            Assert.Equal(image.Pixels.Select(pixel => (255 - pixel) / 255f), Load(source, i));
        }
    }

    [Fact]
    public void Each_picture_is_decoded_once()
    {
        WritePictures(5);
        int decoded = 0;
        ImageSampleSource source = ImageSampleSource.Create(
            _folder.Load().All,
            data =>
            {
                Interlocked.Increment(ref decoded);
                return TestPicture.Decode(data);
            },
            new ImageSampleOptions { InputShape = new TensorShape(1, 2, 2) },
            cancellationToken: TestContext.Current.CancellationToken);
        Load(source, 0);
        Load(source, 4, epoch: 1);
        Assert.Equal(5, decoded);
    }

    [Theory]
    [InlineData(1L << 30)]
    [InlineData(0)]
    public void Pictures_decoded_into_memory_used_again_have_the_same_bits(long cacheBytes)
    {
        for (int i = 0; i < 40; i++)
        {
            Image photo = RandomImages.Create(24 + (i % 3), 20, PixelFormat.Rgb24, noiseBits: 4, seed: (ulong)i);
            string file = $"{(i % 2 == 0 ? "a" : "b")}/{i:D3}.{(i % 5 == 0 ? "png" : "jpg")}";
            ImageCodecs.Default.Save(Path.Combine(_folder.Root, file), photo);
        }

        ImageCodecs.Default.Save(Path.Combine(_folder.Root, "a/as it is.png"), new Image(12, 10, PixelFormat.Gray8));
        var pool = new PixelPool();
        int again = 0;
        var known = new ConcurrentDictionary<byte[], bool>();
        var options = new ImageSampleOptions
        {
            Transforms = [new GrayscaleTransform(), new ResizeTransform(12, 10)],
            CacheBytes = cacheBytes,
            Threads = 3,
        };
        ImageSampleSource plain = Create(options, data => ImageCodecs.Default.Decode(data.Span));
        ImageSampleSource pooled = Create(options with { PixelPool = pool }, data =>
        {
            Image decoded = ImageCodecs.Default.Decode(data.Span, new ImageDecoderOptions { PixelPool = pool });
            if (!known.TryAdd(decoded.Pixels, true))
                Interlocked.Increment(ref again);
            return decoded;
        });
        for (int i = 0; i < plain.Count; i++)
            Assert.Equal(plain.Picture(i).Pixels, pooled.Picture(i).Pixels);
        Assert.True(again > 20, $"Memory was used again {again} times.");
    }

    [Fact]
    public void Augmentation_depends_on_seed_epoch_and_identity_alone()
    {
        WritePictures(8);
        ImageSampleOptions options = new() { Augmentations = [new AddNoise()], Seed = 5 };
        ImageSampleSource source = Create(options);

        Assert.Equal(Load(source, 3, epoch: 2), Load(source, 3, epoch: 2));
        Assert.NotEqual(Load(source, 3, epoch: 2), Load(source, 3, epoch: 3));
        Assert.NotEqual(Load(source, 3, epoch: 2), Load(Create(options with { Seed = 6 }), 3, epoch: 2));
        Assert.Equal(Load(source, 3, epoch: 2), Load(Create(options with { CacheBytes = 0 }), 3, epoch: 2));

        ImageSampleSource part = source.Subset([6, 3]);
        Assert.Equal([source.Ids[6], source.Ids[3]], part.Ids);
        Assert.Equal([source.Labels[6], source.Labels[3]], part.Labels);
        Assert.Equal(Load(source, 3, epoch: 2), Load(part, 1, epoch: 2));
        Assert.Equal(Load(source, 6, epoch: 2), Load(part.Subset([0]), 0, epoch: 2));
    }

    [Theory]
    [InlineData(1L << 30)]
    [InlineData(0)]
    public void Only_the_classes_asked_for_are_augmented(long cacheBytes)
    {
        WritePictures(8);
        ImageSampleSource plain = Create(new ImageSampleOptions());
        ImageSampleSource all = Create(new ImageSampleOptions { Augmentations = [new AddNoise()] });
        ImageSampleSource some = Create(
            new ImageSampleOptions { Augmentations = [new AddNoise()], AugmentedClasses = ["b"], CacheBytes = cacheBytes });
        Assert.Equal(["a", "b"], some.Labels.Select(label => some.Classes[label]).Distinct());
        for (int i = 0; i < some.Count; i++)
            Assert.Equal(Load(some.Classes[some.Labels[i]] == "b" ? all : plain, i, epoch: 3), Load(some, i, epoch: 3));
        ImageSampleSource part = some.Subset([7, 0]);
        Assert.Equal(Load(some, 7, epoch: 1), Load(part, 0, epoch: 1));
        AssertFails(new ImageSampleOptions { AugmentedClasses = ["b", "joy"] }, "'joy'", "a, b");
    }

    [Fact]
    public void Augmentations_may_change_the_size_of_all_pictures_alike()
    {
        WritePictures(4);
        var crop = new RandomCrop(1, 2);
        ImageSampleSource source = Create(new ImageSampleOptions { Augmentations = [crop] });
        Assert.Equal(new TensorShape(1, 2, 1), source.InputShape);
        Assert.Equal(new TensorShape(1, 2, 1), source.Subset([2]).InputShape);
        Assert.Equal(2, Load(source, 3).Length);

        source = Create(new ImageSampleOptions { Augmentations = [crop], AugmentedClasses = ["a"] });
        int other = source.Labels.ToList().IndexOf(1);
        string message = Assert.Throws<DatasetException>(() => Load(source, other)).Message;
        Assert.Contains("1x2x2", message, StringComparison.Ordinal);
        Assert.Contains("1x2x1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_that_load_at_once_get_the_same_values()
    {
        WritePictures(8);
        ImageSampleSource source = Create(new ImageSampleOptions { Augmentations = [new AddNoise()] });
        float[][] expected = [.. Enumerable.Range(0, 400).Select(i => Load(source, i % 8, i / 8))];
        var loaded = new float[400][];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken };
        Parallel.For(0, 400, options, i => loaded[i] = Load(source, i % 8, i / 8));
        Assert.Equal(expected, loaded);
    }

    [Fact]
    public void Loading_without_augmentation_allocates_nothing()
    {
        WritePictures(2);
        ImageSampleSource source = Create(new ImageSampleOptions());
        var values = new float[4];
        source.Load(0, 0, values);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int epoch = 0; epoch < 100; epoch++)
            source.Load(1, epoch, values);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Differing_sizes_are_an_error_that_names_the_first(int threads)
    {
        WritePictures(9);
        _folder.Write("a/005.png", new Image(3, 4, PixelFormat.Gray8));
        _folder.Write("b/007.png", new Image(5, 5, PixelFormat.Gray8));
        string message = Assert.Throws<DatasetException>(() => Create(new ImageSampleOptions { Threads = threads })).Message;
        Assert.Contains("005.png: is 3x4", message, StringComparison.Ordinal);
        Assert.Contains("000.png is 2x2", message, StringComparison.Ordinal);
        Assert.Contains("resize", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_that_the_network_needs_is_checked()
    {
        WritePictures(2);
        AssertFails(new ImageSampleOptions { InputShape = new TensorShape(1, 48, 48) }, "is 2x2", "48x48", "resize");
        AssertFails(new ImageSampleOptions { InputShape = new TensorShape(3, 2, 2) }, "1 channel", "3 channels", "convert");
        AssertFails(new ImageSampleOptions { Normalization = Normalization.ImageNet }, "channels is 1", "for 3");
    }

    [Fact]
    public void Unreadable_and_missing_pictures_are_named()
    {
        WritePictures(2);
        ImageDataset data = _folder.Load().All;
        string bad = _folder.Write("b/bad.png", [1, 2, 3]);
        Assert.Contains(bad, Assert.Throws<ImageFormatException>(() => Create(new ImageSampleOptions())).Message, StringComparison.Ordinal);
        File.Delete(data.Files[1]);
        DatasetException error = Assert.Throws<DatasetException>(() => ImageSampleSource.Create(
            data, TestPicture.Decode, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(data.Files[1], error.Message, StringComparison.Ordinal);
        Assert.Throws<DatasetException>(() => ImageSampleSource.Create(
            data.Subset([]), TestPicture.Decode, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_source_can_be_split()
    {
        WritePictures(20);
        var training = new TrainingSplit<ImageDataset>(_folder.Load().All);
        DataSplits<ImageSampleSource> splits = StratifiedSplit.ByFraction(
            training.Map(data => ImageSampleSource.Create(
                data, TestPicture.Decode, cancellationToken: TestContext.Current.CancellationToken)), 0.2, seed: 1);
        Assert.Equal(16, splits.Training.Data.Count);
        Assert.Equal(4, splits.Evaluation.Data.Count);
    }

    private void WritePictures(int count)
    {
        for (int i = 0; i < count; i++)
            _folder.Write($"{(i % 2 == 0 ? "a" : "b")}/{i:D3}.png", (byte)(i * 9));
    }

    private ImageSampleSource Create(ImageSampleOptions options) => Create(options, TestPicture.Decode);

    private ImageSampleSource Create(ImageSampleOptions options, Func<ReadOnlyMemory<byte>, Image> decode) => ImageSampleSource.Create(
        _folder.Load().All, decode, options, cancellationToken: TestContext.Current.CancellationToken);

    private void AssertFails(ImageSampleOptions options, params string[] parts)
    {
        DatasetException error = Assert.Throws<DatasetException>(() => Create(options));
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static float[] Load(ImageSampleSource source, int index, int epoch = 0)
    {
        var values = new float[source.InputShape.Size];
        source.Load(index, epoch, values);
        return values;
    }

    private sealed class Invert : IImageTransform
    {
        public Image Apply(Image image) =>
            new(image.Width, image.Height, image.Format, [.. image.Pixels.Select(pixel => (byte)(255 - pixel))]);
    }

    private sealed class AddNoise : IImageAugmentation
    {
        public Image Apply(Image image, ref RandomGenerator random)
        {
            var noisy = (byte[])image.Pixels.Clone();
            for (int i = 0; i < noisy.Length; i++)
                noisy[i] ^= (byte)random.Next(256);
            return new Image(image.Width, image.Height, image.Format, noisy);
        }
    }
}
