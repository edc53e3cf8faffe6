using System.Globalization;

namespace Fer.Cli.Optional.Tests;

/// <summary>The command finds the engine on TorchSharp, and what that trains serves the embedded one.</summary>
public sealed class TorchEngineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TorchEngineTests()
    {
        TestPictures.Write(_folder["data/train"], perClass: 20);
        TestPictures.Write(_folder["data/test"], perClass: 5, seed: 2);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_it_trains_is_evaluated_on_the_embedded_engine()
    {
        Train("torch", "torch-cpu", epochs: 6).Succeeded();
        FerProcess.Run("evaluate", _folder["torch"], _folder["data"]).Succeeded();
        string history = File.ReadAllText(_folder["torch/history.csv"]);
        Assert.Equal(7, history.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        // Dropout differs between engines: what they learn is alike, not the same.
        Train("embedded", "cpu", epochs: 6).Succeeded();
        Assert.NotEqual(history, File.ReadAllText(_folder["embedded/history.csv"]));
        Assert.Equal(FirstLoss("embedded"), FirstLoss("torch"), 0.3);
    }

    [Fact]
    public void A_run_ended_after_an_epoch_goes_on()
    {
        Train("whole", "torch-cpu", epochs: 3).Succeeded();
        using (FerProcess process = FerProcess.Start(Arguments("killed", "torch-cpu", epochs: 3)))
        {
            while (!process.HasExited && !File.Exists(_folder["killed/history.csv"]))
                Thread.Sleep(10);
            process.KillAfter(TimeSpan.Zero);
        }

        FerProcess.Run([.. Arguments("killed", "torch-cpu", epochs: 3), "--resume"]).Succeeded();
        Assert.Equal(File.ReadAllText(_folder["whole/history.csv"]), File.ReadAllText(_folder["killed/history.csv"]));
    }

    [Theory]
    [InlineData("cpu", "torch-cpu")]
    [InlineData("torch-cpu", "cpu")]
    public void A_run_goes_on_on_the_other_engine(string first, string second)
    {
        using (FerProcess process = FerProcess.Start(Arguments("moved", first, epochs: 200)))
        {
            while (!process.HasExited && !File.Exists(_folder["moved/history.csv"]))
                Thread.Sleep(10);
            Assert.True(process.KillAfter(TimeSpan.Zero), "The run was over before it could be moved.");
        }

        int before = File.ReadAllLines(_folder["moved/history.csv"]).Length;
        using (FerProcess process = FerProcess.Start([.. Arguments("moved", second, epochs: 200), "--resume"]))
        {
            while (!process.HasExited && File.ReadAllLines(_folder["moved/history.csv"]).Length < before + 2)
                Thread.Sleep(10);
            Assert.False(process.HasExited, process.HasExited ? process.WaitForExit().Error : "");
        }

        // What the first engine had learnt is not lost.
        double[] losses = [.. File.ReadAllLines(_folder["moved/history.csv"]).Skip(1).Select(Loss)];
        Assert.True(losses[^1] < losses[0], string.Join(", ", losses));
    }

    [Fact]
    public void It_is_measured_as_the_others_are() =>
        Assert.Contains("\"ferd-cnn\"", FerProcess.Run("benchmark", "--only", "ferd-cnn", "--engine", "torch-cpu", "--json", "-")
            .Succeeded().Output, StringComparison.Ordinal);

    [Fact]
    public void A_GPU_that_is_not_there_is_named() => Train("gpu", "torch-cuda", epochs: 1).Refused("cuda", "TorchSharp-cuda-linux");

    private FerResult Train(string run, string engine, int epochs) => FerProcess.Run(Arguments(run, engine, epochs));

    private string[] Arguments(string run, string engine, int epochs) =>
    [
        "train", _folder["data"], "--out", _folder[run], "--engine", engine, "--epochs", $"{epochs}", "--batch", "8", "--seed", "1",
    ];

    private double FirstLoss(string run) => Loss(File.ReadAllLines(_folder[$"{run}/history.csv"])[1]);

    private static double Loss(string line) => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture);
}
