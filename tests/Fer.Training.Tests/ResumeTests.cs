namespace Fer.Training.Tests;

/// <summary>However a run ends before its time, resuming it gives the files of a run that was never interrupted.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _expected;
    private readonly int _steps;

    public ResumeTests()
    {
        var experiment = new Experiment();
        TrainingHistory history = experiment.Run(_folder["whole"]);
        _expected = Experiment.Results(_folder["whole"]);
        _steps = (int)experiment.Network.Step;
        Assert.Equal(6, history.Epochs.Count);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_whole_run_leaves_every_file_and_reads_back()
    {
        string[] files =
        [
            "best-early-stopping.tiny", "best.tiny", "checkpoint.tiny", "history.csv", "history.json", "settings.json", "weights.tiny",
        ];
        Assert.Equal(files, _expected.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(_expected["weights.tiny"], _expected["best-early-stopping.tiny"]);
        Assert.Equal(Experiment.Settings, RunFolder.ReadSettings(_folder["whole"]));
        TrainingHistory history = RunFolder.ReadHistory(_folder["whole"]);
        Assert.Equal(history.ToCsv(), File.ReadAllText(Path.Combine(_folder["whole"], "history.csv")));
        Assert.Contains(history.Epochs, epoch => epoch.LearningRate < 0.05);
        Assert.Equal(["fc.weight"], RunFolder.ReadWeights(_folder["whole"], new TinyTensorFormat()).Tensors.Keys);
    }

    [Fact]
    public void The_same_run_again_gives_the_same_bytes()
    {
        new Experiment().Run(_folder["again"]);
        AssertSameResults(_folder["again"]);
    }

    [Fact]
    public void The_interval_of_checkpoints_does_not_change_the_results()
    {
        new Experiment { Options = new Experiment().Options with { CheckpointInterval = 1 } }.Run(_folder["every step"]);
        AssertSameResults(_folder["every step"]);
    }

    [Fact]
    public void A_run_in_memory_learns_the_same()
    {
        var experiment = new Experiment();
        TrainingHistory history = experiment.Fit();
        Assert.Equal(RunFolder.ReadHistory(_folder["whole"]).Epochs, history.Epochs);
        Tensor expected = RunFolder.ReadWeights(_folder["whole"], experiment.Format).Tensors["fc.weight"];
        Assert.Equal(expected.Values, experiment.Network.SaveWeights()["fc.weight"].Values);
    }

    [Fact]
    public void A_kill_at_any_moment_is_made_good_by_resuming()
    {
        // What a kill leaves is what the folder holds at that moment: it is looked at in each step, each prediction, before, in
        // the midst of and after each write, and at each log message (after each checkpoint and history), and copied if it has
        // changed since the last look.
        List<string> moments = [];
        var logger = new ListLogger();
        var experiment = new Experiment { Logger = logger };
        string folder = _folder["killed"];
        void Snapshot()
        {
            string copy = _folder[$"moment{moments.Count}"];
            CopyFolder(folder, copy);
            if (moments.Count > 0 && AreEqual(Experiment.Results(moments[^1]), Experiment.Results(copy)))
                Directory.Delete(copy, recursive: true);
            else
                moments.Add(copy);
        }

        experiment.Network.OnTrainStep = experiment.Network.OnPredict = logger.OnMessage = Snapshot;
        experiment.Format.OnWrite = _ => Snapshot();
        experiment.Run(folder);
        AssertSameResults(folder);

        Assert.InRange(moments.Count, 40, 1000);
        Assert.Contains(moments, moment => Directory.EnumerateFiles(moment, "*.tmp").Any());
        foreach (string moment in moments)
        {
            new Experiment().Run(moment, resume: true);
            AssertSameResults(moment);
        }
    }

    [Fact]
    public void A_write_that_fails_leaves_a_run_that_resumes()
    {
        int failed = 0;
        for (int failing = 0; failing < 200; failing++)
        {
            var experiment = new Experiment();
            int writes = 0;
            experiment.Format.OnWrite = _ => ThrowAt(writes++, failing);
            string folder = _folder[$"write{failing}"];
            if (!Fails(() => experiment.Run(folder)))
                break;
            failed++;
            Assert.Empty(Directory.EnumerateFiles(folder, "*.tmp"));
            new Experiment().Run(folder, resume: true);
            AssertSameResults(folder);
        }

        Assert.InRange(failed, 30, 199);
    }

    [Fact]
    public void Runs_interrupted_again_and_again_at_random_samples_end_the_same()
    {
        var random = RandomGenerator.Create(11);
        for (int run = 0; run < 15; run++)
        {
            string folder = _folder[$"samples{run}"];
            int interruptions = 0;
            while (true)
            {
                var experiment = new Experiment();
                int failing = 20 + random.Next(Experiment.TrainingSamples * 4);
                experiment.Training.OnLoad = (load, _, _) => ThrowAt(load, failing);
                if (!Fails(() => experiment.Run(folder, resume: true)))
                    break;
                Assert.True(++interruptions < 100);
            }

            Assert.InRange(interruptions, 1, 100);
            AssertSameResults(folder);
        }
    }

    [Fact]
    public void Cancelling_at_any_step_writes_a_checkpoint_to_continue_from()
    {
        for (int step = 0; step <= _steps; step++)
        {
            string folder = _folder[$"cancel{step}"];
            CancelAt(step, folder, duringValidation: false);
            if (step % 7 == 0)
                CancelAt(step, folder, duringValidation: true);
            new Experiment().Run(folder, resume: true);
            AssertSameResults(folder);
        }
    }

    [Fact]
    public void Grouped_steps_resume_alike()
    {
        TrainerOptions options = new Experiment().Options with { StepsPerExecution = 3, CheckpointInterval = 5 };
        new Experiment { Options = options }.Run(_folder["grouped"]);
        Dictionary<string, string> expected = Experiment.Results(_folder["grouped"]);
        Assert.Equal(_expected["weights.tiny"], expected["weights.tiny"]);
        for (int step = 0; step < 20; step++)
        {
            string folder = _folder[$"group{step}"];
            var experiment = new Experiment { Options = options };
            experiment.Network.OnTrainStep = () => CancelWhen(experiment.Network.Step == step, experiment);
            Assert.Throws<OperationCanceledException>(() => experiment.Run(folder));
            new Experiment { Options = options }.Run(folder, resume: true);
            Assert.Equal(expected, Experiment.Results(folder));
        }
    }

    [Fact]
    public void Augmented_batches_resume_alike()
    {
        TrainerOptions options = new Experiment().Options with { BatchAugmentation = new BlendWithFirst(), Epochs = 3 };
        new Experiment { Options = options }.Run(_folder["augmented"]);
        Dictionary<string, string> expected = Experiment.Results(_folder["augmented"]);
        Assert.NotEqual(_expected["weights.tiny"], expected["weights.tiny"]);
        for (int step = 0; step < 20; step++)
        {
            string folder = _folder[$"augmented{step}"];
            var experiment = new Experiment { Options = options };
            experiment.Network.OnTrainStep = () => CancelWhen(experiment.Network.Step == step, experiment);
            Assert.Throws<OperationCanceledException>(() => experiment.Run(folder));
            new Experiment { Options = options }.Run(folder, resume: true);
            Assert.Equal(expected, Experiment.Results(folder));
        }
    }

    [Fact]
    public void Resuming_a_finished_run_changes_nothing_and_says_so()
    {
        var logger = new ListLogger();
        var experiment = new Experiment { Logger = logger };
        TrainingHistory history = experiment.Run(_folder["whole"], resume: true);
        Assert.Equal(0, experiment.Network.Step);
        Assert.Equal(RunFolder.ReadHistory(_folder["whole"]).Epochs, history.Epochs);
        Tensor expected = RunFolder.ReadWeights(_folder["whole"], experiment.Format).Tensors["fc.weight"];
        Assert.Equal(expected.Values, experiment.Network.SaveWeights()["fc.weight"].Values);
        Assert.Contains(logger.Messages, message => message.Contains("finished already", StringComparison.Ordinal));
        AssertSameResults(_folder["whole"]);
    }

    [Fact]
    public void A_checkpoint_with_any_byte_changed_is_refused_by_name()
    {
        string folder = CancelledRun();
        string file = Path.Combine(folder, "checkpoint.tiny");
        byte[] bytes = File.ReadAllBytes(file);
        for (int i = 0; i < bytes.Length; i += 13)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x20;
            File.WriteAllBytes(file, damaged);
            FerException error = Assert.ThrowsAny<FerException>(() => new Experiment().Run(folder, resume: true));
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
        }

        for (int length = 0; length < bytes.Length; length += 50)
        {
            File.WriteAllBytes(file, bytes[..length]);
            TensorFileException error = Assert.Throws<TensorFileException>(() => new Experiment().Run(folder, resume: true));
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused_with_what_differs()
    {
        string folder = CancelledRun();
        (Experiment Other, string Difference)[] others =
        [
            (new Experiment { Options = new Experiment().Options with { Seed = 4 } }, "seed"),
            (new Experiment { Callbacks = [] }, "list of callbacks"),
        ];
        foreach ((Experiment other, string difference) in others)
        {
            RunFolderException error = Assert.Throws<RunFolderException>(() => other.Run(folder, resume: true));
            Assert.Contains(difference, error.Message, StringComparison.Ordinal);
            Assert.Contains("choose another folder", error.Message, StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(folder, "settings.json"), "{}");
        using RunFolder run = RunFolder.Open(folder, "{}", new TinyTensorFormat(), resume: true);
        RunFolderException foreign = Assert.Throws<RunFolderException>(() => new Experiment().Fit(run));
        Assert.Contains("other settings", foreign.Message, StringComparison.Ordinal);
        Assert.Contains("delete it", foreign.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_diverged_training_names_the_step_and_keeps_the_last_good_checkpoint()
    {
        string folder = _folder["diverged"];
        var experiment = new Experiment();
        string checkpoint = Path.Combine(folder, "checkpoint.tiny");
        string? before = null;
        int steps = 0;
        experiment.Network.OnTrainStep = () =>
        {
            if (++steps == 10)
            {
                before = Convert.ToHexString(File.ReadAllBytes(checkpoint));
                experiment.Network.LoadWeights(new Dictionary<string, Tensor> { ["fc.weight"] = new([3, 16], NaNs(48)) });
            }
        };
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => experiment.Run(folder));
        Assert.Contains("step 10 ", error.Message, StringComparison.Ordinal);
        Assert.Contains("lower learning rate (it is 0.05)", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Convert.ToHexString(File.ReadAllBytes(checkpoint)));
        new Experiment().Run(folder, resume: true);
        AssertSameResults(folder);
    }

    [Fact]
    public void Weights_that_diverged_in_the_last_step_never_reach_a_checkpoint()
    {
        string folder = _folder["weights diverged"];
        var experiment = new Experiment { Options = new Experiment().Options with { CheckpointInterval = 1 } };
        int reads = 0;
        experiment.Network.OnPredict = () =>
        {
            if (++reads == 1)
            {
                experiment.Network.LoadWeights(new Dictionary<string, Tensor> { ["fc.weight"] = new([3, 16], NaNs(48)) });
                experiment.Cancellation.Cancel();
            }
        };
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => experiment.Run(folder));
        Assert.Contains("fc.weight", error.Message, StringComparison.Ordinal);
        new Experiment().Run(folder, resume: true);
        AssertSameResults(folder);
    }

    private static bool AreEqual(Dictionary<string, string> a, Dictionary<string, string> b) =>
        a.Count == b.Count && a.All(entry => b.TryGetValue(entry.Key, out string? other) && other == entry.Value);

    private static float[] NaNs(int count) => [.. Enumerable.Repeat(float.NaN, count)];

    private static void ThrowAt(int number, int failing)
    {
        if (number == failing)
            throw new IOException("No space left on device.");
    }

    private static void CancelWhen(bool now, Experiment experiment)
    {
        if (now)
            experiment.Cancellation.Cancel();
    }

    private static bool Fails(Action run)
    {
        try
        {
            run();
            return false;
        }
        catch (FerException)
        {
            return true;
        }
    }

    /// <summary>Copies a run's folder as a kill would leave it now; a file being written (and locked) is left as a part of one.</summary>
    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            string copy = Path.Combine(to, Path.GetFileName(file));
            if (file.EndsWith(".tmp", StringComparison.Ordinal) || file.EndsWith(".lock", StringComparison.Ordinal))
                File.WriteAllText(copy, "part");
            else
                File.Copy(file, copy);
        }
    }

    private static void CancelAt(int step, string folder, bool duringValidation)
    {
        var experiment = new Experiment();
        if (duringValidation)
            experiment.Network.OnPredict = experiment.Cancellation.Cancel;
        else if (step == 0)
            experiment.Cancellation.Cancel();
        else
            experiment.Network.OnTrainStep = () => CancelWhen(experiment.Network.Step == step - 1, experiment);
        try
        {
            experiment.Run(folder, resume: true);
        }
        catch (OperationCanceledException)
        {
            Assert.True(File.Exists(Path.Combine(folder, "checkpoint.tiny")));
        }
    }

    private string CancelledRun()
    {
        string folder = _folder["cancelled"];
        CancelAt(10, folder, duringValidation: false);
        return folder;
    }

    private void AssertSameResults(string folder) => Assert.Equal(_expected, Experiment.Results(folder));
}
