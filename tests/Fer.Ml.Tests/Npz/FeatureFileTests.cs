namespace Fer.Ml.Tests;

public class FeatureFileTests
{
    private static readonly FeatureTable s_table =
        new(["sad", "happy"], [1, 0, 1], ["a/1.png", "b/2.png", "c/ü.png"], [1, 2, 3, 4, 5, 6], 2);

    [Fact]
    public void A_table_is_written_as_the_arrays_that_others_read()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("features.npz");
        FeatureFile.Write(path, s_table, new NpzWriteOptions { Compress = true });
        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Read(path);
        Assert.Equal([3L, 2], arrays["features"].Shape);
        Assert.IsType<float[]>(arrays["features"].Values);
        Assert.Equal(new[] { 1L, 0, 1 }, arrays["labels"].Values);

        FeatureTable read = FeatureFile.Read(path);
        Assert.Equal(s_table.Values, read.Values);
        Assert.Equal(s_table.Labels, read.Labels);
        Assert.Equal(s_table.Classes, read.Classes);
        Assert.Equal(s_table.Ids, read.Ids);
        Assert.Equal(2, read.Columns);
    }

    [Fact]
    public void Doubles_and_small_labels_are_taken_as_well()
    {
        FeatureTable table = ReadWith(
            "features", new NpyArray([3, 2], new[] { 1.0, 2, 3, 4, 5, 6 }), "labels", new NpyArray([3], new byte[] { 1, 0, 1 }));
        Assert.Equal(s_table.Values, table.Values);
        Assert.Equal(s_table.Labels, table.Labels);
    }

    [Fact]
    public void Without_classes_and_ids_they_are_numbered()
    {
        FeatureTable table = ReadWith("ids", null, "classes", null);
        Assert.Equal(["0", "1"], table.Classes);
        Assert.Equal(["row 0", "row 1", "row 2"], table.Ids);
        Assert.Equal(s_table.Labels, table.Labels);
        Assert.Contains("300000", Assert.Throws<DatasetException>(
            () => ReadWith("classes", null, "labels", new NpyArray([3], new[] { 0L, 300_000, 0 }))).Message, StringComparison.Ordinal);
        Assert.Throws<DatasetException>(() => ReadNothing());
    }

    [Fact]
    public void Further_arrays_are_written_beside_the_table()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("features.npz");
        var scores = new NpyArray([3, 2], new[] { 0.1, 0.9, 0.8, 0.2, 0.5, 0.5 });
        FeatureFile.Write(path, s_table, further: new Dictionary<string, NpyArray> { ["probabilities"] = scores });
        Assert.Equal(scores.Values, NpzFile.Read(path)["probabilities"].Values);
        Assert.Equal(s_table.Values, FeatureFile.Read(path).Values);
        Assert.Throws<ArgumentException>(() => FeatureFile.Write(
            path, s_table, further: new Dictionary<string, NpyArray> { ["labels"] = scores }));
    }

    [Fact]
    public void What_is_no_table_is_an_error_by_name()
    {
        Assert.Contains("'labels'", Assert.Throws<NpzException>(() => ReadWith("labels", null)).Message, StringComparison.Ordinal);
        Assert.Throws<NpzException>(() => ReadWith("features", new NpyArray([6], new float[6])));
        Assert.Throws<NpzException>(() => ReadWith("features", new NpyArray([3, 2], new int[6])));
        Assert.Throws<NpzException>(() => ReadWith("labels", new NpyArray([3], new[] { 1.0, 0, 1 })));
        Assert.Throws<NpzException>(() => ReadWith("ids", new NpyArray([3], new[] { 1, 2, 3 })));
        Assert.Throws<DatasetException>(() => ReadWith("features", new NpyArray([3, 0], Array.Empty<float>())));
        Assert.Throws<DatasetException>(() => ReadWith("features", new NpyArray([2, 2], new float[4])));
        Assert.Throws<DatasetException>(() => ReadWith("labels", new NpyArray([3], new[] { 0L, 2, 0 })));
        Assert.Throws<DatasetException>(() => ReadWith("labels", new NpyArray([3], new[] { 0L, 1L << 40, 0 })));
        Assert.Contains("twice", Assert.Throws<DatasetException>(() => ReadWith("ids", new NpyArray([3], new[] { "a", "b", "a" }))).Message,
            StringComparison.Ordinal);
    }

    private static FeatureTable ReadWith(string name, NpyArray? array, string? second = null, NpyArray? secondArray = null)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("features.npz");
        FeatureFile.Write(path, s_table);
        var arrays = NpzFile.Read(path).ToDictionary();
        Replace(name, array);
        if (second is not null)
            Replace(second, secondArray);
        NpzFile.Write(path, arrays);
        return FeatureFile.Read(path);

        void Replace(string key, NpyArray? value)
        {
            arrays.Remove(key);
            if (value is not null)
                arrays[key] = value;
        }
    }

    private static FeatureTable ReadNothing() => FeatureFile.FromArrays(
        new Dictionary<string, NpyArray> { ["features"] = new([0, 2], Array.Empty<float>()), ["labels"] = new([0], Array.Empty<long>()) },
        "empty.npz");
}
