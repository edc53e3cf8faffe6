using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using static Fer.Models.Tests.HandmadePyTorchFile;

namespace Fer.Models.Tests;

/// <summary>Files beyond what 32 bits count, made with holes in place of their bulk, and files that change while they are read.</summary>
public sealed class LargeWeightFileTests : IDisposable
{
    private const long FarAway = 5L << 30;

    private static readonly float[] Values = [1.5f, -2, float.MaxValue, 1e-40f];

    private readonly string _folder = Directory.CreateTempSubdirectory("fer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_zip_file_of_five_gigabytes_is_read()
    {
        string path = Path.Combine(_folder, "large.pth");
        WriteWithHoles(path, file =>
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
            AddEntry(archive, "archive/data.pkl", Encoding.Latin1.GetBytes(Pickle("K\0", "K\u0004", "K\u0001")));
            file.Position = FarAway;
            AddEntry(archive, "archive/data/0", MemoryMarshal.AsBytes(Values.AsSpan()).ToArray());
        });
        AssertRead(path);
    }

    [Fact]
    public void The_end_of_a_storage_of_five_gigabytes_is_read_without_the_rest()
    {
        const long Count = FarAway / sizeof(float);
        string path = Path.Combine(_folder, "large_legacy.pth");
        WriteWithHoles(path, file =>
        {
            file.Write(Legacy(Pickle(Int64(Count - 4), "K\u0004", "K\u0001", Int64(Count)), Count));
            file.Position += FarAway - 4 * sizeof(float);
            file.Write(MemoryMarshal.AsBytes(Values.AsSpan()));
        });
        AssertRead(path);
    }

    [Fact]
    public void A_safetensors_file_of_five_gigabytes_is_read()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("FER_LARGE_FILES") == "1",
            "Set the environment variable FER_LARGE_FILES to 1 to run this test: it takes 4 GB of memory.");
        const int Singles = 600_000_000; // 2.4 GB in one array
        const int Doubles = 400_000_000;
        const long End = Singles * 4L + Doubles * 8L;
        string header = $$"""
            {"singles":{"dtype":"F32","shape":[{{Singles}}],"data_offsets":[0,{{Singles * 4L}}]},
            "doubles":{"dtype":"F64","shape":[{{Doubles}}],"data_offsets":[{{Singles * 4L}},{{End}}]},
            "last":{"dtype":"F32","shape":[4],"data_offsets":[{{End}},{{End + 16}}]} }
            """;
        string path = Path.Combine(_folder, "large.safetensors");
        WriteWithHoles(path, file =>
        {
            file.Write(SafetensorsFile.Make(header, 0));
            long start = file.Position;
            file.Position = start + (Singles - 1) * 4L;
            file.Write(BitConverter.GetBytes(7f));
            file.Position = start + End - 8;
            file.Write(BitConverter.GetBytes(8d));
            file.Write(MemoryMarshal.AsBytes(Values.AsSpan()));
        });
        IReadOnlyDictionary<string, Tensor> tensors = WeightFile.Read(path).Tensors;
        Assert.Equal([Singles, Doubles, 4], new[] { "singles", "doubles", "last" }.Select(name => tensors[name].Values.Length));
        Assert.Equal([7, 8], [tensors["singles"].Values[^1], tensors["doubles"].Values[^1]]);
        Assert.Equal(Values, tensors["last"].Values);
    }

    [Theory]
    [InlineData(".safetensors")]
    [InlineData(".pth")]
    [InlineData("_legacy.pth")]
    public void A_file_that_another_program_shortens_meanwhile_is_refused(string ending)
    {
        const int Count = 1 << 20;
        string path = Path.Combine(_folder, "weights" + ending);
        if (ending == "_legacy.pth")
            File.WriteAllBytes(path, [.. Legacy(Pickle("K\0", Int64(Count), "K\u0001", Int64(Count)), Count), .. new byte[4 * Count]]);
        else
            WeightFile.Write(path, new TensorFileContent(new Dictionary<string, Tensor> { ["w"] = new([Count], new float[Count]) },
                new Dictionary<string, string>()));
        Assert.Equal(Count, WeightFile.Read(path).Tensors["w"].Values.Length);

        using var stream = new ShorteningFileStream(path, position: 2 * Count);
        string message = Assert.Throws<TensorFileException>(() => WeightFile.FormatOf(path).Read(stream)).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
    }

    private static void AssertRead(string path)
    {
        Assert.InRange(new FileInfo(path).Length, FarAway, long.MaxValue);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Values, WeightFile.Read(path).Tensors["w"].Values);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static void WriteWithHoles(string path, Action<FileStream> write)
    {
        try
        {
            using FileStream file = File.Create(path);
            write(file);
        }
        catch (IOException error)
        {
            Assert.Skip($"The folder for temporary files cannot hold a file of 5 GB with holes: {error.Message}");
        }
    }
}
