using System.Security.Cryptography;
using System.Text.Json;
using Fer.Models;
using Fer.Preprocessing;

namespace Fer.Cli.Tests;

/// <summary><c>fer train --balance</c> and <c>--clahe</c> as child processes, on classes of different sizes.</summary>
public sealed class BalanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BalanceTests()
    {
        TestPictures.Write(_folder["data/train"], perClass: 40);
        TestPictures.Write(_folder["data/test"], perClass: 6, seed: 2);
        Remove("down", keep: 20);
        Remove("slanted", keep: 10);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("smote", 36, 36, 36)]
    [InlineData("oversample", 36, 36, 36)]
    [InlineData("undersample", 9, 9, 9)]
    public void Classes_are_balanced_within_the_training_part_and_the_report_says_so(string balance, params int[] after)
    {
        FerResult result = Train("run", "--balance", balance, "--epochs", "1").Succeeded();
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(_folder["run/settings.json"]));
        JsonElement data = settings.RootElement.GetProperty("data");
        Assert.Equal(balance, settings.RootElement.GetProperty("balance").GetString());
        Assert.Equal([36, 18, 9], Numbers(data.GetProperty("trainingPerClass")));
        Assert.Equal(after, Numbers(data.GetProperty("balancedPerClass")));

        string note = $"down 18 -> {after[1]} ({after[1] - 18:+0;-0;0})";
        Assert.Contains(note, result.Error, StringComparison.Ordinal);
        Assert.Contains(note.Replace(">", "&gt;", StringComparison.Ordinal), Report("run"), StringComparison.Ordinal);

        // The held-back part is real and as it was.
        using JsonDocument evaluation = JsonDocument.Parse(File.ReadAllText(_folder["run/evaluation.json"]));
        Assert.Equal(7, evaluation.RootElement.GetProperty("samples").GetInt32());
        Assert.DoesNotContain("#", File.ReadAllText(_folder["run/samples.csv"]), StringComparison.Ordinal);
        Assert.Equal(71, File.ReadAllLines(_folder["run/samples.csv"]).Length);
    }

    [Fact]
    public void SMOTE_gives_the_same_bits_on_one_and_two_threads_and_after_an_interruption()
    {
        string[] settings = ["--balance", "smote", "--clahe", "--tiles", "4x4", "--epochs", "12", "--batch", "8"];
        Train("one", ["--threads", "1", .. settings]).Succeeded();
        using (FerProcess process = FerProcess.Start(TrainArguments("two", ["--threads", "2", .. settings])))
        {
            for (int i = 0; i < 60_000 && !File.Exists(_folder["two/checkpoint.safetensors"]) && !process.HasExited; i++)
                Thread.Sleep(1);
            Assert.True(process.KillAfter(TimeSpan.FromMilliseconds(5)), "The run was over before it could be killed.");
        }

        Train("two", ["--threads", "2", "--resume", .. settings]).Succeeded();
        foreach (string file in new[] { "settings.json", "weights.safetensors", "history.csv", "evaluation.json" })
            Assert.Equal(Hash($"one/{file}"), Hash($"two/{file}"));
        Train("two", ["--resume", "--balance", "oversample", .. settings[2..]]).Refused("balance");
        Train("two", ["--resume", "--balance", "smote", .. settings[5..]]).Refused("clahe");
    }

    [Fact]
    public void CLAHE_is_applied_wherever_the_run_is_used()
    {
        Train("run", "--clahe", "--clip", "3", "--tiles", "2x4", "--epochs", "2").Succeeded();
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(_folder["run/settings.json"]));
        JsonElement clahe = settings.RootElement.GetProperty("clahe");
        Assert.Equal(3, clahe.GetProperty("clipLimit").GetDouble());
        Assert.Equal([2, 4], Numbers(clahe.GetProperty("tiles")));
        Assert.Contains("clahe.clipLimit", Report("run"), StringComparison.Ordinal);

        // Pictures equalised beforehand and shown to the same weights without CLAHE give the same scores.
        string picture = _folder["data/test/down/3.png"], weights = _folder["run/weights.safetensors"];
        FerProcess.Run("convert", picture, _folder["equalised.png"], "--clahe", "--clip", "3", "--tiles", "2x4").Succeeded();
        WeightFile.Write(
            _folder["plain.pth"], new TensorFileContent(WeightFile.Read(weights).Tensors, new Dictionary<string, string>()));
        string expected = Logits("--model", "ferd-cnn", "--weights", _folder["plain.pth"], "--size", "16", _folder["equalised.png"]);
        Assert.Equal(expected, Logits(_folder["run"], picture));
        Assert.Equal(expected, Logits("--weights", weights, picture));
        Assert.NotEqual(expected, Logits("--model", "ferd-cnn", "--weights", _folder["plain.pth"], "--size", "16", picture));

        FerProcess.Run("evaluate", _folder["run"], _folder["data"], "--json", _folder["run.json"]).Succeeded();
        var equalize = new ClaheTransform(new ClaheOptions { ClipLimit = 3, TilesX = 2, TilesY = 4 });
        foreach (string file in Directory.GetFiles(_folder["data/test"], "*.png", SearchOption.AllDirectories))
            ImageCodecs.Default.Save(file, equalize.Apply(ImageCodecs.Default.Load(file)));
        File.WriteAllText(
            _folder["run/settings.json"],
            File.ReadAllText(_folder["run/settings.json"]).Replace("\"clahe\"", "\"without\"", StringComparison.Ordinal));
        FerProcess.Run("evaluate", _folder["run"], _folder["data"], "--json", _folder["plain.json"]).Succeeded();
        Assert.Equal(Hash("run.json"), Hash("plain.json"));
    }

    [Fact]
    public void Frozen_features_are_computed_of_balanced_pictures()
    {
        Train("base", "--epochs", "1").Succeeded();
        FerResult result = Train("head", "--weights", _folder["base"], "--freeze", "1", "--balance", "smote", "--epochs", "1").Succeeded();
        Assert.Contains("computed once", result.Error, StringComparison.Ordinal);
        Assert.Contains("slanted 9 -> 36 (+27)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_too_small_for_SMOTE_is_named_with_the_way_out()
    {
        Remove("slanted", keep: 5);
        Train("run", "--balance", "smote").Refused("slanted", "4 training samples", "5 neighbours", "--balance oversample");
        Assert.False(Directory.Exists(_folder["run"]), "A run folder was left behind.");
        Train("run", "--balance", "oversample", "--epochs", "1").Succeeded();
    }

    private void Remove(string name, int keep)
    {
        foreach (string file in Directory.GetFiles(_folder[$"data/train/{name}"]).Order(StringComparer.Ordinal).Skip(keep))
            File.Delete(file);
    }

    private FerResult Train(string run, params string[] settings) => FerProcess.Run(TrainArguments(run, settings));

    private IEnumerable<string> TrainArguments(string run, params string[] settings) =>
        ["train", _folder["data"], "--out", _folder[run], .. settings];

    private string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_folder[file])));

    private string Report(string run) => File.ReadAllText(_folder[$"{run}/report.html"]);

    private static string Logits(params IEnumerable<string> arguments)
    {
        using JsonDocument json = JsonDocument.Parse(FerProcess.Run(["predict", "--json", "-", .. arguments]).Succeeded().Output);
        return json.RootElement[0].GetProperty("logits").GetRawText();
    }

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];
}
