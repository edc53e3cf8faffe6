using System.Text.Json;
using Fer.Models;
using Fer.Preprocessing;

namespace Fer.Cli.Tests;

/// <summary><c>fer predict</c> as a child process, with one short run for all tests.</summary>
public sealed class PredictTests(ShortRun trained) : IClassFixture<ShortRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_s_predictions_are_those_of_its_evaluation()
    {
        JsonElement[] predicted = Predict([trained.Folder, .. trained.Pictures]);
        Assert.Equal(trained.Pictures, predicted.Select(picture => picture.GetProperty("file").GetString()!));

        string evaluation = FerProcess.Run("evaluate", trained.Folder, trained.Data, "--out", _folder["evaluation"], "--json", "-")
            .Succeeded().Output;
        using JsonDocument figures = JsonDocument.Parse(evaluation);
        int[][] confusion = [.. figures.RootElement.GetProperty("confusion").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(cell => cell.GetInt32()).ToArray())];
        int[][] expected = [.. TestPictures.Classes.Select(_ => new int[3])];
        foreach (JsonElement picture in predicted)
        {
            double[] scores = Scores(picture);
            string file = picture.GetProperty("file").GetString()!;
            int label = Array.FindIndex(TestPictures.Classes, name => file.Contains($"/{name}/", StringComparison.Ordinal));
            expected[label][Array.IndexOf(scores, scores.Max())]++;
        }

        Assert.Equal(expected, confusion);
    }

    [Fact]
    public void Scores_are_the_softmax_of_the_logits_under_the_class_names()
    {
        JsonElement picture = Predict(trained.Folder, trained.Pictures[0])[0];
        Assert.Equal(TestPictures.Classes, picture.GetProperty("scores").EnumerateObject().Select(score => score.Name));
        double[] exponentials = [.. Logits(picture).Select(logit => Math.Exp(logit))];
        foreach ((double expected, double score) in exponentials.Zip(Scores(picture)))
            Assert.Equal(expected / exponentials.Sum(), score, 1e-6);
        string text = FerProcess.Run("predict", trained.Folder, trained.Pictures[0]).Succeeded().Output;
        Assert.StartsWith($"{trained.Pictures[0]}: ", text, StringComparison.Ordinal);
        Assert.All(TestPictures.Classes, name => Assert.Contains(name, text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_order_and_repetition_of_pictures_change_nothing()
    {
        string[] pictures = [trained.Pictures[4], trained.Pictures[0], trained.Pictures[4]];
        JsonElement[] predicted = Predict([trained.Folder, .. pictures]);
        Assert.Equal(pictures, predicted.Select(picture => picture.GetProperty("file").GetString()!));
        Assert.Equal(Logits(predicted[0]), Logits(predicted[2]));
        Assert.Equal(Logits(Predict(trained.Folder, pictures[1])[0]), Logits(predicted[1]));
    }

    [Fact]
    public void A_run_s_weights_file_predicts_as_the_run_with_its_classes_and_size()
    {
        double[] expected = Logits(Predict(trained.Folder, trained.Pictures[0])[0]);
        string file = Path.Combine(trained.Folder, "weights.safetensors");
        JsonElement fromFile = Predict("--weights", file, trained.Pictures[0])[0];
        Assert.Equal(expected, Logits(fromFile));
        Assert.Equal(TestPictures.Classes, fromFile.GetProperty("scores").EnumerateObject().Select(score => score.Name));

        // As PyTorch keeps it, without what fer says beside the tensors: no names, no size.
        WeightFile.Write(_folder["plain.pth"], new TensorFileContent(WeightFile.Read(file).Tensors, new Dictionary<string, string>()));
        JsonElement plain = Predict("--model", "ferd-cnn", "--weights", _folder["plain.pth"], "--size", "16", trained.Pictures[0])[0];
        Assert.Equal(expected, Logits(plain));
        Assert.Equal(["0", "1", "2"], plain.GetProperty("scores").EnumerateObject().Select(score => score.Name));
    }

    [Fact]
    public void Colour_weights_see_pictures_in_colour_less_ImageNet_s_means()
    {
        NetworkDefinition network = NetworkZoo.Create("ferd-cnn", 3, new TensorShape(3, 16, 16));
        WriteWeights("colour.safetensors", network);
        var image = new Image(16, 16, PixelFormat.Rgb24);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(i * 37 % 251);
        ImageCodecs.Default.Save(_folder["colour.png"], image);
        var values = new float[network.Input.Size];
        Normalization.ImageNet.Apply(image, values);

        double[] logits = Logits(Predict(
            "--model", "ferd-cnn", "--weights", _folder["colour.safetensors"], "--size", "16", _folder["colour.png"])[0]);
        using var engine = new Fer.Engine.CpuEngine();
        using INetwork compiled = engine.CompileForPrediction(network, WeightFile.Read(_folder["colour.safetensors"]).Tensors, 1);
        var expected = new float[3];
        compiled.Predict(values, 1, expected);
        Assert.Equal(expected.Select(logit => (double)logit), logits, (a, b) => Math.Abs(a - b) < 1e-6);

        double[] raw = Logits(Predict("--model", "ferd-cnn", "--weights", _folder["colour.safetensors"], "--size", "16",
            "--normalization", "none", _folder["colour.png"])[0]);
        Assert.NotEqual(logits, raw);
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused_with_everything_that_is_wrong()
    {
        NetworkDefinition network = NetworkZoo.Create("ferd-cnn", 3, new TensorShape(1, 16, 16));
        var tensors = WeightInitializer.Initialize(network, seed: 1).ToDictionary(StringComparer.Ordinal);
        tensors.Remove("conv2.weight");
        tensors.Remove("batch_norm1.running_var");
        tensors["stranger.weight"] = new Tensor([1], [1]);
        tensors["dense2.bias"] = new Tensor([3], [1, 2, 3]);
        WeightFile.Write(_folder["bad.safetensors"], new TensorFileContent(tensors, new Dictionary<string, string>()));
        FerProcess.Run("predict", "--model", "ferd-cnn", "--weights", _folder["bad.safetensors"], "--size", "16", trained.Pictures[0])
            .Refused("bad.safetensors", "conv2.weight", "batch_norm1.running_var", "stranger.weight", "dense2.bias");

        WriteWeights("three.safetensors", network);
        FerProcess.Run("predict", "--model", "ferd-cnn", "--weights", _folder["three.safetensors"], "--size", "16", "--classes", "7",
            trained.Pictures[0]).Refused("output.weight", "output.bias", "[3, 256]", "[7, 256]");
    }

    [Fact]
    public void Bad_input_is_refused_in_one_line()
    {
        string picture = trained.Pictures[0], weights = Path.Combine(trained.Folder, "weights.safetensors");
        File.WriteAllText(_folder["letter.png"], "Dear reader");
        FerProcess.Run("predict", trained.Folder, picture, _folder["letter.png"]).Refused("letter.png");
        FerProcess.Run("predict", trained.Folder, _folder["nowhere.png"]).Refused("nowhere.png");
        FerProcess.Run("predict", trained.Folder, trained.Data).Refused(trained.Data, "folder", "*.png");
        FerProcess.Run("predict", trained.Folder).Refused("pictures");
        FerProcess.Run("predict", picture, picture).Refused(picture, "run");
        FerProcess.Run("predict", trained.Folder, picture, "--size", "16").Refused("--size", "--weights");
        FerProcess.Run("predict", "--model", "no-such-net", "--weights", weights, picture).Refused("no-such-net", "ferd-cnn");
        FerProcess.Run("predict", "--model", "ferd-cnn", "--weights", _folder["nowhere.pth"], picture).Refused("nowhere.pth");
    }

    private static JsonElement[] Predict(params IEnumerable<string> arguments)
    {
        using JsonDocument json = JsonDocument.Parse(FerProcess.Run(["predict", "--json", "-", .. arguments]).Succeeded().Output);
        return [.. json.RootElement.Clone().EnumerateArray()];
    }

    private static double[] Logits(JsonElement picture) =>
        [.. picture.GetProperty("logits").EnumerateArray().Select(logit => logit.GetDouble())];

    private static double[] Scores(JsonElement picture) =>
        [.. picture.GetProperty("scores").EnumerateObject().Select(score => score.Value.GetDouble())];

    private void WriteWeights(string name, NetworkDefinition network) => WeightFile.Write(
        _folder[name], new TensorFileContent(WeightInitializer.Initialize(network, seed: 1), new Dictionary<string, string>()));
}
