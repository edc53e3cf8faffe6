namespace Fer.Preprocessing.Tests;

/// <summary>Pictures balanced by samplers, from files to network inputs.</summary>
public sealed class ResampledImageSourceTests : IDisposable
{
    private static readonly int[] Counts = [14, 9, 7];

    private readonly TemporaryFolder _folder = new();

    public ResampledImageSourceTests()
    {
        for (int c = 0; c < Counts.Length; c++)
        {
            for (int n = 0; n < Counts[c]; n++)
            {
                var image = new Image(6, 5, PixelFormat.Gray8);
                RandomGenerator random = RandomGenerator.Create(1, (ulong)c, (ulong)n);
                for (int i = 0; i < image.Pixels.Length; i++)
                    image.Pixels[i] = (byte)random.Next(256);
                ImageCodecs.Default.Save(Path.Combine(_folder.Root, $"c{c}", $"{n}.png"), image);
            }
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SMOTE_adds_pictures_between_two_of_the_class_rounded_to_8_bits()
    {
        ImageSampleSource pictures = Load();
        ResampledImageSource balanced = Resample(pictures, new Smote { Seed = 3 });
        Assert.Equal([14, 14, 14], balanced.CountPerClass());
        for (int i = 0; i < pictures.Count; i++)
            Assert.Same(pictures.Picture(i), balanced.Picture(i));
        for (int i = pictures.Count; i < balanced.Count; i++)
        {
            string[] parents = balanced.Ids[i].Split('#')[0].Split('+');
            Image from = pictures.Picture(Position(pictures, parents[0])), to = pictures.Picture(Position(pictures, parents[1]));
            Assert.StartsWith($"c{balanced.Labels[i]}/", parents[0], StringComparison.Ordinal);
            Assert.StartsWith($"c{balanced.Labels[i]}/", parents[1], StringComparison.Ordinal);
            byte[] made = balanced.Picture(i).Pixels;
            Assert.NotEqual(from.Pixels, made);

            // One gap serves all pixels: the first that differs much tells it, to within the rounding.
            int widest = Enumerable.Range(0, made.Length).MaxBy(p => Math.Abs(to.Pixels[p] - from.Pixels[p]));
            double gap = (double)(made[widest] - from.Pixels[widest]) / (to.Pixels[widest] - from.Pixels[widest]);
            for (int p = 0; p < made.Length; p++)
                Assert.InRange(made[p] - (from.Pixels[p] + (gap * (to.Pixels[p] - from.Pixels[p]))), -1.5, 1.5);
        }
    }

    [Fact]
    public void Pictures_beyond_the_budget_are_made_at_each_load_with_the_same_bits()
    {
        var options = new ImageSampleOptions { Augmentations = [new HorizontalFlip(), new RandomRotation()], Seed = 5 };
        ResampledImageSource kept = Resample(Load(), new Smote { Seed = 3 }, options);
        ResampledImageSource remade = Resample(Load(), new Smote { Seed = 3 }, options with { CacheBytes = 1, Threads = 3 });
        var (first, second) = (new float[30], new float[30]);
        int variants = 0;
        for (int i = 0; i < kept.Count; i++)
        {
            kept.Load(i, epoch: 2, first);
            remade.Load(i, epoch: 2, second);
            Assert.Equal(first, second);
            kept.Load(i, epoch: 3, second);
            variants += first.SequenceEqual(second) ? 0 : 1;
        }

        Assert.Equal(kept.Ids, remade.Ids);
        Assert.True(variants > kept.Count * 3 / 4, "The pictures are not augmented anew in each epoch.");
    }

    [Theory]
    [InlineData(1L << 30)]
    [InlineData(0)]
    public void Only_the_classes_asked_for_are_augmented(long cacheBytes)
    {
        var options = new ImageSampleOptions { Augmentations = [new RandomRotation(90)], Seed = 5, CacheBytes = cacheBytes };
        ResampledImageSource plain = Resample(Load(), new Smote { Seed = 3 });
        ResampledImageSource all = Resample(Load(), new Smote { Seed = 3 }, options);
        ResampledImageSource some = Resample(Load(), new Smote { Seed = 3 }, options with { AugmentedClasses = ["c2", "c1"] });
        for (int i = 0; i < some.Count; i++)
        {
            float[] expected = Load(some.Labels[i] == 0 ? plain : all, i, epoch: 1);
            Assert.Equal(expected, Load(some, i, epoch: 1));
        }

        Assert.NotEqual(Load(plain, some.Count - 1, epoch: 1), Load(some, some.Count - 1, epoch: 1));
        string message = Assert.Throws<DatasetException>(
            () => Resample(Load(), new Smote(), options with { AugmentedClasses = ["c1", "joy"] })).Message;
        Assert.Contains("'joy'", message, StringComparison.Ordinal);
        Assert.Contains("c0, c1, c2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Soft_targets_are_those_of_the_pictures_that_a_picture_was_made_of()
    {
        ImageDataset data = ImageFolder.Load(_folder.Root, Stop).All;
        var targets = new float[data.Count * 3];
        for (int i = 0; i < data.Count; i++)
        {
            float share = 0.5f + (i % 5 * 0.1f);
            targets[i * 3 + data.Labels[i]] = share;
            targets[i * 3 + (data.Labels[i] + 1) % 3] = 1 - share;
        }

        ImageSampleSource pictures = Load(new ImageDataset(data.Classes, data.Labels, data.Ids, data.Sources) { Targets = targets });
        ResampledImageSource copies = Resample(pictures, new RandomOverSampler { Seed = 2 });
        for (int i = 0; i < copies.Count; i++)
            Assert.Equal(Target(pictures, Position(pictures, copies.Ids[i].Split('#')[0])), Target(copies, i));

        ResampledImageSource between = Resample(pictures, new Smote { Seed = 3 });
        for (int i = pictures.Count; i < between.Count; i++)
        {
            string[] parents = between.Ids[i].Split('#')[0].Split('+');
            float[] from = Target(pictures, Position(pictures, parents[0])), to = Target(pictures, Position(pictures, parents[1]));
            int label = between.Labels[i];
            Assert.InRange(Target(between, i)[label], Math.Min(from[label], to[label]), Math.Max(from[label], to[label]));
            Assert.Equal(1, Target(between, i).Sum(), 1e-6f);
        }

        ResampledImageSource centroids = Resample(pictures, new ClusterCentroids { Seed = 4 });
        int largest = Enumerable.Range(0, centroids.Count).MaxBy(i => centroids.Ids[i].Count(c => c == '+'));
        float[][] members = [.. centroids.Ids[largest].Split('#')[0].Split('+').Select(id => Target(pictures, Position(pictures, id)))];
        Assert.True(members.Length > 1, "No centroid is of several pictures.");
        for (int c = 0; c < 3; c++)
            Assert.Equal(members.Average(member => member[c]), Target(centroids, largest)[c], 1e-6f);

        Assert.Equal([0, 1, 0], Target(Resample(Load(), new ClusterCentroids()), 7));
    }

    [Fact]
    public void Augmentations_may_change_the_size_of_all_pictures_alike()
    {
        var options = new ImageSampleOptions { Augmentations = [new RandomCrop(3, 2)] };
        ResampledImageSource cropped = Resample(Load(), new RandomOverSampler(), options);
        Assert.Equal(new TensorShape(1, 2, 3), cropped.InputShape);
        Assert.Equal(6, Load(cropped, cropped.Count - 1, epoch: 0).Length);

        ResampledImageSource mixed = Resample(Load(), new RandomOverSampler(), options with { AugmentedClasses = ["c0"] });
        string message = Assert.Throws<DatasetException>(() => Load(mixed, mixed.Count - 1, epoch: 0)).Message;
        Assert.Contains("1x5x6", message, StringComparison.Ordinal);
        Assert.Contains("1x2x3", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_become_network_inputs_is_refused_with_the_way_out()
    {
        string message = Assert.Throws<DatasetException>(() => Resample(
            Load(), new RandomOverSampler(), new ImageSampleOptions { Normalization = Normalization.ImageNet })).Message;
        Assert.Contains("channels is 1", message, StringComparison.Ordinal);
        var nothing = SamplingStrategy.Counts(new Dictionary<string, int> { ["c0"] = 0, ["c1"] = 0, ["c2"] = 0 });
        message = Assert.Throws<DatasetException>(
            () => Resample(Load(), new RandomUnderSampler { SamplingStrategy = nothing })).Message;
        Assert.Contains("no pictures", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_augmentation_a_picture_is_loaded_as_its_source_loads_it()
    {
        ImageSampleSource pictures = Load();
        ResampledImageSource drawn = Resample(pictures, new RandomUnderSampler { Seed = 1 });
        Assert.Equal([7, 7, 7], drawn.CountPerClass());
        var (expected, actual) = (new float[30], new float[30]);
        for (int i = 0; i < drawn.Count; i++)
        {
            pictures.Load(Position(pictures, drawn.Ids[i]), 0, expected);
            drawn.Load(i, 0, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Copies_are_the_pictures_again_and_named_after_them()
    {
        ImageSampleSource pictures = Load();
        ResampledImageSource balanced = Resample(pictures, new RandomOverSampler { Seed = 2 });
        Assert.Equal([14, 14, 14], balanced.CountPerClass());
        for (int i = pictures.Count; i < balanced.Count; i++)
            Assert.Same(pictures.Picture(Position(pictures, balanced.Ids[i].Split('#')[0])), balanced.Picture(i));
        Assert.NotEqual(
            Resample(pictures, new RandomOverSampler { Shrinkage = 1 }).Picture(balanced.Count - 1).Pixels,
            balanced.Picture(balanced.Count - 1).Pixels);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Samplers_that_look_at_labels_alone_draw_the_same_from_a_table_of_pixels(bool adds)
    {
        Sampler sampler = adds ? new RandomOverSampler { Seed = 4 } : new RandomUnderSampler { Seed = 4 };
        ImageSampleSource pictures = Load();
        FeatureTable pixels = ImageTable.FromSamples(pictures, 0, Stop).Table;
        Assert.Equal(sampler.Resample(pixels).Ids, Resample(pictures, sampler).Ids);
    }

    private static ResampledImageSource Resample(ImageSampleSource pictures, ISampler sampler, ImageSampleOptions? options = null) =>
        ResampledImageSource.Create(new TrainingSplit<ImageSampleSource>(pictures), sampler, options, null, Stop).Data;

    private static float[] Load(ResampledImageSource source, int index, int epoch)
    {
        var values = new float[source.InputShape.Size];
        source.Load(index, epoch, values);
        return values;
    }

    private static int Position(ImageSampleSource pictures, string id) => pictures.Ids.Index().Single(item => item.Item == id).Index;

    private static float[] Target(ISampleSource source, int index)
    {
        var target = new float[source.Classes.Count];
        Array.Fill(target, float.NaN);
        source.LoadTarget(index, target);
        return target;
    }

    private ImageSampleSource Load() => Load(ImageFolder.Load(_folder.Root, Stop).TrainingSplit().Data);

    private static ImageSampleSource Load(ImageDataset data) =>
        ImageSampleSource.Create(data, bytes => ImageCodecs.Default.Decode(bytes.Span), cancellationToken: Stop);
}
