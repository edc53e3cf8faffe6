using System.Text;

namespace Fer.Preprocessing.Tests;

public sealed class LabelCsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LabelCsvTests()
    {
        foreach (string picture in new[] { "a.png", "b.png", "deep/c, d.png" })
            _folder.Write(picture, 1);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Usual_columns_are_found()
    {
        DatasetContents contents = Load(
            "Image,Emotion,Usage,Subject\nb.png,sad,test,7\n\"deep/c, d.png\",happy,train,8\na.png,sad,train,7");

        Assert.Equal(["happy", "sad"], contents.Classes);
        Assert.Equal(["b.png", "deep/c, d.png", "a.png"], contents.All.Ids);
        Assert.Equal([1, 0, 1], contents.All.Labels);
        Assert.Equal(["7", "8", "7"], contents.All.Groups!);
        Assert.Equal(["8", "7"], contents.TrainingSplit().Data.Groups!);
        Assert.Null(contents.All.Confidences);
        Assert.Equal(1, TestPicture.Decode(contents.All.ReadBytes(2)).Pixels[0]);
    }

    [Fact]
    public void Columns_separator_folder_and_classes_can_be_given()
    {
        string file = _folder.Write("lists/any.csv", "1;where;c;sure\n1;a.png;0;0.5\n2;b.png;joy;0.25\n3;missing.png;1;0.1"u8.ToArray());
        DatasetContents contents = LabelCsv.Load(
            file,
            new LabelCsvOptions
            {
                PathColumn = "where",
                LabelColumn = "C",
                ConfidenceColumn = "sure",
                MinConfidence = 0.25f,
                Root = _folder.Root,
                Separator = ';',
                Classes = ["grief", "joy"],
            },
            TestContext.Current.CancellationToken);
        Assert.Equal([0, 1], contents.All.Labels);
        Assert.Equal([0.5f, 0.25f], contents.All.Confidences!);
        Assert.False(contents.HasSplits);
    }

    [Theory]
    [InlineData("name,label\na.png,x", 1, "no column path or pth or file")]
    [InlineData("path,name\na.png,x", 1, "no column label")]
    [InlineData("path,label\na.png,x\nb.png,", 3, "label is missing")]
    [InlineData("path,label\na.png,NaN", 2, "label is missing ('NaN')")]
    [InlineData("path,label\n,x", 2, "path is missing")]
    [InlineData("path,label\na.png,x\ngone.png,x", 3, "'gone.png' is not there")]
    [InlineData("path,label\na.png,x\n\n./a.png,y", 4, "'./a.png' comes twice, first on line 2")]
    [InlineData("path,label\n../../etc/passwd,x", 2, "lies outside the folder")]
    [InlineData("path,label\n..\\\\up.png,x", 2, "lies outside the folder")]
    [InlineData("path,label\n/etc/passwd,x", 2, "lies outside the folder")]
    [InlineData("path,label\na\0b,x", 2, "zero character")]
    [InlineData("path,label\n.,x", 2, "lies outside the folder")]
    [InlineData("path,label\ndeep,x", 2, "is not there")]
    [InlineData("path,label\na.png,x,y", 2, "3 fields, but there are 2 columns")]
    [InlineData("path,label,relFCs\na.png,x,nan", 2, "relFCs 'nan' is not a finite number")]
    [InlineData("path,label,split\na.png,x,", 2, "split is missing")]
    public void A_malformed_line_is_named(string text, long line, string message) =>
        DatasetAssert.FailsAt(line, () => Load(text), message);

    [Fact]
    public void An_unknown_class_and_a_confidence_that_is_not_there_are_errors()
    {
        string file = Write("path,label\na.png,anger");
        CancellationToken token = TestContext.Current.CancellationToken;
        DatasetAssert.FailsAt(2, () => LabelCsv.Load(file, new LabelCsvOptions { Classes = ["x", "y"] }, token), "'anger'", "x, y");
        DatasetAssert.FailsAt(1, () => LabelCsv.Load(file, new LabelCsvOptions { MinConfidence = 1 }, token), "no column relFCs");
        DatasetAssert.FailsAt(1, () => LabelCsv.Load(file, new LabelCsvOptions { GroupColumn = "who" }, token), "no column who");
        string missing = Path.Combine(_folder.Root, "no.csv");
        DatasetAssert.Fails(() => LabelCsv.Load(missing, cancellationToken: token), "no.csv", "cannot be read");
        DatasetAssert.Fails(() => Load("path,label\n"), "has no pictures");
    }

    private string Write(string text) => _folder.Write("list.csv", Encoding.UTF8.GetBytes(text));

    private DatasetContents Load(string text) => LabelCsv.Load(Write(text), cancellationToken: TestContext.Current.CancellationToken);
}
