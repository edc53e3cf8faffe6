using System.Text;
using System.Text.Json;

namespace Fer.Preprocessing.Tests;

public sealed class DatasetInspectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_flaws_are_found_and_written()
    {
        _folder.Write("train/happy/1.png", 10);
        _folder.Write("train/happy/same.png", 10);
        _folder.Write("train/sad/2.png", 20);
        _folder.Write("train/sad/unlike.png", 10);
        _folder.Write("train/sad/black.png", TestPicture.Gray(0, 0, 0, 0));
        _folder.Write("train/sad/text.jpg", "not a picture"u8.ToArray());
        _folder.Write("test/happy/alone.png", 30);
        // Another file of the same pixels.
        _folder.Write("test/sad/3.png", TestPicture.Encode(TestPicture.Gray(20, 1, 2, 3), comment: 7));
        _folder.Write("test/sad/pink.png", new Image(3, 1, PixelFormat.Rgb24, [9, 8, 7, 9, 8, 7, 9, 8, 7]));
        _folder.Write("train/notes.txt", 1);

        DatasetInspection inspection = Inspect();

        Assert.Equal(9, inspection.Images);
        Assert.Equal(["train/sad/text.jpg"], inspection.UnreadableFiles.Select(unreadable => unreadable.File));
        Assert.Equal(["test/sad/pink.png", "train/sad/black.png"], inspection.BlankFiles);
        Assert.Equal(["test/sad/3.png"], inspection.AcrossSplits);
        Assert.Equal(1, inspection.ConflictingGroups);
        Assert.Equal(2, inspection.Duplicates.Count);
        Assert.Equal(["test/sad/3.png", "train/sad/2.png"], inspection.Duplicates[0].Ids);
        Assert.Equal(["test", "train"], inspection.Duplicates[0].Splits);
        Assert.Equal(["train/happy/1.png", "train/happy/same.png", "train/sad/unlike.png"], inspection.Duplicates[1].Ids);
        Assert.Equal(["happy", "sad"], inspection.Duplicates[1].Classes);
        Assert.Equal(
            """
            {"images":9,"splits":{"test":{"happy":1,"sad":2},"train":{"happy":2,"sad":4}},"sizes":{"2x2":7,"3x1":1},
            "duplicates":{"groups":2,"conflicting":1,"acrossSplits":1,"examples":[
            {"files":["test/sad/3.png","train/sad/2.png"],"classes":["sad"],"splits":["test","train"]},
            {"files":["train/happy/1.png","train/happy/same.png","train/sad/unlike.png"],"classes":["happy","sad"],"splits":["train"]}]},
            "blank":2,"blankFiles":["test/sad/pink.png","train/sad/black.png"],
            "unreadable":1,"unreadableFiles":[{"file":"train/sad/text.jpg","reason":"not a test picture."}],"ignored":1}
            """.ReplaceLineEndings(""),
            ToJson(inspection));
    }

    [Fact]
    public void Pictures_across_splits_count_from_the_training_split_on()
    {
        _folder.Write("a/x/1.png", 1);
        _folder.Write("a/x/2.png", 2);
        _folder.Write("b/x/2.png", 2);
        _folder.Write("train/x/1.png", 1);
        _folder.Write("train/x/also1.png", 1);
        Assert.Equal(["a/x/1.png", "b/x/2.png"], Inspect().AcrossSplits);
    }

    [Fact]
    public void A_tree_of_classes_is_one_split_named_all()
    {
        _folder.Write("happy/1.png", 1);
        _folder.Write("sad/2.png", 1);
        DatasetInspection inspection = Inspect();
        Assert.StartsWith("""{"images":2,"splits":{"all":{"happy":1,"sad":1}},""", ToJson(inspection), StringComparison.Ordinal);
        Assert.Empty(inspection.AcrossSplits);
        Assert.Equal(1, inspection.ConflictingGroups);
    }

    [Fact]
    public void Identical_files_that_cannot_be_decoded_are_identical_all_the_same()
    {
        _folder.Write("happy/1.png", [1, 2, 3]);
        _folder.Write("sad/2.png", [1, 2, 3]);
        _folder.Write("sad/empty.png", []);
        DatasetInspection inspection = Inspect();
        Assert.Equal(3, inspection.UnreadableFiles.Count);
        Assert.Equal(["happy/1.png", "sad/2.png"], Assert.Single(inspection.Duplicates).Ids);
    }

    [Fact]
    public void A_decoder_that_fails_in_any_way_makes_unreadable_pictures()
    {
        _folder.Write("happy/1.png", 1);
        DatasetInspection inspection = DatasetInspector.Inspect(
            _folder.Load(),
            _ => throw new InvalidOperationException("broken decoder"),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([new UnreadableFile("happy/1.png", "broken decoder")], inspection.UnreadableFiles);
    }

    [Fact]
    public void A_file_that_has_gone_is_unreadable()
    {
        _folder.Write("happy/1.png", 1);
        DatasetContents contents = _folder.Load();
        File.Delete(contents.All.Files[0]);
        DatasetInspection inspection = DatasetInspector.Inspect(
            contents, TestPicture.Decode, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("happy/1.png", Assert.Single(inspection.UnreadableFiles).File);
    }

    [Fact]
    public void An_inspection_can_be_cancelled()
    {
        _folder.Write("happy/1.png", 1);
        Assert.ThrowsAny<OperationCanceledException>(() => DatasetInspector.Inspect(
            _folder.Load(), TestPicture.Decode, cancellationToken: new CancellationToken(canceled: true)));
    }

    private DatasetInspection Inspect() => DatasetInspector.Inspect(
        _folder.Load(), TestPicture.Decode, cancellationToken: TestContext.Current.CancellationToken);

    private static string ToJson(DatasetInspection inspection)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            inspection.WriteJson(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
