namespace Fer.Ml.Tests;

public class NpyMemoryMapTests
{
    [Fact]
    public void Rows_are_those_of_the_array_in_any_order()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("rows.npy");
        float[] values = [.. Enumerable.Range(0, 60).Select(i => i * 0.5f)];
        NpyFile.Write(path, new NpyArray([5, 3, 4], values));
        using NpyMemoryMap<float> map = NpyMemoryMap<float>.Open(path);
        Assert.Equal([5L, 3, 4], map.Shape);
        Assert.Equal((5L, 12), (map.Rows, map.RowLength));
        foreach (int row in (int[])[4, 0, 2, 2])
            Assert.Equal(values[(row * 12)..((row + 1) * 12)], map.Row(row).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Row(5).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Row(-1).Length);
    }

    [Fact]
    public void A_disposed_map_gives_no_rows()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("rows.npy");
        NpyFile.Write(path, new NpyArray([2], new long[] { 7, 8 }));
        NpyMemoryMap<long> map = NpyMemoryMap<long>.Open(path);
        Assert.Equal([8], map.Row(1).ToArray());
        map.Dispose();
        map.Dispose();
        Assert.Throws<ObjectDisposedException>(() => map.Row(0).Length);
        File.Delete(path);
    }

    [Fact]
    public void An_empty_array_has_empty_rows()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("rows.npy");
        NpyFile.Write(path, new NpyArray([3, 0], Array.Empty<double>()));
        using NpyMemoryMap<double> map = NpyMemoryMap<double>.Open(path);
        Assert.Equal((3L, 0), (map.Rows, map.Row(2).Length));
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("rows.npy");
        NpyFile.Write(path, new NpyArray([2, 2], new float[4]), new NpzWriteOptions { FortranOrder = true });
        Refuses<float>("C order");
        NpyFile.Write(path, new NpyArray([2, 2], new float[4]));
        Refuses<double>("type f4");
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^1]);
        Refuses<float>("truncated");
        File.WriteAllBytes(path, bytes[..20]);
        Refuses<float>("truncated");
        File.WriteAllBytes(path, []);
        Refuses<float>("truncated");
        File.Delete(path);
        Refuses<float>("cannot be opened");

        void Refuses<T>(string problem)
            where T : unmanaged
        {
            string message = Assert.Throws<NpzException>(() => NpyMemoryMap<T>.Open(path)).Message;
            Assert.StartsWith(path, message, StringComparison.Ordinal);
            Assert.Contains(problem, message, StringComparison.Ordinal);
        }
    }
}
