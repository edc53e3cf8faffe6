using System.Text;

namespace Fer.Preprocessing.Tests;

public sealed class DatasetsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Class_folders_and_splits_are_recognised()
    {
        Write("happy/1.png", "sad/2.png");
        DatasetContents contents = Open();
        Assert.Equal("folders class/picture", contents.Layout);
        Assert.Null(contents.All.Groups);
    }

    [Fact]
    public void Fer2013_csv_is_recognised_with_its_folder()
    {
        Text("fer2013.csv", "emotion,pixels,Usage\n" + Fer2013CsvTests.Row(3, 1, "Training"));
        Assert.Equal(["Training/00000"], Open().All.Ids);
        Assert.Equal(["Training/00000"], Open("fer2013.csv").All.Ids);
    }

    [Fact]
    public void Fer_plus_is_recognised_beside_fer2013_csv_and_beside_pictures()
    {
        Text("fer2013new.csv", "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n"
            + "Training,fer0000000.png,0,0,9,1,0,0,0,0,0,0");
        _folder.Write("FER2013Train/fer0000000.png", 4);
        Assert.Equal("surprise", FirstClass(Open("fer2013new.csv")));
        Text("fer2013.csv", "emotion,pixels,Usage\n" + Fer2013CsvTests.Row(3, 1, "Training"));
        Assert.Contains("fer2013.csv", Open("fer2013new.csv").All.Files[0], StringComparison.Ordinal);
    }

    [Fact]
    public void AffectNet_takes_the_labels_of_its_list_and_keeps_their_confidence()
    {
        Write("anger/1.jpg", "anger/2.jpg", "contempt/3.jpg");
        Text("labels.csv", ",pth,label,relFCs\n0,anger/1.jpg,surprise,0.87\n1,anger/2.jpg,anger,0.5\n2,contempt/3.jpg,contempt,0.75\n");
        DatasetContents contents = Open();
        Assert.Equal(["anger", "contempt", "surprise"], contents.Classes);
        Assert.Equal([2, 0, 1], contents.All.Labels);
        Assert.Equal([0.87f, 0.5f, 0.75f], contents.All.Confidences!);
        DatasetContents sure = AffectNet.Load(_folder.Root, minConfidence: 0.75f, TestContext.Current.CancellationToken);
        Assert.Equal(["anger/1.jpg", "contempt/3.jpg"], sure.All.Ids);
    }

    [Fact]
    public void AffectNet_class_folders_are_named_by_their_numbers()
    {
        Write("train/7/1.jpg", "train/0/2.jpg", "val/5/3.jpg");
        DatasetContents contents = AffectNet.Load(_folder.Root, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(ExpressionSets.AffectNet, contents.Classes);
        Assert.Equal("disgust", FirstClass(contents.EvaluationSplit().Data));
        Assert.Equal(["train/0/2.jpg", "train/7/1.jpg"], contents.Split("train").Ids);
        Assert.Equal([0, 7], contents.Split("train").Labels);
        DatasetAssert.Fails(() => AffectNet.Load(_folder.Root, 0.5f, TestContext.Current.CancellationToken), "labels.csv");
    }

    [Theory]
    [InlineData("")]
    [InlineData("basic/")]
    public void Raf_db_is_recognised(string below)
    {
        Text($"{below}EmoLabel/list_patition_label.txt", "train_00001.jpg 5\r\ntest_0001.jpg 1 \r\n");
        Write($"{below}Image/aligned/train_00001_aligned.jpg", $"{below}Image/aligned/test_0001_aligned.jpg");
        DatasetContents contents = Open();
        Assert.Equal(["test", "train"], contents.SplitNames);
        Assert.Equal("sadness", FirstClass(contents.Split("train")));
        Assert.Equal("surprise", FirstClass(contents.EvaluationSplit().Data));
        Assert.Equal(["Image/aligned/train_00001_aligned.jpg"], contents.Split("train").Ids);
        DatasetAssert.FailsAt(
            1, () => RafDb.Load(_folder.Root, aligned: false, TestContext.Current.CancellationToken), "original/train_00001.jpg");
    }

    [Theory]
    [InlineData("train_00001.jpg 8", "'8' is not a whole number from 1 to 7")]
    [InlineData("train_00001.jpg 0", "'0'")]
    [InlineData("train_00001.jpg NaN", "'NaN'")]
    [InlineData("train_00001.jpg", "such as")]
    [InlineData("train_00001.jpg 5 5", "such as")]
    [InlineData("some_00001.jpg 5", "neither with train_ nor with test_")]
    [InlineData("train_../../../../x.jpg 5", "is not there")]
    [InlineData("train_00002.jpg 5", "train_00002_aligned.jpg' is not there")]
    public void A_malformed_line_of_raf_db_is_named(string line, string message)
    {
        Text("EmoLabel/list_patition_label.txt", $"train_00001.jpg 5\n{line}\n");
        Write("Image/aligned/train_00001_aligned.jpg");
        DatasetAssert.FailsAt(2, () => Open(), message);
    }

    [Fact]
    public void Ck_plus_gives_the_peak_of_each_labelled_sequence_by_subject()
    {
        WriteSequence("S005/001", frames: 4, label: "   3.0000000e+00\n");
        WriteSequence("S010/002", frames: 3, label: "   7.0000000e+00\n");
        WriteSequence("S010/003", frames: 3, label: null);
        Text("Emotion/S005/001/._S005_001_00000004_emotion.txt", "rubbish");

        ImageDataset peaks = Open().All;
        Assert.Equal(["cohn-kanade-images/S005/001/S005_001_00000004.png", "cohn-kanade-images/S010/002/S010_002_00000003.png"], peaks.Ids);
        Assert.Equal(["disgust", "surprise"], peaks.Labels.Select(label => peaks.Classes[label]));
        Assert.Equal(["S005", "S010"], peaks.Groups!);

        ImageDataset more = CohnKanade.Load(
            _folder.Root,
            new CohnKanadeOptions { LastFrames = 2, FirstFrameAsNeutral = true },
            TestContext.Current.CancellationToken).All;
        Assert.Equal(8, more.Classes.Count);
        Assert.Equal(["1", "3", "4", "1", "2", "3"], more.Ids.Select(id => id[^5..^4]));
        Assert.Equal("neutral disgust disgust neutral surprise surprise".Split(' '), more.Labels.Select(label => more.Classes[label]));
        DatasetAssert.Fails(
            () => CohnKanade.Load(_folder.Root, new CohnKanadeOptions { LastFrames = 4 }, TestContext.Current.CancellationToken),
            "S010/002", "3 frames");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("0.0")]
    [InlineData("NaN")]
    [InlineData("2.5")]
    [InlineData("anger")]
    public void A_label_of_ck_plus_that_is_none_is_an_error(string label)
    {
        WriteSequence("S005/001", frames: 2, label);
        DatasetAssert.FailsAt(1, () => Open(), $"'{label}' is not a number from 1 to 7");
    }

    [Fact]
    public void Class_folders_of_ck_frames_are_grouped_by_subject()
    {
        Write("anger/S010_004_00000017.png", "anger/S011_004_00000021.png", "fear/S010_001_00000014.png");
        Assert.Equal(["S010", "S011", "S010"], Open().All.Groups!);
    }

    [Fact]
    public void What_is_not_understood_is_refused_with_a_list_of_what_is()
    {
        Text("notes.csv", "Dear reader,this is no list\n");
        _folder.Write("picture.jpg", [0xFF, 0xD8, 0xFF, 0, 10, 13]);
        foreach (string file in new[] { "notes.csv", "picture.jpg" })
            DatasetAssert.Fails(() => Open(file), [file, .. Datasets.Layouts]);
        DatasetAssert.Fails(() => Open("nowhere"), "nowhere", "no such folder or file");
        DatasetAssert.Fails(
            () => Open(),
            ["'picture.jpg' lies 0 folders deep", "class/picture or split/class/picture", "Also", .. Datasets.Layouts.SkipLast(1)]);
        Text("empty.csv", "");
        DatasetAssert.Fails(() => Open("empty.csv"), "empty.csv");
        Text("long.csv", new string('x', 10_000_000));
        DatasetAssert.Fails(() => Open("long.csv"), "long.csv");
    }

    [Fact]
    public void Damaged_lists_are_read_or_refused_with_an_error_of_ours()
    {
        Write("a.png", "b.png", "Image/aligned/train_1_aligned.jpg");
        string[] lists =
        [
            "path,label,split,subject,confidence\n\"a.png\",joy,train,1,0.5\r\nb.png,fear,test,2,1e-3\n",
            "emotion,pixels,Usage\n" + Fer2013CsvTests.Row(3, 1, "Training"),
            "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n"
                + "Training,a.png,9,1,0,0,0,0,0,0,0,0",
        ];
        RandomGenerator random = RandomGenerator.Create(1);
        int read = 0;
        for (int round = 0; round < 600; round++)
        {
            List<byte> damaged = [.. Encoding.UTF8.GetBytes(lists[round % lists.Length])];
            for (int change = random.Next(4); change >= 0; change--)
                Damage(damaged, ref random);
            _folder.Write("list.csv", [.. damaged]);
            read += IsRead("list.csv") ? 1 : 0;
        }

        Assert.InRange(read, 1, 599);
    }

    private bool IsRead(string file)
    {
        try
        {
            return Open(file).All.Count > 0;
        }
        catch (FerException)
        {
            return false;
        }
    }

    /// <summary>Changes, removes or doubles a byte, mostly near the start, or cuts the end off.</summary>
    private static void Damage(List<byte> bytes, ref RandomGenerator random)
    {
        int at = random.Next(random.Next(2) == 0 ? Math.Min(150, bytes.Count) : bytes.Count);
        switch (random.Next(8))
        {
            case 0:
                bytes.RemoveAt(at);
                break;
            case 1:
                bytes.Insert(at, bytes[at]);
                break;
            case 2:
                bytes.RemoveRange(at + 1, bytes.Count - at - 1);
                break;
            case 3:
                bytes[at] = "\"\n\r,;/\\.\0 "u8[random.Next(10)];
                break;
            default:
                bytes[at] = (byte)random.Next(256);
                break;
        }
    }

    private static string FirstClass(DatasetContents contents) => FirstClass(contents.All);

    private static string FirstClass(ImageDataset data) => data.Classes[data.Labels[0]];

    private DatasetContents Open(string name = "") =>
        Datasets.Open(Path.Combine(_folder.Root, name), TestContext.Current.CancellationToken);

    private void Text(string path, string text) => _folder.Write(path, Encoding.UTF8.GetBytes(text));

    private void Write(params string[] paths)
    {
        foreach (string path in paths)
            _folder.Write(path, 1);
    }

    private void WriteSequence(string sequence, int frames, string? label)
    {
        string name = sequence.Replace('/', '_');
        for (int frame = 1; frame <= frames; frame++)
            Write($"cohn-kanade-images/{sequence}/{name}_{frame:D8}.png");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "Emotion", sequence));
        if (label is not null)
            Text($"Emotion/{sequence}/{name}_{frames:D8}_emotion.txt", label);
    }
}
