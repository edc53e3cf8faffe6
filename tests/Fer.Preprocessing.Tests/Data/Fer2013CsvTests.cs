using System.Text;

namespace Fer.Preprocessing.Tests;

public sealed class Fer2013CsvTests : IDisposable
{
    private const string Header = "emotion,pixels,Usage";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_labels_and_splits_are_read()
    {
        DatasetContents contents = Load(Header, Row(0, 7, "Training"), Row(6, 255, "PrivateTest"), Row(3, 0, "Training"));

        Assert.Equal(["PrivateTest", "Training"], contents.SplitNames);
        Assert.Equal(["Training/00000", "PrivateTest/00001", "Training/00002"], contents.All.Ids);
        Assert.Equal(["angry", "neutral", "happy"], contents.All.Labels.Select(label => contents.Classes[label]));
        Assert.Equal([0, 3], contents.Split("training").Labels);
        Assert.Equal("PrivateTest/00001", Assert.Single(contents.EvaluationSplit().Data.Ids));
        Assert.Equal("PrivateTest", contents.SplitOf("PrivateTest/00001"));

        Image image = contents.All.Decode(0, _ => throw new InvalidOperationException("Pixels need no decoder."));
        Assert.Equal((48, 48, PixelFormat.Gray8), (image.Width, image.Height, image.Format));
        Assert.Equal([7, 1, 2], image.Pixels[..3]);
        Assert.Equal(image.Pixels, contents.All.ReadBytes(0));
        Assert.Equal("fer2013.csv, line 3", contents.All.Files[1]);
    }

    [Fact]
    public void Columns_are_found_by_name_and_usage_may_be_absent()
    {
        DatasetContents contents = Load("\uFEFF pixels ,EMOTION", $"{Pixels(1)},2", "", $"\"{Pixels(2)}\",5\r");
        Assert.False(contents.HasSplits);
        Assert.Equal([2, 5], contents.All.Labels);
        Assert.Equal(["00000", "00001"], contents.All.Ids);
    }

    [Fact]
    public void Samples_hashes_and_inspection_need_no_picture_files()
    {
        DatasetContents contents = Load(
            Header, Row(0, 7, "Training"), Row(1, 7, "Training"), Row(0, 7, "PublicTest"), Row(2, 9, "Training"));
        ImageSampleSource samples = ImageSampleSource.Create(
            contents.All, TestPicture.Decode, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new TensorShape(1, 48, 48), samples.InputShape);
        Assert.Equal(2, ContentHash.OfFiles(contents.All, cancellationToken: TestContext.Current.CancellationToken).Distinct().Count());

        DatasetInspection inspection = DatasetInspector.Inspect(
            contents, TestPicture.Decode, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["PublicTest/00002"], inspection.AcrossSplits);
        Assert.Equal(1, inspection.ConflictingGroups);
        Assert.Empty(inspection.UnreadableFiles);
    }

    [Theory]
    [InlineData("7", "emotion '7' is not a whole number from 0 to 6")]
    [InlineData("-1", "emotion '-1'")]
    [InlineData("NaN", "emotion 'NaN'")]
    [InlineData("", "emotion ''")]
    public void A_label_that_is_none_is_an_error(string emotion, string message) =>
        DatasetAssert.FailsAt(3, () => Load(Header, Row(0, 1, "Training"), $"{emotion},{Pixels(1)},Training"), message);

    [Theory]
    [InlineData("256")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("x")]
    public void A_pixel_that_is_none_is_an_error(string pixel) =>
        DatasetAssert.FailsAt(2, () => Load(Header, $"0,1 2 {pixel} {Pixels(1)},Training"), $"pixel 2 is '{pixel}'");

    [Theory]
    [InlineData(2303)]
    [InlineData(2305)]
    [InlineData(0)]
    public void A_row_of_more_or_fewer_pixels_is_an_error(int count)
    {
        string pixels = string.Join(' ', Enumerable.Repeat("9", count));
        DatasetAssert.FailsAt(2, () => Load(Header, $"0,{pixels},Training"), $"{count} pixels, expected 2304 (48x48)");
    }

    [Fact]
    public void Missing_columns_fields_values_and_rows_are_errors()
    {
        DatasetAssert.FailsAt(1, () => Load("emotion,Usage", "0,Training"), "no column pixels", "emotion, Usage");
        DatasetAssert.FailsAt(2, () => Load(Header, $"0,{Pixels(1)}"), "2 fields", "3 columns");
        DatasetAssert.FailsAt(2, () => Load(Header, Row(0, 1, "")), "Usage is missing");
        DatasetAssert.Fails(() => Load(Header), "has no pictures");
        DatasetAssert.Fails(() => Load(""), "is empty");
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        string file = Write(Header, Row(0, 1, "Training"));
        Assert.ThrowsAny<OperationCanceledException>(() => Fer2013Csv.Load(file, new CancellationToken(canceled: true)));
    }

    /// <summary>The pixels of a picture that begins with a value.</summary>
    internal static string Pixels(byte first) =>
        string.Join(' ', Enumerable.Range(1, 2303).Select(i => i % 256).Prepend(first));

    internal static string Row(int emotion, byte first, string usage) => $"{emotion},{Pixels(first)},{usage}";

    private string Write(params string[] lines) => _folder.Write("fer2013.csv", Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    private DatasetContents Load(params string[] lines) => Fer2013Csv.Load(Write(lines), TestContext.Current.CancellationToken);
}
