namespace Fer.Ml;

/// <summary>Draws a part of a table with the classes in the same shares.</summary>
internal static class StratifiedSubset
{
    private const ulong StreamKey = 0x5354524153554253; // sets this stream apart from the seed's other uses

    /// <summary>Draws rows; those of a smaller number are among those of a larger one.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>Which rows, rising.</returns>
    public static int[] Draw(FeatureTable table, int count, ulong seed)
    {
        int[] rowsOf = table.CountPerClass();
        var places = new double[table.Count]; // where a row comes when all are put in an order that keeps the classes' shares
        for (int label = 0; label < rowsOf.Length; label++)
        {
            int[] rows = [.. Enumerable.Range(0, table.Count).Where(row => table.Labels[row] == label)];
            RandomGenerator random = RandomGenerator.Create(seed, StreamKey, (ulong)label);
            random.Shuffle<int>(rows);
            for (int i = 0; i < rows.Length; i++)
                places[rows[i]] = (i + 0.5) / rows.Length;
        }

        return [.. Enumerable.Range(0, table.Count).OrderBy(row => places[row]).ThenBy(row => row).Take(count).Order()];
    }
}
