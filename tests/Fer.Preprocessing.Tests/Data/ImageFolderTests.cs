namespace Fer.Preprocessing.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tree_of_classes_has_one_split_in_ordinal_order()
    {
        Write("sad/b.png", "sad/B.png", "happy/10.JPG", "happy/9.jpg", "angry/x.pgm");

        DatasetContents contents = _folder.Load();

        Assert.False(contents.HasSplits);
        Assert.Equal(["all"], contents.SplitNames);
        Assert.Equal(["angry", "happy", "sad"], contents.Classes);
        ImageDataset data = contents.Split("all");
        Assert.Equal(["angry/x.pgm", "happy/10.JPG", "happy/9.jpg", "sad/B.png", "sad/b.png"], data.Ids);
        Assert.Equal([0, 1, 1, 2, 2], data.Labels);
        Assert.Equal(Path.Combine(_folder.Root, "happy/9.jpg"), data.Files[2]);
        Assert.Equal(data.Ids, contents.TrainingSplit().Data.Ids);
        Assert.Equal(data.Ids, contents.EvaluationSplit().Data.Ids);
        Assert.Equal(data.Ids, contents.EvaluationSplit("all").Data.Ids);
    }

    [Fact]
    public void A_tree_of_splits_shares_the_classes_of_all_of_them()
    {
        Write("Train/happy/1.png", "Train/sad/2.png", "test/happy/3.png", "test/fear/4.png", "extra/sad/5.png");

        DatasetContents contents = _folder.Load();

        Assert.True(contents.HasSplits);
        Assert.Equal(["Train", "extra", "test"], contents.SplitNames);
        Assert.Equal(["fear", "happy", "sad"], contents.Classes);
        Assert.Equal([0, 1, 1], contents.Split("train").CountPerClass());
        Assert.Equal([1, 1, 0], contents.Split("test").CountPerClass());
        Assert.Equal(["test/fear/4.png", "test/happy/3.png"], contents.EvaluationSplit().Data.Ids);
        Assert.Equal(["extra/sad/5.png"], contents.EvaluationSplit("EXTRA").Data.Ids);
        Assert.Equal(5, contents.All.Count);
    }

    [Theory]
    [InlineData("train,validation,test", "test")]
    [InlineData("train,validation", "validation")]
    [InlineData("Training,PublicTest,PrivateTest", "PrivateTest")]
    [InlineData("train,VAL", "VAL")]
    public void The_default_evaluation_split_is_test_before_validation(string splits, string expected)
    {
        foreach (string split in splits.Split(','))
            Write($"{split}/happy/1.png", $"{split}/sad/2.png");
        DatasetContents contents = _folder.Load();
        Assert.StartsWith(expected + "/", contents.EvaluationSplit().Data.Ids[0], StringComparison.Ordinal);
        Assert.StartsWith("train", contents.TrainingSplit().Data.Ids[0], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Hidden_files_and_other_files_are_left_out_and_listed()
    {
        Write("happy/1.png", "happy/.DS_Store", "happy/Thumbs.db", "sad/2.png", "sad/._2.png", "labels.csv", "readme.md", ".git/x.png");
        DatasetContents contents = _folder.Load();
        Assert.Equal(["happy", "sad"], contents.Classes);
        Assert.Equal(["happy/1.png", "sad/2.png"], contents.All.Ids);
        Assert.Equal(["happy/.DS_Store", "happy/Thumbs.db", "labels.csv", "readme.md", "sad/._2.png"], contents.IgnoredFiles);
    }

    [Fact]
    public void A_missing_folder_a_file_and_folders_without_pictures_are_errors()
    {
        string missing = Path.Combine(_folder.Root, "missing");
        AssertFails(() => ImageFolder.Load(missing, TestContext.Current.CancellationToken), missing, "no such folder");
        AssertFails(() => ImageFolder.Load(_folder.Write("file.txt", 1), TestContext.Current.CancellationToken), "file.txt", "is a file");
        AssertFails(() => _folder.Load(), _folder.Root, "no pictures", "1 other");
        Write("happy/note.txt");
        AssertFails(() => _folder.Load(), "no pictures", "2 other");
    }

    [Theory]
    [InlineData("happy/1.png", "train/happy/2.png")]
    [InlineData("1.png", "happy/2.png")]
    [InlineData("train/happy/1.png", "train/happy/old/2.png")]
    public void Mixed_depths_are_an_error_that_names_both(string first, string second)
    {
        Write(first, second);
        AssertFails(() => _folder.Load(), $"'{first}'", $"'{second}'", "class/picture or split/class/picture");
    }

    [Theory]
    [InlineData("1.png", "0 folders deep")]
    [InlineData("data/train/happy/1.png", "3 folders deep")]
    public void A_depth_without_meaning_is_an_error(string picture, string message)
    {
        Write(picture);
        AssertFails(() => _folder.Load(), picture, message);
    }

    [Fact]
    public void A_link_to_a_folder_above_is_an_error_and_not_an_endless_search()
    {
        Write("happy/1.png");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Root, "happy", "loop"), _folder.Root);
        AssertFails(() => _folder.Load(), "folders deep");
    }

    [Fact]
    public void Training_needs_two_classes_with_pictures()
    {
        Write("happy/1.png");
        AssertFails(() => _folder.Load().TrainingSplit(), "only one class", "'happy'");

        Directory.CreateDirectory(Path.Combine(_folder.Root, "sad"));
        DatasetContents contents = _folder.Load();
        Assert.Equal(["happy", "sad"], contents.Classes);
        AssertFails(() => contents.TrainingSplit(), "no pictures of class 'sad'");
    }

    [Fact]
    public void A_training_split_without_a_class_that_another_split_has_is_an_error()
    {
        Write("train/happy/1.png", "train/sad/2.png", "test/fear/3.png");
        AssertFails(() => _folder.Load().TrainingSplit(), "split 'train'", "class 'fear'");
    }

    [Fact]
    public void Missing_splits_are_errors_that_list_those_that_exist()
    {
        Write("one/happy/1.png", "one/sad/2.png", "two/happy/3.png");
        DatasetContents contents = _folder.Load();
        AssertFails(() => contents.TrainingSplit(), "train or training", "one (2), two (1)");
        AssertFails(() => contents.EvaluationSplit(), "test or validation", "one (2), two (1)");
        AssertFails(() => contents.EvaluationSplit("three"), "'three'", "one (2), two (1)");
    }

    [Fact]
    public void A_named_split_of_a_tree_of_classes_is_an_error()
    {
        Write("happy/1.png", "sad/2.png");
        AssertFails(() => _folder.Load().EvaluationSplit("test"), "'test'", "without splits");
    }

    [Fact]
    public void An_empty_evaluation_split_and_two_training_splits_are_errors()
    {
        Write("train/happy/1.png", "training/sad/2.png");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "test"));
        DatasetContents contents = _folder.Load();
        AssertFails(() => contents.EvaluationSplit(), "'test' has no pictures");
        AssertFails(() => contents.TrainingSplit(), "train, training");
    }

    [Fact]
    public void A_file_that_has_gone_is_named()
    {
        Write("happy/1.png", "sad/2.png");
        ImageDataset data = _folder.Load().All;
        File.Delete(data.Files[1]);
        AssertFails(() => data.ReadBytes(1), data.Files[1], "cannot be read");
    }

    [Fact]
    public void Data_sets_that_do_not_fit_together_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ImageDataset(["a"], [0], ["x", "y"], ["x", "y"]));
        Assert.Throws<ArgumentException>(() => new ImageDataset(["a"], [1], ["x"], ["x"]));
        Assert.Throws<ArgumentException>(() => new ImageDataset(["a"], [0, 0], ["x", "x"], ["x", "y"]));
    }

    private void Write(params string[] paths)
    {
        foreach (string path in paths)
            _folder.Write(path, 1);
    }

    private static void AssertFails(Action action, params string[] parts)
    {
        DatasetException error = Assert.Throws<DatasetException>(action);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
