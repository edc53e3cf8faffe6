namespace Fer.Cli.Workflows;

/// <summary>Says in a report what identical pictures do to its figures.</summary>
internal static class DuplicateNote
{
    /// <summary>On the training pictures, of which a part was held back.</summary>
    public static string OfTraining(IReadOnlyList<string> hashes)
    {
        int copies = hashes.Count - hashes.Distinct(StringComparer.Ordinal).Count();
        return copies == 0
            ? "No two training pictures are identical."
            : $"{copies} of the {hashes.Count} training pictures are copies of another one; copies were kept on one side of the split.";
    }

    /// <summary>On evaluated pictures that are byte-identical to ones that the run was trained on or chosen by.</summary>
    public static string OfEvaluation(int copies, int count) =>
        copies == 0
            ? "No evaluated picture is identical to one of the training pictures."
            : $"{copies} of the {count} evaluated pictures are byte-identical to training pictures under another name; "
                + "the figures include them.";
}
