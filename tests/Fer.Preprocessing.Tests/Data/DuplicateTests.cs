using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Fer.Preprocessing.Tests;

public sealed class DuplicateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Perceptual_hashes_equal_those_of_imagehash_on_opencv_and_scipy()
    {
        foreach (JsonElement @case in Fixtures.ReadJson("perceptual_hashes.json").EnumerateArray())
        {
            int Number(string name) => @case.GetProperty(name).GetInt32();
            Image image = Formula(Number("width"), Number("height"), Number("channels"), Number("seed"));
            ulong expected = ulong.Parse(@case.GetProperty("hash").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Assert.Equal(expected, PerceptualHash.OfImage(image));
        }
    }

    [Fact]
    public void A_resized_or_brightened_picture_keeps_its_hash_nearly()
    {
        Image image = Smooth(64, seed: 3);
        var brighter = new Image(64, 64, PixelFormat.Gray8, [.. image.Pixels.Select(value => (byte)Math.Min(255, value + 6))]);
        ulong hash = PerceptualHash.OfImage(image);
        int DistanceTo(Image other) => PerceptualHash.Distance(hash, PerceptualHash.OfImage(other));
        Assert.InRange(DistanceTo(new ResizeTransform(48, 48, Interpolation.Area).Apply(image)), 0, 4);
        Assert.InRange(DistanceTo(brighter), 0, 4);
        Assert.InRange(DistanceTo(Smooth(64, seed: 4)), 12, 52);
    }

    [Fact]
    public void Groups_equal_those_of_comparing_each_with_each() => Prop.ForAll(
        Gen.Choose(0, 12).SelectMany(distance => Gen.Choose(0, 60).SelectMany(count => Gen.Choose(0, int.MaxValue)
            .Select(seed => (Distance: distance, Count: count, Seed: (ulong)seed)))).ToArbitrary(),
        @case =>
        {
            ulong?[] hashes = Hashes(@case.Count, @case.Seed);
            var sets = new DisjointSets(hashes.Length);
            for (int a = 0; a < hashes.Length; a++)
            {
                for (int b = 0; b < a; b++)
                {
                    if (hashes[a] is { } x && hashes[b] is { } y && PerceptualHash.Distance(x, y) <= @case.Distance)
                        sets.Union(a, b);
                }
            }

            Assert.Equal(
                Enumerable.Range(0, hashes.Length).GroupBy(sets.Find).Where(set => set.Count() > 1).Select(set => set.ToArray()),
                DuplicateGroups.ByPerceptualHash(hashes, @case.Distance).Groups);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Duplicates_are_dropped_or_kept_together()
    {
        ImageDataset data = Data(("a", 0), ("b", 1), ("c", 0), ("d", 1), ("e", 0));
        DuplicateGroups groups = DuplicateGroups.ByContent(["x", "y", "x", "x", null]);
        Assert.Equal([[0, 2, 3]], groups.Groups);
        Assert.Equal(["a", "b", "e"], groups.DropDuplicates(data).Ids);
        Assert.Equal(["b", "e"], groups.DropDuplicates(data, dropConflicting: true).Ids);
        string[] keys = groups.ToKeys();
        Assert.Equal([keys[0], keys[1], keys[0], keys[0], keys[4]], keys);
        Assert.Equal(3, keys.Distinct().Count());
        Assert.Throws<ArgumentException>(() => groups.DropDuplicates(Data(("a", 0))));
    }

    [Fact]
    public void An_inspection_finds_near_duplicates_where_asked_to()
    {
        Image face = Smooth(32, seed: 1);
        var alike = new Image(32, 32, PixelFormat.Gray8, [.. face.Pixels]);
        alike.Pixels[5] ^= 1;
        _folder.Write("train/happy/1.png", face);
        _folder.Write("train/happy/2.png", face);
        _folder.Write("test/sad/3.png", alike);
        _folder.Write("test/sad/other.png", Smooth(32, seed: 2));
        _folder.Write("test/sad/twin.png", Smooth(32, seed: 2));
        _folder.Write("test/sad/black.png", new Image(32, 32, PixelFormat.Gray8));
        _folder.Write("test/sad/white.png", new Image(32, 32, PixelFormat.Gray8, [.. Enumerable.Repeat((byte)255, 1024)]));

        string json = ToJson(Inspect(distance: 2));
        Assert.Contains(
            """
            "nearDuplicates":{"distance":2,"groups":1,"conflicting":1,"acrossSplits":1,"examples":[
            {"files":["test/sad/3.png","train/happy/1.png","train/happy/2.png"],
            "classes":["happy","sad"],"splits":["test","train"]}]},"blank":2
            """.ReplaceLineEndings(""),
            json,
            StringComparison.Ordinal);
        Assert.DoesNotContain("nearDuplicates", ToJson(Inspect(distance: null)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_card_states_counts_and_flaws_and_leaves_the_licence_to_its_owner()
    {
        _folder.Write("train/happy/1.png", Smooth(32, seed: 1));
        _folder.Write("train/sad|blue/2.png", Smooth(32, seed: 1));
        _folder.Write("test/happy/3.png", Smooth(48, seed: 5));
        _folder.Write("test/happy/text.png", "not a picture"u8.ToArray());

        string card = DataCard.ToMarkdown(_folder.Load(), Inspect(distance: 4));

        Assert.StartsWith($"# Data card: {Path.GetFileName(_folder.Root)}\n", card, StringComparison.Ordinal);
        string[] lines = card.Split('\n');
        Assert.Contains("| Licence | *to be filled in* |", lines);
        Assert.Contains("| class | test | train | share |", lines);
        Assert.Contains("| happy | 2 | 1 | 75.0 % |", lines);
        Assert.Contains("| sad\\|blue | 0 | 1 | 25.0 % |", lines);
        Assert.Contains("| 32x32 | 2 |", lines);
        Assert.Contains("- 1 pictures are copies of another one, in 1 groups.", lines);
        Assert.Contains("- 1 of these groups have different labels: `train/happy/1.png = train/sad|blue/2.png`.", lines);
        Assert.Contains("- 1 pictures cannot be read: `test/happy/text.png`.", lines);
    }

    private static ImageDataset Data(params (string Id, int Label)[] pictures) => new(
        ["happy", "sad"], [.. pictures.Select(p => p.Label)], [.. pictures.Select(p => p.Id)], (string[])[.. pictures.Select(p => p.Id)]);

    /// <summary>Random hashes, some of them a few bits off another one, some absent.</summary>
    private static ulong?[] Hashes(int count, ulong seed)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        var hashes = new ulong?[count];
        for (int i = 0; i < count; i++)
        {
            ulong hash = i > 0 && random.Next(2) == 0 ? hashes[random.Next(i)] ?? 0 : random.NextUInt64();
            for (int flips = random.Next(6); flips > 0; flips--)
                hash ^= 1UL << random.Next(64);
            hashes[i] = random.Next(10) == 0 ? null : hash;
        }

        return hashes;
    }

    /// <summary>The formula of perceptual_hashes.py.</summary>
    private static Image Formula(int width, int height, int channels, int seed)
    {
        var image = new Image(width, height, (PixelFormat)channels);
        for (int y = 0, i = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int c = 0; c < channels; c++, i++)
                {
                    int value = (x * x * (seed + 3)) + (y * y * ((2 * seed) + 1)) + (x * y * 5) + (c * 37)
                        + (((x * 7) + (y * 13)) * (seed + 1));
                    image.Pixels[i] = (byte)(value / 16 % 256);
                }
            }
        }

        return image;
    }

    /// <summary>A few soft waves, as pictures have them.</summary>
    private static Image Smooth(int size, ulong seed)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        double[] waves = [.. Enumerable.Range(0, 64).Select(_ => random.NextGaussian())];
        var image = new Image(size, size, PixelFormat.Gray8);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            double x = ((i % size) + 0.5) / size, y = ((i / size) + 0.5) / size, value = 128;
            for (int k = 0; k < waves.Length; k++)
                value += 9 * waves[k] * Math.Cos(Math.PI * (k % 8) * x) * Math.Cos(Math.PI * (k / 8) * y);
            image.Pixels[i] = (byte)Math.Clamp(value, 0, 249);
        }

        return image;
    }

    private static string ToJson(DatasetInspection inspection)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            inspection.WriteJson(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private DatasetInspection Inspect(int? distance) => DatasetInspector.Inspect(
        _folder.Load(), TestPicture.Decode, nearDuplicateDistance: distance, cancellationToken: TestContext.Current.CancellationToken);
}
