using System.Text;
using System.Text.Json;

namespace Fer.Preprocessing.Tests;

public sealed class FerPlusTests : IDisposable
{
    private const string Header =
        "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Worked by hand; the votes in the order of the columns.
    [Theory]
    [InlineData("4,0,0,1,3,2,0,0,0,0", null)] // 4 of the 9 that are left is no majority
    [InlineData("5,0,0,1,3,1,0,0,0,0", 0)] // 5 of 8
    [InlineData("5,5,0,0,0,0,0,0,0,0", null)] // exactly half
    [InlineData("1,1,1,1,1,1,1,1,1,1", null)] // nothing is left
    [InlineData("2,1,1,1,1,1,1,1,1,0", 0)] // 2 of 2
    [InlineData("0,0,0,0,0,0,0,3,7,0", null)] // unknown
    [InlineData("0,0,0,0,0,0,0,0,0,10", null)] // no face
    [InlineData("0,0,0,0,0,0,0,6,4,0", 7)]
    public void Majority_needs_more_than_half_without_outliers(string votes, int? expected)
    {
        float[]? target = FerPlusVotes.ToTarget(Parse(votes));
        Assert.Equal(expected, target is null ? null : Array.IndexOf(target, 1f));
    }

    [Theory]
    [InlineData("4,0,0,1,3,2,0,0,0,0", "4,0,0,0,3,0,0,0")] // 7 of 9 are three quarters
    [InlineData("5,5,0,0,0,0,0,0,0,0", "5,5,0,0,0,0,0,0")]
    [InlineData("4,2,2,2,0,0,0,0,0,0", null)] // four at once are too many
    [InlineData("4,0,0,3,0,0,0,0,3,0", "4,0,0,3,0,0,0,0")] // unknown, equal to the second, ends it
    [InlineData("3,0,0,0,3,0,0,0,4,0", null)] // unknown comes first
    [InlineData("4,0,0,2,0,0,0,0,4,0", null)] // 4 of 10
    [InlineData("8,1,1,0,0,0,0,0,0,0", "8,0,0,0,0,0,0,0")]
    public void Probabilities_are_shares_of_the_most_named(string votes, string? expected)
    {
        float[]? target = FerPlusVotes.ToTarget(Parse(votes), FerPlusTarget.Probability);
        int[]? shares = expected is null ? null : Parse(expected);
        Assert.Equal(shares?.Select(share => (float)((double)share / shares.Sum())), target);
    }

    [Fact]
    public void Targets_equal_those_of_the_reference_implementation()
    {
        foreach (JsonElement row in Fixtures.ReadJson("ferplus_targets.json").GetProperty("rows").EnumerateArray())
        {
            int[] votes = [.. row.GetProperty("votes").EnumerateArray().Select(value => value.GetInt32())];
            AssertTarget(row.GetProperty("majority"), FerPlusVotes.ToTarget(votes), votes);
            AssertTarget(row.GetProperty("probability"), FerPlusVotes.ToTarget(votes, FerPlusTarget.Probability), votes);
        }
    }

    // The majority's sums 25,060, 3,199 and 3,153 are those that papers on FER+ report.
    [Theory]
    [InlineData("majority", FerPlusTarget.Majority)]
    [InlineData("probability", FerPlusTarget.Probability)]
    public void Real_votes_give_the_published_counts(string name, FerPlusTarget target)
    {
        Dictionary<string, int[]> counts = [];
        foreach (string line in File.ReadLines(SharedData.FileOrSkip("ferplus-fer2013new.csv")).Skip(1))
        {
            if (line.Split(',', 3) is not [var usage, { Length: > 0 }, var votes])
                continue;
            counts.TryAdd(usage, new int[8]);
            if (FerPlusVotes.ToTarget(Parse(votes), target) is { } shares)
                counts[usage][Array.IndexOf(shares, shares.Max())]++;
        }

        JsonElement expected = Fixtures.ReadJson("ferplus_targets.json").GetProperty("counts").GetProperty(name);
        foreach (JsonProperty usage in expected.EnumerateObject())
            Assert.Equal(usage.Value.EnumerateArray().Select(value => value.GetInt32()), counts[usage.Name]);
    }

    [Fact]
    public void Votes_are_joined_with_the_rows_of_fer2013_csv()
    {
        string votes = WriteVotes(
            "Training,fer0000000.png,0,9,1,0,0,0,0,0,0,0", "Training,fer0000001.png,3,3,0,0,4,0,0,0,0,0",
            "PublicTest,,0,0,0,0,0,0,0,0,0,10", "PublicTest,fer0000003.png,0,0,0,0,4,0,0,6,0,0");
        string pictures = WriteFer2013("Training", "Training", "PublicTest", "PublicTest");

        DatasetContents majority = Load(votes, pictures, FerPlusTarget.Majority);
        Assert.Equal(["Training/00000", "PublicTest/00003"], majority.All.Ids);
        Assert.Equal(["happiness", "contempt"], majority.All.Labels.Select(label => majority.Classes[label]));
        Assert.Equal(3, majority.All.ReadBytes(1)[0]);
        Assert.Null(majority.All.Targets);

        DatasetContents soft = Load(votes, pictures, FerPlusTarget.Probability);
        Assert.Equal(3, soft.All.Count);
        Assert.Equal([0, 0, 0, 0, 0.4f, 0, 0, 0.6f], soft.All.Targets![^8..]);
        Assert.Equal([0, 0, 0, 0, 0.4f, 0, 0, 0.6f], soft.Split("PublicTest").Targets!);
    }

    [Fact]
    public void Votes_are_joined_with_pictures_by_name_or_number()
    {
        string votes = WriteVotes(
            "Training,fer0000000.png,0,9,1,0,0,0,0,0,0,0", "Training,fer0000001.png,0,0,0,0,10,0,0,0,0,0",
            "PrivateTest,fer0000002.png,0,0,0,0,4,0,0,6,0,0");
        _folder.Write("pictures/FER2013Train/fer0000000.png", 5);
        string pictures = Path.Combine(_folder.Root, "pictures");
        DatasetAssert.Fails(() => Load(votes, pictures, FerPlusTarget.Majority), "Training pictures fer0000001.png", "nor 1");

        _folder.Write("pictures/1.jpg", 6);
        DatasetContents contents = Load(votes, pictures, FerPlusTarget.Majority);
        Assert.Equal(["Training/00000", "Training/00001"], contents.All.Ids);
        Assert.EndsWith("1.jpg", contents.All.Files[1], StringComparison.Ordinal);

        _folder.Write("pictures/more/1.png", 6);
        DatasetAssert.Fails(() => Load(votes, pictures, FerPlusTarget.Majority), "'1.jpg'", "'more/1.png'", "one row");
    }

    [Fact]
    public void Names_are_not_rows_and_one_that_comes_twice_is_the_later_rows()
    {
        string votes = WriteVotes(
            "Training,,0,0,0,0,0,0,0,0,0,10", "Training,fer0000000.png,0,9,1,0,0,0,0,0,0,0",
            "Training,fer0000001.png,0,0,0,0,10,0,0,0,0,0", "Training,fer0000000.png,9,1,0,0,0,0,0,0,0,0");
        _folder.Write("pictures/fer0000000.png", 5);
        _folder.Write("pictures/fer0000001.png", 6);
        string pictures = Path.Combine(_folder.Root, "pictures");
        ImageDataset data = Load(votes, pictures, FerPlusTarget.Majority).All;
        Assert.Equal(["Training/00002", "Training/00003"], data.Ids);
        Assert.Equal(["anger", "neutral"], data.Labels.Select(label => data.Classes[label]));
        Assert.EndsWith("fer0000000.png", data.Files[1], StringComparison.Ordinal);

        _folder.Write("pictures/1.png", 7);
        Assert.Equal(["Training/00001", "Training/00002", "Training/00003"], Load(votes, pictures, FerPlusTarget.Majority).All.Ids);
    }

    [Fact]
    public void Rows_that_do_not_belong_together_are_errors()
    {
        string votes = WriteVotes("Training,fer0000000.png,0,9,1,0,0,0,0,0,0,0", "Training,fer0000001.png,9,0,1,0,0,0,0,0,0,0");
        DatasetAssert.Fails(() => Load(votes, WriteFer2013("Training"), FerPlusTarget.Majority), "2 rows", "has 1");
        DatasetAssert.FailsAt(
            3, () => Load(votes, WriteFer2013("Training", "PublicTest"), FerPlusTarget.Majority), "Usage is Training", "PublicTest");
        DatasetAssert.FailsAt(
            2, () => Load(WriteVotes("Training,fer0000000.png,0,x,1,0,0,0,0,0,0,0"), votes, FerPlusTarget.Majority), "happiness 'x'");
    }

    private static int[] Parse(string numbers) =>
        [.. numbers.Split(',').Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];

    private static void AssertTarget(JsonElement expected, float[]? target, int[] votes)
    {
        if (expected.ValueKind == JsonValueKind.Null)
            Assert.True(target is null, $"{string.Join(",", votes)} is to be left out.");
        else
            Assert.Equal(expected.EnumerateArray().Select(value => value.GetSingle()), target);
    }

    private static DatasetContents Load(string votes, string pictures, FerPlusTarget target) =>
        FerPlusCsv.Load(votes, pictures, target, TestContext.Current.CancellationToken);

    private string WriteVotes(params string[] rows) =>
        _folder.Write("fer2013new.csv", Encoding.UTF8.GetBytes(string.Join("\r\n", rows.Prepend(Header))));

    private string WriteFer2013(params string[] usages) => _folder.Write("fer2013.csv", Encoding.UTF8.GetBytes(
        string.Join('\n', usages.Select((usage, row) => Fer2013CsvTests.Row(0, (byte)row, usage)).Prepend("emotion,pixels,Usage"))));
}
