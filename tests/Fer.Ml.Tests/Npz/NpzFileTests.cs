using System.Diagnostics;
using System.Globalization;

namespace Fer.Ml.Tests;

public class NpzFileTests
{
    private static readonly string[] s_types = ["b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "U"];

    public static TheoryData<string> Refused =>
        [.. Directory.GetFiles(Fixtures.PathOf("npz"), "refused_*").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [InlineData("types.npz")]
    [InlineData("deflated.npz")]
    [InlineData("big_endian.npz")]
    [InlineData("fortran.npz")]
    [InlineData("zip64.npz")]
    public void All_types_in_all_orders_are_read_as_numpy_wrote_them(string file)
    {
        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Read(Fixtures.PathOf("npz", file));
        Assert.Equal(s_types.Order(), arrays.Keys.Order());
        foreach ((string name, NpyArray array) in arrays)
        {
            Assert.Equal([2L, 3, 4], array.Shape);
            Assert.Equal(Counting(name), array.Values);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void What_is_written_is_read_again(bool compress, bool fortranOrder)
    {
        using var folder = new TemporaryFolder();
        var arrays = s_types.ToDictionary(name => name, name => new NpyArray([2, 3, 4], Counting(name)));
        arrays["text"] = new NpyArray([4], new[] { "", "naïve", "😀 grin", "零" });
        arrays["none"] = new NpyArray([0, 7], Array.Empty<double>());
        arrays["no text"] = new NpyArray([0], Array.Empty<string>());
        arrays["single"] = new NpyArray([], new[] { -1.5f });
        var options = new NpzWriteOptions { Compress = compress, FortranOrder = fortranOrder };
        NpzFile.Write(folder.PathOf("a.npz"), arrays, options);
        NpzFile.Write(folder.PathOf("b.npz"), arrays, options);
        AssertEqual(arrays, NpzFile.Read(folder.PathOf("a.npz")));
        Assert.Equal(File.ReadAllBytes(folder.PathOf("a.npz")), File.ReadAllBytes(folder.PathOf("b.npz")));
        foreach ((string name, NpyArray array) in arrays)
        {
            string path = folder.PathOf($"{name}.npy");
            NpyFile.Write(path, array, options);
            AssertEqual(array, NpyFile.Read(path));
        }
    }

    [Fact]
    public void Single_values_empty_arrays_and_text_are_read()
    {
        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Read(Fixtures.PathOf("npz", "shapes.npz"));
        AssertEqual(new NpyArray([], new[] { 2.5f }), arrays["scalar"]);
        AssertEqual(new NpyArray([], new[] { "Gesicht" }), arrays["word"]);
        AssertEqual(new NpyArray([0, 5], Array.Empty<float>()), arrays["empty"]);
        AssertEqual(new NpyArray([1], new[] { 7L }), arrays["one"]);
        AssertEqual(new NpyArray([4], new[] { "", "naïve", "😀 grin", "零" }), arrays["text"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_version_of_the_format_is_read(int version) =>
        AssertEqual(new NpyArray([2, 3, 4], Counting("f4")), NpyFile.Read(Fixtures.PathOf("npz", $"version{version}.npy")));

    [Theory]
    [MemberData(nameof(Refused))]
    public void Hostile_files_are_refused_by_name(string file)
    {
        string path = Fixtures.PathOf("npz", file);
        NpzException error = Assert.Throws<NpzException>(() =>
        {
            _ = path.EndsWith(".npy", StringComparison.Ordinal) ? NpyFile.Read(path) : NpzFile.Read(path)["a"];
        });
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.True(!file.Contains("objects", StringComparison.Ordinal) || error.Message.Contains("pickle", StringComparison.Ordinal));
    }

    [Fact]
    public void A_small_file_that_unpacks_to_much_is_refused_under_a_limit()
    {
        string path = Fixtures.PathOf("npz", "bomb.npz");
        Assert.True(new FileInfo(path).Length < 100_000);
        string message = Assert.Throws<NpzException>(() => NpzFile.Read(path, new NpzReadOptions { MaximumBytes = 1 << 20 })).Message;
        Assert.Contains("MaximumBytes", message, StringComparison.Ordinal);
        Assert.Equal(1 << 24, NpzFile.Read(path)["a"].Values.Length);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = File.ReadAllBytes(Fixtures.PathOf("npz", "shapes.npz"));
        string path = folder.PathOf("cut.npz");
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<NpzException>(() => NpzFile.Read(path));
        }

        byte[] array = File.ReadAllBytes(Fixtures.PathOf("npz", "version2.npy"));
        for (int length = 0; length < array.Length; length++)
        {
            File.WriteAllBytes(path, array[..length]);
            Assert.Throws<NpzException>(() => NpyFile.Read(path));
        }
    }

    [Fact]
    public void A_file_with_changed_bytes_is_read_or_refused_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("changed.npz");
        foreach (string name in (string[])["shapes.npz", "zip64.npz", "deflated.npz"])
        {
            byte[] whole = File.ReadAllBytes(Fixtures.PathOf("npz", name));
            RandomGenerator random = RandomGenerator.Create(1);
            for (int trial = 0; trial < 300; trial++)
            {
                byte[] changed = [.. whole];
                for (int change = 0; change < 3; change++)
                    changed[random.Next(changed.Length)] = (byte)random.Next(256);
                File.WriteAllBytes(path, changed);
                try
                {
                    Assert.NotNull(NpzFile.Read(path, new NpzReadOptions { MaximumBytes = 1 << 24 }));
                }
                catch (NpzException error)
                {
                    Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Missing_files_and_arrays_that_cannot_be_written_are_errors()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("a.npz");
        Assert.Throws<NpzException>(() => NpzFile.Read(path));
        Assert.Throws<NpzException>(() => NpyFile.Read(path));
        Assert.Throws<NpzException>(() => NpzFile.Read(Path.GetTempPath()));
        NpyArray[] impossible =
        [
            new([3], new[] { 1.0 }),
            new([-1, -1], new[] { 1.0 }),
            new([1], new[] { 'a' }),
            new([1], new[] { "lost\0" }),
            new([1], new[] { "\ud83d" }),
        ];
        foreach (NpyArray array in impossible)
        {
            Assert.ThrowsAny<ArgumentException>(() => NpzFile.Write(path, new Dictionary<string, NpyArray> { ["a"] = array }));
            Assert.False(File.Exists(path));
        }
    }

    [Fact]
    public void Rows_are_read_block_by_block()
    {
        foreach (string file in (string[])["types.npz", "deflated.npz", "big_endian.npz", "zip64.npz"])
        {
            using var reader = NpyRowReader.Open(Fixtures.PathOf("npz", file), "f4");
            Assert.Equal([2L, 3, 4], reader.Shape);
            Assert.Equal(12, reader.RowLength);
            var row = new float[12];
            Assert.Throws<ArgumentException>(() => reader.Read<float>(row.AsSpan(1)));
            Assert.Throws<ArgumentException>(() => reader.Read<double>(new double[12]));
            Assert.Equal(1, reader.Read<float>(row));
            Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), row);
            Assert.Equal(1, reader.RowsLeft);
            Assert.Equal(1, reader.Read<float>(new float[24]));
            Assert.Equal(0, reader.Read<float>(row));
        }

        Assert.Throws<NpzException>(() => NpyRowReader.Open(Fixtures.PathOf("npz", "fortran.npz"), "f4"));
        Assert.Contains("f4", Assert.Throws<NpzException>(() => NpyRowReader.Open(Fixtures.PathOf("npz", "types.npz"), "f9")).Message,
            StringComparison.Ordinal);
        using var damaged = NpyRowReader.Open(Fixtures.PathOf("npz", "refused_checksum.npz"), "a");
        Assert.Throws<NpzException>(() => damaged.Read<double>(new double[8]));
    }

    [Fact]
    public void Numpy_reads_what_is_written_here()
    {
        using var folder = new TemporaryFolder();
        string? python = ((string[])["python3", "/usr/bin/python3"]).FirstOrDefault(name => Run(name, "-c", "import numpy") == 0);
        Assert.SkipWhen(python is null, "python3 with NumPy is not here.");
        string script = Path.Combine(AppContext.BaseDirectory, "scripts", "npz_roundtrip.py");
        string theirs = folder.PathOf("theirs.npz");
        Assert.Equal(0, Run(python, script, "make", theirs));
        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Read(theirs);
        foreach (NpzWriteOptions options in (NpzWriteOptions[])[new(), new() { Compress = true }, new() { FortranOrder = true }])
        {
            NpzFile.Write(folder.PathOf("ours.npz"), arrays, options);
            Assert.Equal(0, Run(python, script, "compare", theirs, folder.PathOf("ours.npz")));
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }

    /// <summary>0, 1, 2... up to 23, in a type.</summary>
    private static Array Counting(string type)
    {
        int[] numbers = [.. Enumerable.Range(0, 24)];
        return type switch
        {
            "b1" => Array.ConvertAll(numbers, n => n % 2 == 1),
            "i1" => Array.ConvertAll(numbers, n => (sbyte)n),
            "u1" => Array.ConvertAll(numbers, n => (byte)n),
            "i2" => Array.ConvertAll(numbers, n => (short)n),
            "u2" => Array.ConvertAll(numbers, n => (ushort)n),
            "i4" => numbers,
            "u4" => Array.ConvertAll(numbers, n => (uint)n),
            "i8" => Array.ConvertAll(numbers, n => (long)n),
            "u8" => Array.ConvertAll(numbers, n => (ulong)n),
            "f2" => Array.ConvertAll(numbers, n => (Half)n),
            "f4" => Array.ConvertAll(numbers, n => (float)n),
            "f8" => Array.ConvertAll(numbers, n => (double)n),
            _ => Array.ConvertAll(numbers, n => n.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static void AssertEqual(NpyArray expected, NpyArray actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.Values.GetType(), actual.Values.GetType());
        Assert.Equal(expected.Values, actual.Values);
    }

    private static void AssertEqual(IReadOnlyDictionary<string, NpyArray> expected, IReadOnlyDictionary<string, NpyArray> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, NpyArray array) in expected)
            AssertEqual(array, actual[name]);
    }
}
