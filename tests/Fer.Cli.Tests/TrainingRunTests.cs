using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Fer.Cli.Tests;

/// <summary>Whole runs of <c>fer train</c> and <c>fer evaluate</c> as child processes.</summary>
public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainingRunTests()
    {
        TestPictures.Write(_folder["data/train"], perClass: 60);
        TestPictures.Write(_folder["data/test"], perClass: 10, seed: 2);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_then_evaluate_writes_report_figures_and_JSON()
    {
        FerResult trained = Train("run", "--epochs", "6", "--batch", "8", "--profile", "--json", _folder["train.json"]).Succeeded();
        Assert.Contains("GFLOP/s", trained.Output, StringComparison.Ordinal);
        using (JsonDocument trace = JsonDocument.Parse(File.ReadAllText(_folder["run/trace.json"])))
            Assert.True(trace.RootElement.GetProperty("traceEvents").GetArrayLength() > 100);
        FerResult result = FerProcess.Run("evaluate", _folder["run"], _folder["data"], "--json", "-").Succeeded();

        FerProcess.Run("evaluate", _folder["run"], _folder["data"], "--tta", "--out", _folder["mirrored"]).Succeeded();
        Assert.Contains("mirror image", File.ReadAllText(_folder["mirrored/report.html"]), StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(result.Output);
        foreach (string key in new[] { "accuracy", "auc", "kappa", "mcc", "macro", "weighted", "classes", "confusion" })
            Assert.True(json.RootElement.TryGetProperty(key, out _), $"The JSON lacks '{key}'.");
        Assert.True(json.RootElement.GetProperty("accuracy").GetDouble() > 0.6, "The bars were not learnt.");
        Assert.Equal(30, json.RootElement.GetProperty("samples").GetInt32());
        foreach (string file in new[] { "run/report.html", "run/evaluation.json", "run/evaluation.txt", "run/weights.safetensors",
            "run/history.csv", "run/evaluation/report.html", "run/evaluation/evaluation.json", "train.json" })
        {
            Assert.True(new FileInfo(_folder[file]).Length > 0, file);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_on_one_and_two_threads_and_over_two_runs()
    {
        Train("one", "--epochs", "2", "--threads", "1").Succeeded();
        Train("two", "--epochs", "2", "--threads", "2").Succeeded();
        Train("again", "--epochs", "2", "--threads", "2").Succeeded();
        Train("other", "--epochs", "2", "--threads", "2", "--seed", "8").Succeeded();
        Assert.Equal(Hash("one/weights.safetensors"), Hash("two/weights.safetensors"));
        Assert.Equal(Hash("two/weights.safetensors"), Hash("again/weights.safetensors"));
        Assert.NotEqual(Hash("two/weights.safetensors"), Hash("other/weights.safetensors"));
    }

    [Fact]
    public void A_run_killed_at_three_random_moments_resumes_to_the_same_bits()
    {
        string[] settings = ["--epochs", "30", "--batch", "8"];
        Train("whole", settings).Succeeded();

        var random = new Random();
        int kills = 0;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            using FerProcess process = FerProcess.Start(TrainArguments("killed", [.. settings, "--resume"]));
            WaitForCheckpoints(process, random.Next(1, 6));
            kills += process.KillAfter(TimeSpan.FromMilliseconds(random.Next(50))) ? 1 : 0;
        }

        Assert.True(kills > 0, "The run was over before it could be killed.");
        Train("killed", [.. settings, "--resume"]).Succeeded();
        foreach (string file in new[] { "weights.safetensors", "history.csv", "history.json", "evaluation.json", "report.html" })
            Assert.Equal(Hash($"whole/{file}"), Hash($"killed/{file}"));
        Assert.Empty(Directory.GetFiles(_folder["killed"], "*.tmp"));
    }

    [Fact]
    public void Ctrl_C_writes_a_checkpoint_and_the_run_resumes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by the kill command.");
        string[] settings = ["--epochs", "30", "--batch", "8"];
        using FerProcess process = FerProcess.Start(TrainArguments("stopped", settings));
        WaitFor(() => File.Exists(_folder["stopped/checkpoint.safetensors"]));
        Process.Start("kill", [IgnoresCtrlC() ? "-TERM" : "-INT", $"{process.Id}"]).WaitForExit();
        Assert.Equal(130, process.WaitForExit().ExitCode);
        Assert.False(File.Exists(_folder["stopped/weights.safetensors"]));
        Train("stopped", [.. settings, "--resume"]).Succeeded();
    }

    [Fact]
    public void A_run_goes_on_on_another_engine_and_says_so()
    {
        string[] settings = ["--epochs", "60", "--batch", "8"];
        using (FerProcess process = FerProcess.Start(TrainArguments("moved", settings)))
        {
            WaitFor(() => File.Exists(_folder["moved/checkpoint.safetensors"]));
            Assert.True(process.KillAfter(TimeSpan.Zero), "The run was over before it could be moved.");
        }

        Train("moved", [.. settings, "--engine", "cpu-direct", "--resume"]).Succeeded();
        Assert.Contains("\"engine\": \"cpu\"", File.ReadAllText(_folder["moved/settings.json"]), StringComparison.Ordinal);
        Assert.Contains(
            "Begun on the engine cpu, continued on cpu-direct", File.ReadAllText(_folder["moved/report.html"]), StringComparison.Ordinal);
    }

    /// <summary>Whether the processes begun here ignore Ctrl-C, as those of a shell's background jobs do.</summary>
    private static bool IgnoresCtrlC()
    {
        const int Interrupt = 1 << 1; // SIGINT, the second bit
        const string Ignored = "SigIgn:";
        string? line = File.Exists("/proc/self/status")
            ? File.ReadLines("/proc/self/status").FirstOrDefault(text => text.StartsWith(Ignored, StringComparison.Ordinal))
            : null;
        return line is not null && (Convert.ToInt64(line[Ignored.Length..].Trim(), 16) & Interrupt) != 0;
    }

    [Fact]
    public void A_run_folder_is_not_overwritten_nor_continued_with_other_settings()
    {
        Train("run", "--epochs", "1").Succeeded();
        Train("run", "--epochs", "1").Refused("run", "--resume");
        Train("run", "--epochs", "2", "--resume").Refused("epochs");
        Train("run", "--epochs", "1", "--resume").Succeeded();
        Directory.CreateDirectory(_folder["other"]);
        File.WriteAllText(_folder["other/letter.txt"], "not a run");
        Train("other", "--epochs", "1").Refused("other", "letter.txt");
    }

    [Fact]
    public void A_run_folder_in_use_is_refused()
    {
        string[] settings = ["--epochs", "200", "--batch", "8"];
        using FerProcess first = FerProcess.Start(TrainArguments("run", settings));
        WaitFor(() => File.Exists(_folder["run/settings.json"]));
        Train("run", [.. settings, "--resume"]).Refused("run", "in use");
    }

    [Fact]
    public void Evaluating_on_the_pictures_trained_on_is_refused()
    {
        Train("run", "--epochs", "1").Succeeded();
        FerProcess.Run("evaluate", _folder["run"], _folder["data"], "--split", "train").Refused("trained on", ".png");
        File.WriteAllText(_folder["data/train/down/broken.png"], "so that decoding, which comes later, would fail");
        FerProcess.Run("evaluate", _folder["run"], _folder["data/train"]).Refused("trained on");
        Assert.False(Directory.Exists(_folder["run/evaluation"]));
    }

    [Fact]
    public void A_full_disk_ends_the_run_with_a_message_and_no_half_written_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small file system is mounted for this test.");
        Directory.CreateDirectory(_folder["small"]);
        const string Script = """
            mount -t tmpfs -o size=20m none "$SMALL" || exit 77
            "$@"; code=$?
            ls "$SMALL/run" >&2
            exit $code
            """;
        using FerProcess process = FerProcess.StartInShell(
            $"SMALL='{_folder["small"]}'; export SMALL; unshare -rm sh -c '{Script}' sh \"$@\"",
            TrainArguments("small/run", "--epochs", "2"));
        FerResult result = process.WaitForExit();
        bool mounted = result.ExitCode != 77 && !result.Error.Contains("unshare", StringComparison.Ordinal);
        Assert.SkipUnless(mounted, "No file system can be mounted here.");
        result.Refused("cannot be written", "space", "small");
        string[] files = [.. result.Error.Split('\n').SkipWhile(line => !line.StartsWith("fer:", StringComparison.Ordinal)).Skip(1)];
        Assert.Contains("settings.json", files);
        Assert.DoesNotContain("weights.safetensors", files);
        Assert.DoesNotContain(files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private FerResult Train(string run, params string[] settings) => FerProcess.Run(TrainArguments(run, settings));

    private IEnumerable<string> TrainArguments(string run, params string[] settings) =>
        ["train", _folder["data"], "--out", _folder[run], .. settings];

    private string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_folder[file])));

    /// <summary>Waits until a run has written so many checkpoints, whatever the machine's speed.</summary>
    private void WaitForCheckpoints(FerProcess process, int count)
    {
        string file = _folder["killed/checkpoint.safetensors"];
        DateTime last = File.GetLastWriteTimeUtc(file);
        while (count > 0 && !process.HasExited)
        {
            Thread.Sleep(1);
            DateTime written = File.GetLastWriteTimeUtc(file);
            count -= written == last ? 0 : 1;
            last = written;
        }
    }

    private static void WaitFor(Func<bool> condition)
    {
        for (int i = 0; i < 1200 && !condition(); i++)
            Thread.Sleep(50);
        Assert.True(condition(), "Waited for a minute in vain.");
    }
}
