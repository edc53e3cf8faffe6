namespace Fer.Cli.Tests;

/// <summary>A network trained for two epochs, and pictures that it has not seen.</summary>
public sealed class ShortRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ShortRun()
    {
        TestPictures.Write(_folder["data/train"], perClass: 20);
        TestPictures.Write(_folder["data/test"], perClass: 3, seed: 2);
        FerProcess.Run("train", Data, "--out", Folder, "--epochs", "2", "--batch", "8").Succeeded();
    }

    /// <summary>The data set: train and test.</summary>
    public string Data => _folder["data"];

    /// <summary>The run folder.</summary>
    public string Folder => _folder["run"];

    /// <summary>The pictures under test.</summary>
    public string[] Pictures =>
        [.. Directory.GetFiles(_folder["data/test"], "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();
}
