using System.IO.Compression;
using static Fer.Models.Tests.HandmadePyTorchFile;

namespace Fer.Models.Tests;

/// <summary>
/// The attacks and accidents that weight files are known for, each by name, through the call that reads any weight file. The
/// formats' own tests have many more.
/// </summary>
public sealed class HostileWeightFileTests : IDisposable
{
    private static readonly Dictionary<string, (string Extension, byte[] Content, string Named)> Files = new()
    {
        ["a pickle that calls os.system"] = (".pth", ZipOf("cos\nsystem\n(X\x2\0\0\0idtR."), "'os.system'"),
        ["the same in the older form"] = (".pth", Legacy("cos\nsystem\n(X\x2\0\0\0idtR.", 0), "'os.system'"),
        ["a pickle that calls a callable of a package"] = (".pt", ZipOf("cmy_package.tools\nrun\n)R."), "'my_package.tools.run'"),
        ["a pickle that names builtins.eval"] = (".pth", ZipOf("cbuiltins\neval\n."), "'builtins.eval'"),
        ["a pickle that calls a string"] = (".pth", ZipOf("X\x2\0\0\0id)R."), "calls id"),
        ["a pickle within itself"] = (".pth", ZipOf("}q\0X\x1\0\0\0ah\0s."), "a dictionary"),
        ["a negative offset"] = (".pth", ZipOf(Pickle(Int64(-1), "K\x4", "K\x1")), "offset -1"),
        ["an offset that overflows"] = (".pth", ZipOf(Pickle(Int64(long.MaxValue), "K\x4", "K\x1")), "offset 9223372036854775807"),
        ["an offset behind the storage"] = (".pth", ZipOf(Pickle("K\u0005", "K\x1", "K\x1")), "offset 5"),
        ["a negative size"] = (".pth", ZipOf(Pickle("K\0", Int64(-4), "K\x1")), "size [-4]"),
        ["a negative stride"] = (".pth", ZipOf(Pickle("K\x3", "K\x2", Int64(-1))), "strides [-1]"),
        ["sizes whose product overflows"] = (
            ".pth", ZipOf(Pickle("K\0", Int64(1L << 31) + Int64(1L << 31) + Int64(4), "K\0K\0K\0")), "size [2147483648, 2147483648, 4]"),
        ["one value repeated to many gigabytes"] = (".pth", ZipOf(Pickle("K\0", Int64(1 << 30), "K\0")), "4294967296 bytes"),
        ["a storage that claims more than the file has"] = (
            ".pth", Legacy(Pickle("K\0", "K\x4", "K\x1", Int64(1L << 50)), 1L << 50), "1125899906842624 elements"),
        ["a name that stands twice"] = (".pth", ZipOf($"}}({Repeat("X\x1\0\0\0w" + Pickle("K\0", "K\x4", "K\x1")[..^1], 2)}u."), "'w'"),
        ["a truncated zip file"] = (".pth", PyTorchFiles.Load("model.pth")[..^30], "is not a sound file"),
        ["a truncated file in the older form"] = (".pth", PyTorchFiles.Load("model_legacy.pth")[..^30], "storage"),
        ["a zip entry outside its folder"] = (".pth", Zip(("a/data.pkl", "}."), ("a/../../x", "")), "'a/../../x' leaves its folder"),
        ["a zip entry at the root of the disk"] = (".pth", Zip(("/etc/data.pkl", "}.")), "'/etc/data.pkl' leaves its folder"),
        ["a zip entry twice"] = (".pth", Zip(("a/data.pkl", "}."), ("a/data.pkl", "}.")), "two zip entries 'a/data.pkl'"),
        ["a zip bomb"] = (".pth", ZipBomb(), "claims to unpack to 33554434 bytes"),
        ["a web page in place of the download"] = (".pth", "<!DOCTYPE html>"u8.ToArray(), "is not a file of torch.save"),
        ["NaN in a PyTorch file"] = (".pth", PyTorchFiles.Load("nan.pth"), "value 1 of 'weight' is NaN"),
        ["NaN in a safetensors file"] = (
            ".safetensors",
            SafetensorsFile.Write(new Dictionary<string, Tensor> { ["b"] = new([1], [float.NaN]) }), "value 0 of 'b' is NaN"),
        ["a header of 2^60 bytes"] = (".safetensors", SafetensorsFile.Make(1UL << 60, [(byte)'{']), "1152921504606846976 bytes"),
        ["a deeply nested header"] = (".safetensors", SafetensorsFile.Make(Repeat("{\"a\":", 100_000), 0), "depth"),
        ["a name twice"] = (".safetensors", SafetensorsFile.Make($$"""{ {{Entry("a", 0, 4)}}, {{Entry("a", 4, 8)}} }""", 8), "'a'"),
        ["entries that overlap"] = (
            ".safetensors", SafetensorsFile.Make($$"""{ {{Entry("a", 0, 4)}}, {{Entry("b", 2, 6)}} }""", 6), "'b' overlap"),
        ["an entry that begins before the data"] = (
            ".safetensors", SafetensorsFile.Make($$"""{ {{Entry("a", -4, 0)}} }""", 4), "bytes -4 to 0"),
        ["an offset beyond 64 bits"] = (
            ".safetensors",
            SafetensorsFile.Make("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}""", 4), "header"),
        ["an entry that ends behind the file"] = (
            ".safetensors", SafetensorsFile.Make($$"""{ {{Entry("a", 0, 4)}} }""", 2), "ends inside 'a'"),
        ["a shape with a negative length"] = (
            ".safetensors",
            SafetensorsFile.Make("""{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", 4), "shape [-1, -1] of 'a'"),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("fer-").FullName;

    public static TheoryData<string> Names => [.. Files.Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_refused_by_a_message_that_names_the_file_and_what_was_found(string name)
    {
        (string extension, byte[] content, string named) = Files[name];
        string path = Path.Combine(_folder, "weights" + extension);
        File.WriteAllBytes(path, content);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<TensorFileException>(() => WeightFile.Read(path)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 22);
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.InRange(message.Length, path.Length + 20, path.Length + 500);
    }

    [Theory]
    [InlineData("weights.pth")]
    [InlineData("weights.safetensors")]
    public void Infinite_weights_are_refused_where_they_are_to_be_used(string name)
    {
        NetworkDefinition network = new NetworkBuilder("tiny", new TensorShape(2)).Add("fc", new Linear(1)).Build();
        string path = Path.Combine(_folder, name);
        WeightFile.Write(path, new TensorFileContent(
            new Dictionary<string, Tensor> { ["fc.weight"] = new([1, 2], [1, float.PositiveInfinity]), ["fc.bias"] = new([1], [0]) },
            new Dictionary<string, string>()));
        IReadOnlyDictionary<string, Tensor> tensors = WeightFile.Read(path).Tensors;
        string message = Assert.Throws<TensorFileException>(
            () => WeightLoader.Fit(network, tensors, new WeightLoadingOptions { File = path })).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains("1 not finite: fc.weight", message, StringComparison.Ordinal);
    }

    private static byte[] ZipOf(string pickle) => Zip(("archive/data.pkl", pickle), ("archive/data/0", new string('\0', 16)));

    private static string Entry(string name, int begin, int end) =>
        $$"""  "{{name}}":{"dtype":"F32","shape":[1],"data_offsets":[{{begin}},{{end}}]}  """;

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    /// <summary>32 MiB of zeros in 32 KiB.</summary>
    private static byte[] ZipBomb()
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            AddEntry(archive, "a/data.pkl", [.. "}."u8]);
            using Stream data = archive.CreateEntry("a/data/0").Open();
            data.Write(new byte[1 << 25]);
        }

        return file.ToArray();
    }
}
