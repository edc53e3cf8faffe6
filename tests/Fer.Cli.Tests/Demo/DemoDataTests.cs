using Fer.Cli.Demo;

namespace Fer.Cli.Tests;

public sealed class DemoDataTests : IDisposable
{
    private static readonly string[] ClassNames = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"];
    private readonly string _folder = Directory.CreateTempSubdirectory("fer-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Classes_are_named_as_in_FER2013() =>
        Assert.Equal(ClassNames, Enum.GetValues<Expression>().Select(DemoData.ClassName));

    [Fact]
    public void Writes_a_tree_of_splits_and_classes()
    {
        Write(_folder, 3, 2);
        foreach (string name in ClassNames)
        {
            Assert.Equal(["1.raw", "2.raw", "3.raw"], FileNames("train", name));
            Assert.Equal(["1.raw", "2.raw"], FileNames("test", name));
        }

        IEnumerable<string> contents = Files(_folder).Values.Select(Convert.ToBase64String);
        Assert.Equal(7 * 5, contents.Distinct().Count());
    }

    [Fact]
    public void A_picture_depends_on_its_key_alone()
    {
        string more = Path.Combine(_folder, "more");
        string fewer = Path.Combine(_folder, "fewer");
        Write(more, 4, 3);
        var training = new Dictionary<Expression, int> { [Expression.Sad] = 2 };
        DemoData.Write(fewer, training, DemoData.EqualCounts(1), 1, new RawEncoder(), null, TestContext.Current.CancellationToken);

        Dictionary<string, byte[]> expected = Files(more);
        Dictionary<string, byte[]> actual = Files(fewer);
        Assert.Equal(2 + 7, actual.Count);
        Assert.All(actual, file => Assert.Equal(expected[file.Key], file.Value));
    }

    [Fact]
    public void Another_seed_gives_other_pictures()
    {
        string other = Path.Combine(_folder, "other");
        string first = Path.Combine(_folder, "first");
        Write(first, 1, 1);
        DemoData.Write(other, 1, 1, seed: 2, new RawEncoder(), null, TestContext.Current.CancellationToken);
        Dictionary<string, byte[]> pictures = Files(first);
        Assert.All(Files(other), file => Assert.NotEqual(pictures[file.Key], file.Value));
    }

    [Fact]
    public void Counts_keep_the_proportions_of_FER2013()
    {
        IReadOnlyDictionary<Expression, int> counts = DemoData.Fer2013Counts(28_709);
        Assert.Equal([3995, 436, 4097, 7215, 4965, 4830, 3171], Enum.GetValues<Expression>().Select(expression => counts[expression]));
        Assert.Equal(30, DemoData.Fer2013Counts(2000)[Expression.Disgust]);
        Assert.Equal(503, DemoData.Fer2013Counts(2000)[Expression.Happy]);
        Assert.All(DemoData.Fer2013Counts(1).Values, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Progress_counts_the_pictures_written()
    {
        var progress = new Recorder();
        DemoData.Write(_folder, 1, 1, 1, new RawEncoder(), progress, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, 14), progress.Values);
    }

    [Fact]
    public void Writing_again_replaces_the_pictures_but_never_mixes_with_others()
    {
        Write(_folder, 2, 1);
        Write(_folder, 2, 1);
        Assert.Equal(7 * 3, Files(_folder).Count);

        DatasetException error = Assert.Throws<DatasetException>(() => Write(_folder, 1, 1));
        Assert.Contains("2.raw", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_run_leaves_whole_pictures_only()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new Recorder(afterEach: count => { if (count == 5) cancellation.Cancel(); });
        Assert.Throws<OperationCanceledException>(
            () => DemoData.Write(_folder, 3, 3, 1, new RawEncoder(), progress, cancellation.Token));
        Assert.Equal(5, Files(_folder).Count);
        Assert.All(Files(_folder).Values, content => Assert.Equal(48 * 48, content.Length));
    }

    private static void Write(string folder, int training, int evaluation) =>
        DemoData.Write(folder, training, evaluation, seed: 1, new RawEncoder(), cancellationToken: TestContext.Current.CancellationToken);

    private static Dictionary<string, byte[]> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllBytes);

    private IEnumerable<string> FileNames(string split, string name) =>
        Directory.EnumerateFiles(Path.Combine(_folder, split, name)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>Writes the bare pixels; these tests are about the tree, not about a file format.</summary>
    private sealed class RawEncoder : IImageEncoder
    {
        public string FormatName => "raw";

        public string MediaType => "application/octet-stream";

        public IReadOnlyList<string> Extensions => [".raw"];

        public void Encode(Image image, Stream destination) => destination.Write(image.Pixels);
    }

    private sealed class Recorder(Action<int>? afterEach = null) : IProgress<int>
    {
        public List<int> Values { get; } = [];

        public void Report(int value)
        {
            Values.Add(value);
            afterEach?.Invoke(value);
        }
    }
}
