using System.IO.Compression;
using System.Text;
using Fer.Models;

namespace Fer.Cli.Tests;

/// <summary>Weight files that mean harm or are broken: exit code 2, one line, little memory, nothing run and nothing left behind.</summary>
public sealed class HostileWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pickle_that_runs_a_command()
    {
        string pickle = $"cos\nsystem\n(X{(char)(6 + _folder["x"].Length)}\0\0\0touch {_folder["x"]}tR.";
        WriteZip("evil.pth", ("archive/data.pkl", pickle), ("archive/version", "3"));
        AreRefused("evil.pth", "os.system");
        Assert.False(File.Exists(_folder["x"]), "The command was run.");
    }

    [Fact]
    public void A_zip_file_that_is_cut_short()
    {
        WeightFile.Write(_folder["whole.pth"], Content(_ => 0.5f));
        byte[] whole = File.ReadAllBytes(_folder["whole.pth"]);
        File.WriteAllBytes(_folder["cut.pth"], whole[..(whole.Length / 2)]);
        AreRefused("cut.pth");
    }

    [Fact]
    public void A_header_of_2_to_the_60_bytes()
    {
        File.WriteAllBytes(_folder["huge.safetensors"], [.. BitConverter.GetBytes(1UL << 60), .. "{}"u8]);
        AreRefused("huge.safetensors", "1152921504606846976");
    }

    [Fact]
    public void Weights_that_are_no_numbers()
    {
        WeightFile.Write(_folder["nan.safetensors"], Content(i => i == 7 ? float.NaN : 0.5f));
        AreRefused("nan.safetensors", "conv1.weight", "NaN");
    }

    /// <summary>By predicting and by training, each in a process that may use 256 MB of memory on its heap.</summary>
    private void AreRefused(string file, params string[] words)
    {
        TestPictures.Write(_folder["data"], perClass: 5);
        string[] weights = ["--model", "ferd-cnn", "--weights", _folder[file]];
        string[][] commands =
        [
            ["predict", .. weights, _folder["data/down/0.png"]],
            ["train", _folder["data"], "--out", _folder["run"], "--epochs", "1", .. weights],
        ];
        foreach (string[] command in commands)
        {
            using FerProcess process = FerProcess.StartInShell("DOTNET_GCHeapHardLimit=0x10000000 exec \"$@\"", command);
            process.WaitForExit().Refused([file, .. words]);
        }

        Assert.False(Directory.Exists(_folder["run"]), "A run folder was left behind.");
    }

    /// <summary>Weights of which one layer's values are chosen.</summary>
    private static TensorFileContent Content(Func<int, float> value) => new(
        new Dictionary<string, Tensor> { ["conv1.weight"] = new([64, 1, 3, 3], [.. Enumerable.Range(0, 576).Select(value)]) },
        new Dictionary<string, string>());

    private void WriteZip(string name, params (string Name, string Content)[] entries)
    {
        using FileStream stream = File.Create(_folder[name]);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach ((string entry, string content) in entries)
        {
            using Stream target = zip.CreateEntry(entry, CompressionLevel.NoCompression).Open();
            target.Write(Encoding.Latin1.GetBytes(content));
        }
    }
}
