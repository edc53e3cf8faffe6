using System.Text.Json;
using Fer.Ml;
using Fer.Models;

namespace Fer.Cli.Tests;

/// <summary><c>fer features</c> as a child process.</summary>
public sealed class FeaturesTests(ShortRun trained) : IClassFixture<ShortRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_head_makes_the_written_probabilities_of_the_written_features()
    {
        using JsonDocument json = JsonDocument.Parse(Features("test", "--split", "test", "--json", "-").Output);
        Assert.Equal(9, json.RootElement.GetProperty("rows").GetInt32());
        Assert.Equal(256, json.RootElement.GetProperty("features").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("trained").GetInt32());
        Assert.Equal(3, json.RootElement.GetProperty("classes").GetProperty("down").GetInt32());

        FeatureTable table = Table("test");
        Assert.Equal(TestPictures.Classes, table.Classes);
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2], table.Labels);
        Assert.Contains("test/down/1.png", table.Ids);
        IReadOnlyDictionary<string, NpyArray> arrays = Arrays("test");
        Assert.Equal(new[] { "ferd-cnn" }, arrays["model"].Values);
        double[] probabilities = (double[])arrays["probabilities"].Values;
        double[] expected = [.. Enumerable.Range(0, table.Count).SelectMany(row => Head(table.Row(row).ToArray()))];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], probabilities[i], 1e-5);
    }

    [Fact]
    public void All_splits_are_taken_by_default_and_the_pictures_trained_on_are_marked()
    {
        FerResult result = Features("all");
        Assert.Contains("60 of the 69", result.Error, StringComparison.Ordinal);
        bool[] trainedOn = (bool[])Arrays("all")["trained"].Values;
        FeatureTable table = Table("all");
        Assert.Equal(table.Ids.Select(id => id.StartsWith("train/", StringComparison.Ordinal)), trainedOn);
    }

    [Fact]
    public void The_same_run_and_pictures_give_the_same_file_on_any_number_of_threads()
    {
        Features("one", "--threads", "1");
        Features("three", "--threads", "3");
        Assert.Equal(File.ReadAllBytes(_folder["one.npz"]), File.ReadAllBytes(_folder["three.npz"]));
    }

    [Fact]
    public void Bad_input_is_refused_by_name()
    {
        FerProcess.Run("features", _folder["absent"], trained.Data, "--out", _folder["x.npz"]).Refused("absent");
        FerProcess.Run("features", trained.Folder, trained.Data, "--split", "dev", "--out", _folder["x.npz"]).Refused("dev", "train");
        FerProcess.Run("features", trained.Folder, _folder["absent"], "--out", _folder["x.npz"]).Refused("absent");
        Assert.Empty(Directory.GetFiles(_folder[""]));
    }

    private FerResult Features(string name, params IEnumerable<string> options) => FerProcess.Run(
        ["features", trained.Folder, trained.Data, "--out", _folder[$"{name}.npz"], .. options]).Succeeded();

    private IReadOnlyDictionary<string, NpyArray> Arrays(string name) =>
        NpzFile.Read(_folder[$"{name}.npz"], cancellationToken: TestContext.Current.CancellationToken);

    private FeatureTable Table(string name) => FeatureFile.FromArrays(Arrays(name), name);

    /// <summary>Batch norm, the last dense layer and the softmax in double precision, from the run's weights.</summary>
    private double[] Head(float[] features)
    {
        using FileStream file = File.OpenRead(Path.Combine(trained.Folder, "weights.safetensors"));
        IReadOnlyDictionary<string, Tensor> weights = new Safetensors().Read(file).Tensors;
        float[] Of(string name) => weights[name].Values;
        double[] normalized = [.. features.Select((value, i) =>
            (value - Of("batch_norm6.running_mean")[i]) / Math.Sqrt(Of("batch_norm6.running_var")[i] + 1e-5)
            * Of("batch_norm6.weight")[i] + Of("batch_norm6.bias")[i])];
        double[] powers = [.. Of("output.bias").Select((bias, c) =>
            Math.Exp(bias + normalized.Select((value, i) => value * Of("output.weight")[c * normalized.Length + i]).Sum()))];
        return [.. powers.Select(power => power / powers.Sum())];
    }
}
