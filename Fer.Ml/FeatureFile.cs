namespace Fer.Ml;

/// <summary>
/// A feature table in a .npz file, as NumPy users and other tools take it: <c>features</c> (float32, n x d), <c>labels</c> (int64, n),
/// <c>classes</c> and <c>ids</c> (text).
/// </summary>
public static class FeatureFile
{
    private const string Features = "features", Labels = "labels", Classes = "classes", Ids = "ids";

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file. Features of float16 or float64 and labels of int32 or uint8 are taken as well.</param>
    /// <param name="options">The most memory.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="NpzException">The file is missing, damaged, or lacks one of the arrays.</exception>
    /// <exception cref="DatasetException">The arrays do not fit each other, or an identity comes twice.</exception>
    public static FeatureTable Read(string path, NpzReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Read(path, options, cancellationToken);
        NpyArray features = Take(Features, 2), labels = Take(Labels, 1), classes = Take(Classes, 1), ids = Take(Ids, 1);
        if (features.Shape[1] is < 1 or > int.MaxValue)
            throw new DatasetException($"{path}: a row of '{Features}' has {features.Shape[1]} values; it needs one at least.");
        try
        {
            return new FeatureTable(Text(classes, Classes), Numbers(labels), Text(ids, Ids), Values(features), (int)features.Shape[1]);
        }
        catch (ArgumentException error)
        {
            throw new DatasetException($"{path}: {error.Message} Write the file again.", error);
        }

        NpyArray Take(string name, int dimensions)
        {
            if (!arrays.TryGetValue(name, out NpyArray? array))
                throw new NpzException($"{path}: has no array '{name}'; a feature table has {Features}, {Labels}, {Classes} and {Ids}.");
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
    }

    /// <summary>Writes a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The table.</param>
    /// <param name="options">Whether it is compressed.</param>
    /// <param name="cancellationToken">Stops the work; the old file stays.</param>
    /// <exception cref="FerException">The file cannot be written.</exception>
    public static void Write(
        string path, FeatureTable table, NpzWriteOptions? options = null, CancellationToken cancellationToken = default)
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
        NpzFile.Write(path, arrays, options, cancellationToken);
    }
}
