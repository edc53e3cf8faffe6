using Fer.Cli.Workflows;

namespace Fer.Cli.Tests;

/// <summary>A run's samples.csv, whatever its pictures are called.</summary>
public sealed class SampleListTests : IDisposable
{
    private static readonly string[] Names =
    [
        "joy/1.png", "joy/a, b.png", "joy/line\nbreak.png", "joy/carriage\r\nreturn.png", "joy/\"quoted\".png", "joy/half\"quoted.png",
        "joy/,.png", "joy/\"\n,\".png",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_are_read_as_they_were_written()
    {
        Dictionary<string, string> hashes = Names.Index().ToDictionary(name => name.Item, name => $"hash{name.Index}");
        FeatureTable training = Table(Names[..5]), validation = Table(Names[5..]);
        SampleList.Save(_folder["samples.csv"], hashes, ("training", training), ("validation", validation));
        SampleList list = SampleList.Load(_folder["samples.csv"]);
        foreach ((string name, string hash) in hashes)
        {
            Assert.True(list.HasFile("elsewhere/" + name, hash), name);
            Assert.False(list.HasFile(name, "hash"), name);
            Assert.True(list.HasContent(hash));
        }

        Assert.False(list.HasContent("hash8"));
        Assert.StartsWith("side,sha256,id\ntraining,hash0,joy/1.png\n", File.ReadAllText(_folder["samples.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_of_older_runs_hold_commas_without_quotes()
    {
        File.WriteAllText(_folder["samples.csv"], "side,sha256,id\ntraining,h1,joy/a, \"b\".png\nvalidation,h2,joy/c.png");
        SampleList list = SampleList.Load(_folder["samples.csv"]);
        Assert.True(list.HasFile("joy/a, \"b\".png", "h1"));
        Assert.True(list.HasFile("c.png", "h2"));
    }

    [Theory]
    [InlineData("", "not a list")]
    [InlineData("side,sha256\n", "not a list")]
    [InlineData("side,sha256,id\ntraining,h1,1.png\ntraining;h2;2.png\n", "'training;h2;2.png'")]
    [InlineData("side,sha256,id\n\n", "''")]
    public void Other_files_are_refused(string text, string complaint)
    {
        File.WriteAllText(_folder["samples.csv"], text);
        string message = Assert.Throws<FerException>(() => SampleList.Load(_folder["samples.csv"])).Message;
        Assert.Contains(complaint, message, StringComparison.Ordinal);
        Assert.Contains("train again", message, StringComparison.Ordinal);
        FerException absent = Assert.Throws<FerException>(() => SampleList.Load(_folder["none"]));
        Assert.Contains("cannot be read", absent.Message, StringComparison.Ordinal);
    }

    private static FeatureTable Table(string[] ids) => new(["joy"], new int[ids.Length], ids, new float[ids.Length], 1);
}
