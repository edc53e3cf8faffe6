using Fer.Preprocessing;

namespace Fer.Cli.Workflows;

/// <summary>What is done about classes of different sizes by adding training pictures or taking them out.</summary>
internal static class ClassBalancing
{
    /// <summary>Whether a mode adds pictures or takes them out.</summary>
    public static bool IsResampling(string mode) => mode is BalanceModes.Undersample or BalanceModes.Oversample or BalanceModes.Smote;

    /// <summary>The sampler of a mode; null for none.</summary>
    /// <param name="mode">One of <see cref="BalanceModes"/>.</param>
    /// <param name="training">The samples that it is for.</param>
    /// <param name="seed">The seed of what is drawn.</param>
    /// <param name="threads">The most threads.</param>
    /// <exception cref="DatasetException">A class is too small for it.</exception>
    public static ISampler? CreateSampler(string mode, ILabeledData training, ulong seed, int threads)
    {
        switch (mode)
        {
            case BalanceModes.Undersample:
                return new RandomUnderSampler { Seed = seed, Threads = threads };
            case BalanceModes.Oversample:
                return new RandomOverSampler { Seed = seed, Threads = threads };
            case BalanceModes.Smote:
                var smote = new Smote { Seed = seed, Threads = threads };
                CheckNeighbors(training, smote.KNeighbors);
                return smote;
            default:
                return null;
        }
    }

    /// <summary>In words, how many pictures were added and taken out; none where nothing was.</summary>
    public static string[] Notes(TrainSettings settings)
    {
        if (settings.Data.BalancedPerClass is not { } after)
            return [];
        int[] before = settings.Data.TrainingPerClass;
        IEnumerable<string> classes =
            settings.Classes.Select((name, c) => $"{name} {before[c]} -> {after[c]} ({after[c] - before[c]:+0;-0;0})");
        return
        [
            $"Balanced by {settings.Balance}, after the split and among the training pictures alone: {string.Join(", ", classes)}; "
                + $"{before.Sum()} -> {after.Sum()} in all.",
        ];
    }

    private static void CheckNeighbors(ILabeledData training, int neighbors)
    {
        int[] counts = training.CountPerClass();
        int small = Array.FindIndex(counts, count => count > 0 && count <= neighbors && count < counts.Max());
        if (small >= 0)
        {
            throw new DatasetException(
                $"--balance {BalanceModes.Smote}: class '{training.Classes[small]}' has {counts[small]} training samples, too few for "
                + $"{neighbors} neighbours of each; add some or take --balance {BalanceModes.Oversample}.");
        }
    }
}
