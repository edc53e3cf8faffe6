using Fer.Preprocessing;

namespace Fer.Cli.Tests;

/// <summary>What clumsy users feed the command: each time exit code 2, one line that helps, and nothing left behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_folder() => TrainIsRefused("nowhere");

    [Fact]
    public void An_empty_folder()
    {
        Directory.CreateDirectory(_folder["data"]);
        TrainIsRefused("data");
    }

    [Fact]
    public void One_class_only()
    {
        TestPictures.Write(_folder["data"], perClass: 5, classes: 1);
        TrainIsRefused("one class", "across");
    }

    [Fact]
    public void A_class_with_fewer_pictures_than_the_split_needs()
    {
        TestPictures.Write(_folder["data"], perClass: 5);
        foreach (string file in Directory.GetFiles(_folder["data/down"]).Skip(1))
            File.Delete(file);
        TrainIsRefused("down", "1");
    }

    [Fact]
    public void A_truncated_picture()
    {
        TestPictures.Write(_folder["data"], perClass: 5);
        byte[] whole = File.ReadAllBytes(_folder["data/down/3.png"]);
        File.WriteAllBytes(_folder["data/down/3.png"], whole[..(whole.Length / 2)]);
        TrainIsRefused("down/3.png", "truncated");
    }

    [Fact]
    public void A_text_file_named_jpg()
    {
        TestPictures.Write(_folder["data"], perClass: 5);
        File.WriteAllText(_folder["data/down/letter.jpg"], "Dear reader, I am no picture at all.");
        TrainIsRefused("down/letter.jpg");
    }

    [Fact]
    public void A_jpeg_that_claims_to_be_huge()
    {
        TestPictures.Write(_folder["data"], perClass: 5);
        byte[] header =
        [
            0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0,
            0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x55, 0xFF, 0xD9,
        ];
        File.WriteAllBytes(_folder["data/down/huge.jpg"], header);
        TrainIsRefused("down/huge.jpg", "65535");
    }

    [Fact]
    public void Pictures_of_different_sizes_without_a_resize()
    {
        TestPictures.Write(_folder["data"], perClass: 5);
        ImageCodecs.Default.Save(_folder["data/down/large.png"], new Image(20, 24, PixelFormat.Gray8));
        TrainIsRefused("20x24", "16x16");
        FerProcess.Run("train", _folder["data"], "--out", _folder["resized"], "--epochs", "1", "--size", "16x16").Succeeded();
    }

    [Fact]
    public void Pictures_too_small_for_the_network()
    {
        TestPictures.Write(_folder["data"], perClass: 5, size: 8);
        TrainIsRefused("ferd-cnn", "16x16");
    }

    [Fact]
    public void Batches_beyond_all_memory()
    {
        TestPictures.Write(_folder["data"], perClass: 5);
        FerProcess.Run("train", _folder["data"], "--out", _folder["run"], "--batch", "2000000000").Refused("batch");
    }

    [Fact]
    public void Inspect_reports_flaws_instead_of_failing()
    {
        TestPictures.Write(_folder["data/train"], perClass: 3);
        TestPictures.Write(_folder["data/test"], perClass: 1);
        File.Copy(_folder["data/train/across/0.png"], _folder["data/train/down/copy.png"]);
        ImageCodecs.Default.Save(_folder["data/train/down/black.png"], new Image(16, 16, PixelFormat.Gray8));
        File.WriteAllText(_folder["data/train/down/letter.jpg"], "Dear reader");
        FerResult result = FerProcess.Run("inspect", _folder["data"], "--json", "-").Succeeded();
        using var json = System.Text.Json.JsonDocument.Parse(result.Output);
        Assert.Equal(15, json.RootElement.GetProperty("images").GetInt32());
        Assert.Equal(6, json.RootElement.GetProperty("splits").GetProperty("train").GetProperty("down").GetInt32());
        Assert.Equal(3, json.RootElement.GetProperty("duplicates").GetProperty("groups").GetInt32());
        Assert.Equal(1, json.RootElement.GetProperty("duplicates").GetProperty("conflicting").GetInt32());
        Assert.Equal(3, json.RootElement.GetProperty("duplicates").GetProperty("acrossSplits").GetInt32());
        Assert.Equal(1, json.RootElement.GetProperty("blank").GetInt32());
        Assert.Equal(1, json.RootElement.GetProperty("unreadable").GetInt32());
    }

    [Theory]
    [InlineData("train")]
    [InlineData("train", "data", "--out", "run", "--epochs", "none")]
    [InlineData("train", "data", "--out", "run", "--epochs", "0")]
    [InlineData("train", "data", "--out", "run", "--balance", "magic")]
    [InlineData("train", "data", "--out", "run", "--size", "huge")]
    [InlineData("train", "data", "--out", "run", "--learning-rate", "NaN")]
    [InlineData("train", "data", "--out", "run", "--threads", "0")]
    [InlineData("inspect")]
    [InlineData("evaluate", "nowhere", "data")]
    [InlineData("no-such-command")]
    public void Wrong_usage(params string[] arguments) => FerProcess.Run(arguments).Refused();

    private void TrainIsRefused(params string[] words)
    {
        string data = _folder[words is ["nowhere"] ? "nowhere" : "data"];
        FerProcess.Run("train", data, "--out", _folder["run"], "--epochs", "1").Refused(words);
        Assert.False(Directory.Exists(_folder["run"]), "A run folder was left behind.");
    }
}
