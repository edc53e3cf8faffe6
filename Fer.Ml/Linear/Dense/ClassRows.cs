namespace Fer.Ml;

/// <summary>The rows of one class.</summary>
internal static class ClassRows
{
    /// <summary>Their numbers, rising.</summary>
    public static int[] RowsOf(this TrainingData data, int label)
    {
        var rows = new int[data.RowsPerClass[label]];
        int count = 0;
        for (int row = 0; row < data.Rows; row++)
        {
            if (data.Labels[row] == label)
                rows[count++] = row;
        }

        return rows;
    }
}
