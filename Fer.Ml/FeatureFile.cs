using System.Globalization;

namespace Fer.Ml;

/// <summary>
/// A feature table in a .npz file, as NumPy users and other tools take it: <c>features</c> (float32, n x d), <c>labels</c> (int64, n),
/// <c>classes</c> and <c>ids</c> (text). Files of others may lack the last two: the classes then are "0", "1" and so on up to the
/// largest label, the identities "row 0", "row 1" and so on.
/// </summary>
public static class FeatureFile
{
    private const int MostNumberedClasses = 100_000; // a label beyond is an error, not a reason to fill the memory with names
    private const string Features = "features", Labels = "labels", Classes = "classes", Ids = "ids";

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file. Features of float16 or float64 and labels of int32 or uint8 are taken as well.</param>
    /// <param name="options">The most memory.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="NpzException">The file is missing, damaged, or lacks the features or the labels.</exception>
    /// <exception cref="DatasetException">The arrays do not fit each other, or an identity comes twice.</exception>
    public static FeatureTable Read(string path, NpzReadOptions? options = null, CancellationToken cancellationToken = default) =>
        FromArrays(NpzFile.Read(path, options, cancellationToken), path);

    /// <summary>Makes a table of the arrays of a file that <see cref="NpzFile"/> has read; further arrays are left alone.</summary>
    /// <param name="arrays">The arrays by name, as <see cref="Read"/> takes them.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="NpzException">The features or the labels are absent, or an array is of another type.</exception>
    /// <exception cref="DatasetException">The arrays do not fit each other, or an identity comes twice.</exception>
    public static FeatureTable FromArrays(IReadOnlyDictionary<string, NpyArray> arrays, string path)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        NpyArray features = Take(Features, 2), labels = Take(Labels, 1);
        if (features.Shape[1] is < 1 or > int.MaxValue)
            throw new DatasetException($"{path}: a row of '{Features}' has {features.Shape[1]} values; it needs one at least.");
        int[] numbers = Numbers(labels);
        string[] classes = arrays.ContainsKey(Classes) ? Text(Take(Classes, 1), Classes) : NumberedClasses(numbers);
        string[] ids = arrays.ContainsKey(Ids) ? Text(Take(Ids, 1), Ids) : Numbered("row ", numbers.Length);
        try
        {
            return new FeatureTable(classes, numbers, ids, Values(features), (int)features.Shape[1]);
        }
        catch (ArgumentException error)
        {
            throw new DatasetException($"{path}: {error.Message} Write the file again.", error);
        }

        NpyArray Take(string name, int dimensions)
        {
            if (!arrays.TryGetValue(name, out NpyArray? array))
                throw new NpzException($"{path}: has no array '{name}'; a feature table has {Features} and {Labels}, and best {Classes} and {Ids}.");
            return array.Shape.Count == dimensions
                ? array
                : throw new NpzException($"{path}: array '{name}' has {array.Shape.Count} dimensions, not {dimensions}; reshape it.");
        }

        string[] Text(NpyArray array, string name) =>
            array.Values as string[] ?? throw new NpzException($"{path}: array '{name}' holds no text; convert it with astype(str).");

        int[] Numbers(NpyArray array) => array.Values switch
        {
            long[] values => Array.ConvertAll(values, value => value is >= 0 and <= int.MaxValue ? (int)value : throw OutOfRange(value)),
            int[] values => values,
            byte[] values => Array.ConvertAll(values, value => (int)value),
            _ => throw new NpzException($"{path}: array '{Labels}' does not hold int64; convert it with astype('int64')."),
        };

        DatasetException OutOfRange(long label) => new($"{path}: the label {label} is outside the classes; write the file again.");

        float[] Values(NpyArray array) => array.Values switch
        {
            float[] values => values,
            double[] values => Array.ConvertAll(values, value => (float)value),
            Half[] values => Array.ConvertAll(values, value => (float)value),
            _ => throw new NpzException($"{path}: array '{Features}' is not floating point; convert it with astype('float32')."),
        };

        string[] NumberedClasses(int[] numbers)
        {
            if (numbers.Length == 0)
                throw new DatasetException($"{path}: has no rows; write the file again with samples.");
            int largest = numbers.Max();
            return largest < MostNumberedClasses
                ? Numbered("", largest + 1)
                : throw new DatasetException($"{path}: the label {largest} is no class's number; number the classes from 0 on.");
        }
    }

    /// <summary>Writes a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The table.</param>
    /// <param name="options">Whether it is compressed.</param>
    /// <param name="further">More arrays to write beside the table's, by name, such as a network's own scores; null for none.</param>
    /// <param name="cancellationToken">Stops the work; the old file stays.</param>
    /// <exception cref="ArgumentException">A further array has the name of one of the table's.</exception>
    /// <exception cref="FerException">The file cannot be written.</exception>
    public static void Write(
        string path,
        FeatureTable table,
        NpzWriteOptions? options = null,
        IReadOnlyDictionary<string, NpyArray>? further = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        long rows = table.Count;
        var arrays = new Dictionary<string, NpyArray>
        {
            [Features] = new([rows, table.Columns], table.Values),
            [Labels] = new([rows], table.Labels.Select(label => (long)label).ToArray()),
            [Classes] = new([table.Classes.Count], table.Classes.ToArray()),
            [Ids] = new([rows], table.Ids.ToArray()),
        };
        foreach ((string name, NpyArray array) in further ?? new Dictionary<string, NpyArray>())
            arrays.Add(name, array);
        NpzFile.Write(path, arrays, options, cancellationToken);
    }

    private static string[] Numbered(string prefix, int count) =>
        [.. Enumerable.Range(0, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}"))];
}
