using System.Diagnostics;

namespace Fer.Training.Tests;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_run_makes_its_folder_and_settings()
    {
        using RunFolder run = Open("deep/run");
        Assert.Equal(Experiment.Settings, File.ReadAllText(_folder["deep/run/settings.json"]));
        Assert.False(run.IsFinished);
        Assert.EndsWith("weights.tiny", run.WeightsPath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_in_use_is_refused_until_it_is_free(bool resume)
    {
        using (Open("run"))
        {
            RunFolderException error = Assert.Throws<RunFolderException>(() => Open("run", resume).Dispose());
            Assert.Contains("in use", error.Message, StringComparison.Ordinal);
            Assert.Contains(_folder["run"], error.Message, StringComparison.Ordinal);
        }

        Open("run", resume: true).Dispose();
    }

    [Fact]
    public void The_lock_holds_against_another_process_and_ends_with_it()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock") && File.Exists("/bin/sh"), "needs flock and sh");
        Directory.CreateDirectory(_folder["run"]);
        var start = new ProcessStartInfo("/usr/bin/flock") { RedirectStandardOutput = true };
        foreach (string argument in (string[])["-F", "-n", _folder["run/run.lock"], "/bin/sh", "-c", "echo locked; exec sleep 60"])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        try
        {
            Assert.Equal("locked", process.StandardOutput.ReadLine());
            Assert.Throws<RunFolderException>(() => Open("run", resume: true).Dispose());
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }

        Open("run", resume: true).Dispose();
    }

    [Fact]
    public void A_stale_lock_file_does_not_block()
    {
        Directory.CreateDirectory(_folder["run"]);
        File.WriteAllText(_folder["run/run.lock"], "");
        Open("run").Dispose();
    }

    [Fact]
    public void A_folder_with_a_run_is_refused_unless_resuming()
    {
        Open("run").Dispose();
        RunFolderException error = Assert.Throws<RunFolderException>(() => Open("run").Dispose());
        Assert.Contains("--resume", error.Message, StringComparison.Ordinal);
        Assert.Contains("another folder", error.Message, StringComparison.Ordinal);
        new Experiment().Run(_folder["run"], resume: true);
        Assert.Throws<RunFolderException>(() => Open("run").Dispose());
    }

    [Fact]
    public void A_folder_with_something_else_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(_folder["photos"]);
        File.WriteAllText(_folder["photos/face.12.tmp"], "");
        File.WriteAllText(_folder["photos/face.jpg"], "");
        foreach (bool resume in (bool[])[false, true])
        {
            RunFolderException error = Assert.Throws<RunFolderException>(() => Open("photos", resume).Dispose());
            Assert.Contains("face.jpg", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, Directory.EnumerateFileSystemEntries(_folder["photos"]).Count());
        RunFolderException file = Assert.Throws<RunFolderException>(() => Open("photos/face.jpg").Dispose());
        Assert.Contains("not a folder", file.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resuming_where_nothing_has_begun_starts_a_run()
    {
        Open("missing", resume: true).Dispose();
        Directory.CreateDirectory(_folder["killed"]);
        File.WriteAllText(_folder["killed/run.lock"], "");
        File.WriteAllText(_folder["killed/settings.json.4711.tmp"], "{\"mod");
        Open("killed", resume: true).Dispose();
        Assert.Equal(Experiment.Settings, File.ReadAllText(_folder["killed/settings.json"]));
        Assert.False(File.Exists(_folder["killed/settings.json.4711.tmp"]));
    }

    [Fact]
    public void Resuming_removes_temporary_files_of_a_killed_process_and_no_others()
    {
        Open("run").Dispose();
        File.WriteAllText(_folder["run/checkpoint.tiny.123.tmp"], "part");
        File.WriteAllText(_folder["run/notes.tmp"], "mine");
        Open("run", resume: true).Dispose();
        Assert.False(File.Exists(_folder["run/checkpoint.tiny.123.tmp"]));
        Assert.True(File.Exists(_folder["run/notes.tmp"]));
    }

    [Fact]
    public void Settings_that_differ_are_named_with_both_values()
    {
        Open("run").Dispose();
        const string Other = """{"model":"vgg16","seed":3,"optimizer":{"learningRate":0.01},"clahe":true}""";
        RunFolderException error = Assert.Throws<RunFolderException>(() => Open("run", resume: true, Other).Dispose());
        Assert.Contains(
            "(model: \"softmax-regression\" there, \"vgg16\" here; "
            + "optimizer.learningRate: 0.05 there, 0.01 here; clahe: nothing there, true here)",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_written_another_way_are_the_same_settings()
    {
        Open("run").Dispose();
        const string Other = """{ "seed": 3.0, "optimizer": { "learningRate": 5e-2 }, "model": "softmax-regression" }""";
        using RunFolder run = Open("run", resume: true, Other);
        Assert.Equal(Experiment.Settings, run.Settings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    public void Settings_that_are_no_object_are_refused(string settings)
    {
        Assert.Throws<RunFolderException>(() => Open("run", settings: settings).Dispose());
        Assert.False(Directory.Exists(_folder["run"]));
        Open("other").Dispose();
        File.WriteAllText(_folder["other/settings.json"], settings);
        RunFolderException error = Assert.Throws<RunFolderException>(() => Open("other", resume: true).Dispose());
        Assert.Contains("settings.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_finished_run_has_no_weights_to_read()
    {
        var format = new TinyTensorFormat();
        Assert.Throws<RunFolderException>(() => RunFolder.ReadWeights(_folder["missing"], format));
        Open("run").Dispose();
        RunFolderException error = Assert.Throws<RunFolderException>(() => RunFolder.ReadWeights(_folder["run"], format));
        Assert.Contains("not finished", error.Message, StringComparison.Ordinal);
        Assert.Empty(RunFolder.ReadHistory(_folder["run"]).Epochs);

        new Experiment().Run(_folder["run"], resume: true);
        File.WriteAllText(_folder["run/weights.tiny"], "damaged");
        TensorFileException damaged = Assert.Throws<TensorFileException>(() => RunFolder.ReadWeights(_folder["run"], format));
        Assert.Contains(_folder["run/weights.tiny"], damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_carry_the_given_strings()
    {
        var format = new TinyTensorFormat();
        var metadata = new Dictionary<string, string> { ["architecture"] = "softmax-regression" };
        using (RunFolder run = RunFolder.Open(_folder["run"], "{}", format, weightsMetadata: metadata))
            new Experiment { Options = new TrainerOptions() }.Fit(run);
        Assert.Equal(metadata, RunFolder.ReadWeights(_folder["run"], format).Metadata);
    }

    [Fact]
    public void A_best_file_that_is_gone_is_named()
    {
        var experiment = new Experiment();
        experiment.Network.OnPredict = () =>
        {
            if (experiment.Network.Step == 42)
                File.Delete(_folder["run/best-early-stopping.tiny"]);
        };
        TensorFileException error = Assert.Throws<TensorFileException>(() => experiment.Run(_folder["run"]));
        Assert.Contains("best-early-stopping.tiny", error.Message, StringComparison.Ordinal);
    }

    private RunFolder Open(string name, bool resume = false, string settings = Experiment.Settings) =>
        RunFolder.Open(_folder[name], settings, new TinyTensorFormat(), resume);
}
