using System.Security.Cryptography;
using System.Text.Json;
using Fer.Models;

namespace Fer.Cli.Tests;

/// <summary>Runs of <c>fer train --weights</c> as child processes, from one short run that knows other classes.</summary>
public sealed class TransferTests(TransferTests.Pretrained pretrained) : IClassFixture<TransferTests.Pretrained>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>A run on two classes, and pictures of three.</summary>
    public sealed class Pretrained : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Pretrained()
        {
            TestPictures.Write(_folder["two"], perClass: 20, seed: 3, classes: 2);
            TestPictures.Write(Data, perClass: 20);
            FerProcess.Run("train", _folder["two"], "--out", Run, "--epochs", "2", "--batch", "8").Succeeded();
        }

        public string Data => _folder["data"];

        public string Run => _folder["run"];

        public string Weights => Path.Combine(Run, "weights.safetensors");

        public void Dispose() => _folder.Dispose();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_head_alone_learns_and_all_else_keeps_its_bits_on_any_number_of_threads()
    {
        FerResult result = Train("one", "--weights", pretrained.Run, "--freeze", "1", "--threads", "1").Succeeded();
        string[] words = ["output.weight, output.bias", "6 of 7 weight layers, up to 'dense2'", "771 of", "computed once", "not augmented"];
        foreach (string word in words)
            Assert.Contains(word, result.Error, StringComparison.Ordinal);
        Assert.All(Unchanged("one"), pair => Assert.Equal(!pair.Key.StartsWith("output.", StringComparison.Ordinal), pair.Value));

        Train("two", "--weights", pretrained.Weights, "--freeze", "1", "--threads", "2").Succeeded();
        Assert.Equal(Hash("one/weights.safetensors"), Hash("two/weights.safetensors"));
        Assert.Equal(Hash("one/settings.json"), Hash("two/settings.json"));
        FerProcess.Run("predict", _folder["two"], Path.Combine(pretrained.Data, "down", "0.png")).Succeeded();
    }

    [Fact]
    public void A_part_learns_and_what_is_frozen_keeps_its_bits_with_its_statistics()
    {
        FerResult result = Train("one", "--weights", pretrained.Run, "--freeze", "0.5", "--threads", "1").Succeeded();
        Assert.Contains("3 of 7 weight layers, up to 'conv3'", result.Error, StringComparison.Ordinal);
        string[] frozen = ["conv1.", "conv2.", "conv3.", "batch_norm1.", "batch_norm2.", "batch_norm3."];
        foreach ((string name, bool isUnchanged) in Unchanged("one"))
            Assert.Equal(frozen.Any(layer => name.StartsWith(layer, StringComparison.Ordinal)), isUnchanged);
        Train("two", "--weights", pretrained.Run, "--freeze", "0.5", "--threads", "2").Succeeded();
        Assert.Equal(Hash("one/weights.safetensors"), Hash("two/weights.safetensors"));
    }

    [Fact]
    public void Without_augmentation_a_partly_frozen_network_s_features_are_computed_once()
    {
        FerResult result = Train("run", "--weights", pretrained.Run, "--freeze", "0.5", "--no-augment").Succeeded();
        Assert.Contains("256x2x2, are computed once", result.Error, StringComparison.Ordinal);
        Assert.True(Unchanged("run")["batch_norm3.running_mean"]);
        Assert.False(Unchanged("run")["conv4.weight"]);
    }

    [Fact]
    public void The_backbone_s_learning_rate_and_label_smoothing_count()
    {
        Train("run", "--weights", pretrained.Run).Succeeded();
        Train("slow", "--weights", pretrained.Run, "--backbone-learning-rate", "0.1").Succeeded();
        Train("smooth", "--weights", pretrained.Run, "--label-smoothing", "0.1").Succeeded();
        string[] hashes = [Hash("run/weights.safetensors"), Hash("slow/weights.safetensors"), Hash("smooth/weights.safetensors")];
        Assert.Equal(3, hashes.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(true, Unchanged("run").Values);
    }

    [Theory]
    [InlineData("--freeze", "1")]
    [InlineData("--freeze", "0.8", "--unfreeze-every", "2")]
    public void A_killed_run_resumes_to_the_same_bits(params string[] freeze)
    {
        string[] settings = ["--weights", pretrained.Run, .. freeze, "--epochs", "7", "--batch", "16"];
        FerResult whole = Train("whole", settings).Succeeded();
        Assert.Equal(freeze.Contains("--unfreeze-every"), whole.Error.Contains("Epoch 4: of", StringComparison.Ordinal));
        using (FerProcess process = FerProcess.Start(Arguments("killed", settings)))
        {
            Wait(() => process.HasExited || Epochs("killed") >= 3);
            Assert.True(process.KillAfter(TimeSpan.Zero), "The run was over before it could be killed.");
        }

        Train("killed", [.. settings, "--resume"]).Succeeded();
        foreach (string file in new[] { "weights.safetensors", "history.csv", "evaluation.json" })
            Assert.Equal(Hash($"whole/{file}"), Hash($"killed/{file}"));
    }

    [Fact]
    public void The_settings_hold_the_weights_by_content_and_all_that_decides()
    {
        string[] options = ["--freeze", "1", "--backbone-learning-rate", "0.5", "--label-smoothing", "0.1"];
        Train("run", ["--weights", pretrained.Run, .. options]).Succeeded();
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(_folder["run/settings.json"]));
        JsonElement transfer = settings.RootElement.GetProperty("transfer");
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(pretrained.Weights)));
        Assert.Equal(hash, transfer.GetProperty("weights").GetString());
        Assert.Equal("none", transfer.GetProperty("normalization").GetString());
        Assert.Equal(1, transfer.GetProperty("freeze").GetDouble());
        Assert.Equal(0.5, transfer.GetProperty("backboneLearningRate").GetDouble());
        Assert.Equal(0.1, settings.RootElement.GetProperty("labelSmoothing").GetDouble());
        Assert.False(settings.RootElement.GetProperty("augment").GetBoolean());
        Train("run", "--weights", pretrained.Run, "--freeze", "0.5", "--resume").Refused("transfer.freeze");
        Train("run", "--freeze", "0", "--resume").Refused("transfer.weights");
    }

    [Fact]
    public void Foreign_colour_weights_serve_grey_pictures_summed_and_colour_pictures_as_they_are()
    {
        NetworkDefinition colour = NetworkZoo.Create("ferd-cnn", 10, new TensorShape(3, 16, 16));
        WeightFile.Write(
            _folder["torch.pth"], new TensorFileContent(WeightInitializer.Initialize(colour, seed: 1), new Dictionary<string, string>()));
        FerResult grey = Train("grey", "--weights", _folder["torch.pth"], "--freeze", "1").Succeeded();
        Assert.Contains("values from 0 to 1: conv1.weight, conv1.bias", grey.Error, StringComparison.Ordinal);
        Assert.Contains("imagenet", File.ReadAllText(_folder["grey/settings.json"]), StringComparison.Ordinal);
        TensorFileContent fitted = WeightFile.Read(_folder["grey/weights.safetensors"]);
        Assert.Equal([64, 1, 3, 3], fitted.Tensors["conv1.weight"].Dimensions);
        Assert.Equal("none", fitted.Metadata["normalization"]);

        Train("colour", "--weights", _folder["torch.pth"], "--freeze", "1", "--color").Succeeded();
        TensorFileContent kept = WeightFile.Read(_folder["colour/weights.safetensors"]);
        Assert.Equal(WeightFile.Read(_folder["torch.pth"]).Tensors["conv1.weight"].Values, kept.Tensors["conv1.weight"].Values);
        Assert.Equal("imagenet", kept.Metadata["normalization"]);

        // The run and its weights file alone give the same: the file says how its pictures were normalised.
        string picture = Path.Combine(pretrained.Data, "down", "0.png");
        string fromRun = FerProcess.Run("predict", _folder["colour"], picture, "--json", "-").Succeeded().Output;
        Assert.Equal(fromRun, FerProcess.Run("predict", "--weights", _folder["colour"], picture, "--json", "-").Succeeded().Output);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Train("run", "--freeze", "0.3").Refused("--freeze 0.3", "--weights");
        Train("run", "--normalization", "imagenet").Refused("--normalization", "--weights");
        Train("run", "--weights", pretrained.Run, "--freeze", "1.5").Refused("--freeze 1.5");
        Train("run", "--weights", pretrained.Run, "--unfreeze-every", "2").Refused("--unfreeze-every", "--freeze");
        Train("run", "--weights", pretrained.Run, "--backbone-learning-rate", "0").Refused("--backbone-learning-rate");
        Train("run", "--label-smoothing", "1").Refused("--label-smoothing");
        Train("run", "--weights", _folder["nowhere.pth"]).Refused("nowhere.pth");
        Train("run", "--weights", pretrained.Data).Refused("data", "weights.safetensors");
        Train("run", "--weights", pretrained.Run, "--size", "32").Refused("dense1.weight", "[512, 512]", "[512, 2048]");
        Assert.False(Directory.Exists(_folder["run"]), "A run folder was left behind.");
    }

    private FerResult Train(string run, params string[] settings) => FerProcess.Run(Arguments(run, settings));

    private IEnumerable<string> Arguments(string run, params string[] settings) =>
        ["train", pretrained.Data, "--out", _folder[run], .. settings.Contains("--epochs") ? settings : ["--epochs", "2", .. settings]];

    private string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_folder[file])));

    /// <summary>For each weight and statistic of a run, whether it has the bits that it started from.</summary>
    private Dictionary<string, bool> Unchanged(string run)
    {
        IReadOnlyDictionary<string, Tensor> before = WeightFile.Read(pretrained.Weights).Tensors;
        return WeightFile.Read(_folder[$"{run}/weights.safetensors"]).Tensors
            .ToDictionary(pair => pair.Key, pair => pair.Value.Values.SequenceEqual(before[pair.Key].Values));
    }

    private int Epochs(string run) =>
        File.Exists(_folder[$"{run}/history.csv"]) ? File.ReadAllLines(_folder[$"{run}/history.csv"]).Length - 1 : 0;

    private static void Wait(Func<bool> condition)
    {
        for (int i = 0; i < 60_000 && !condition(); i++)
            Thread.Sleep(1);
        Assert.True(condition(), "Waited for a minute in vain.");
    }
}
