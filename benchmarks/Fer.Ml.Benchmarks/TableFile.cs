using System.Globalization;
using System.Runtime.InteropServices;

namespace Fer.Ml.Benchmarks;

/// <summary>Tables as benchmarks/ml_peers.py writes them: NAME.f32 holds floats, row by row, and NAME.i32 the classes.</summary>
internal static class TableFile
{
    public static FeatureTable Read(string folder, string name)
    {
        int[] labels = ReadValues<int>(Path.Combine(folder, name + ".i32"));
        float[] values = ReadValues<float>(Path.Combine(folder, name + ".f32"));
        string[] classes = [.. File.ReadLines(Path.Combine(folder, "classes.txt"))];
        string[] ids = [.. Enumerable.Range(0, labels.Length).Select(row => row.ToString(CultureInfo.InvariantCulture))];
        return new FeatureTable(classes, labels, ids, values, values.Length / labels.Length);
    }

    /// <summary>Every so many rows of a table, to warm up with.</summary>
    public static FeatureTable Thin(FeatureTable table, int step)
    {
        int[] rows = [.. Enumerable.Range(0, table.Count).Where(row => row % step == 0)];
        float[] values = new float[rows.Length * table.Columns];
        for (int i = 0; i < rows.Length; i++)
            table.Values.AsSpan(rows[i] * table.Columns, table.Columns).CopyTo(values.AsSpan(i * table.Columns));
        return new FeatureTable(
            table.Classes, [.. rows.Select(row => table.Labels[row])], [.. rows.Select(row => table.Ids[row])], values, table.Columns);
    }

    private static T[] ReadValues<T>(string path)
        where T : unmanaged
    {
        using FileStream file = File.OpenRead(path);
        var values = new T[file.Length / Marshal.SizeOf<T>()];
        file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
