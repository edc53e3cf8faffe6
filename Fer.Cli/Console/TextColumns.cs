using System.Text;

namespace Fer.Cli.Console;

/// <summary>Lays rows of words and figures out in columns: the first to the left, the others to the right.</summary>
internal static class TextColumns
{
    private const string Gap = "  ";

    public static string Format(params IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            text.Append(row[0].PadRight(widths[0]));
            for (int column = 1; column < row.Length; column++)
                text.Append(Gap).Append(row[column].PadLeft(widths[column]));
            text.Append('\n');
        }

        return text.ToString().TrimEnd();
    }
}
