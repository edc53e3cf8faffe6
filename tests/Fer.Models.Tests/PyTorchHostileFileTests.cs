using System.Buffers.Binary;
using System.Text;
using static Fer.Models.Tests.HandmadePyTorchFile;

namespace Fer.Models.Tests;

/// <summary>Whatever a file claims, reading it ends in tensors or in a TensorFileException, soon and within little memory.</summary>
public class PyTorchHostileFileTests
{
    private const long MemoryLimit = 1 << 22;

    /// <summary>A pickle, and what the refusal must name.</summary>
    public static TheoryData<string, string> Pickles => new()
    {
        { "cos\nsystem\n(X\x2\0\0\0idtR.", "os.system" },
        { "cposix\nsystem\n(X\x2\0\0\0idtR.", "posix.system" },
        { "c__builtin__\neval\n(X\x3\0\0\0" + "1+1tR.", "__builtin__.eval" },
        { "cbuiltins\neval\n(X\x3\0\0\0" + "1+1tR.", "builtins.eval" },
        { "cbuiltins\ngetattr\n.", "builtins.getattr" },
        { "csubprocess\nPopen\n)R.", "subprocess.Popen" },
        { "ctorch.hub\nload\n)R.", "torch.hub.load" },
        { "ctorch\nFloatStorage.__init__\n.", "torch.FloatStorage.__init__" },
        { "ccollections\nOrderedDict.fromkeys\n.", "collections.OrderedDict.fromkeys" },
        { "cmy_project.nets\nMyNet\n)R.", "my_project.nets.MyNet" },
        { "X\x2\0\0\0osX\x6\0\0\0system\u0093.", "os.system" },
        { "(ios\nsystem\n.", "0x69" }, // INST
        { "(cos\nsystem\no.", "os.system" },
        { "}cos\nsystem\nb.", "os.system" },
        { "\u0082\x1.", "0x82" }, // EXT1
        { "Pabc\n.", "0x50" }, // PERSID
        { ")}\u0081.", "0x81" }, // NEWOBJ
        { "\u0080\u0006.", "protocol 6" },
        { "]q\0h\0a.", "list" }, // a list within itself
        { "}q\0X\x1\0\0\0ah\0s.", "a dictionary" }, // a dictionary within itself
        { "}(X\x1\0\0\0aK\x1X\x1\0\0\0bNu.", "'a'" },
        { "N.", "None" },
        { ".", "stack" },
        { "h\x5.", "object 5" },
        { "Nr\u00ff\u00ff\u00ff\u00ff.", "4294967295" },
        { "t.", "sequence" },
        { "}(K\x1u.", "key" },
        { "X\u00ff\u00ff\u00ff\u007f.", "2147483647" },
        { "X\x2\0\0\0\u00ff\u00ff.", "sound" }, // not UTF-8
        { "}X\x1\0\0\0a" + "NN\u0086Qs.", "storage" },
        { "(X\x6\0\0\0moduleNtQ.", "module" },
        { "ctorch._utils\n_rebuild_tensor_v2\n)R.", "arguments" },
        { "K\x1)R.", "arguments" },
        { "K\x1}b.", "state" },
        { Pickle("K\0", "K\u0005", "K\x1"), "size [5]" },
        { Pickle("K\x4", "K\x1", "K\x1"), "offset 4" },
        { Pickle("J\u00ff\u00ff\u00ff\u00ff", "K\x1", "K\x1"), "offset -1" },
        { Pickle("K\0", "J\u00ff\u00ff\u00ff\u00ff", "K\x1"), "size [-1]" },
        { Pickle("K\x3", "K\x2", "J\u00ff\u00ff\u00ff\u00ff"), "strides [-1]" },
        { Pickle("K\0", "J\u00ff\u00ff\u00ff\u007f", "K\0"), "2147483647" },
        { Pickle("K\0", "J\0\0\0\u0040", "K\0"), "4294967296 bytes" },
        { Pickle("K\0", "\u008a\x8\0\0\0\0\x1\0\0\0", "K\0"), "4294967296" },
        { Pickle("K\0", "\u008a\x9\0\0\0\0\0\0\0\0\x1", "K\0"), "size [?]" },
        { Pickle("K\0", "K\x3", "\u008a\x8\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f"), "9223372036854775807" },
        { Pickle("\u008a\x8\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", "K\x2", "K\x1"), "9223372036854775807" },
        { Pickle("K\0", "NK\u0001", "K\x1"), "size [?, 1]" },
        { Pickle("K\0", "K\u0001K\x1", "K\x1"), "size [1, 1]" },
        { Pickle("K\0", Repeat("K\x1", 65), Repeat("K\x1", 65)), "offset 0" },
        { Pickle("K\0", "K\x4", "K\x1").Replace("K\u0004tQ", "K\u0005tQ", StringComparison.Ordinal), "16 of the 20 bytes" },
        { Pickle("K\0", "K\x4", "K\x1").Replace("K\u0004tQ", "J\u00ff\u00ff\u00ff\u00fftQ", StringComparison.Ordinal), "-1 elements" },
        { Pickle("K\0", "K\x4", "K\x1").Replace("X\x1\0\0\0" + "0", "X\x1\0\0\0" + "7", StringComparison.Ordinal), "'7' is missing" },
        { Repeat("(", 900_000) + ".", "stack" },
        { Repeat("]", 1_100_000), "operations" },
        { "N" + Repeat("\u0085", 900_000) + ".", "a tuple" }, // a tuple in a tuple in a tuple
        { $"]{string.Concat(Enumerable.Range(0, 100).Select(i => (char)i).Select(i => $"q{i}h{i}h{i}\u0086"))}.", "tuple" }, // 2^100 leaves
    };

    [Theory]
    [MemberData(nameof(Pickles))]
    public void What_a_state_dict_never_needs_is_refused_by_name(string pickle, string named) =>
        AssertRefused(Zip(("archive/data.pkl", pickle), ("archive/data/0", new string('\0', 16))), named, 200 * pickle.Length);

    [Theory]
    [InlineData("whole_model.pth", "torch.nn.modules.container.Sequential")]
    [InlineData("complex.pth", "torch.ComplexFloatStorage")]
    [InlineData("numpy_scalar.pth", "numpy.core.multiarray.scalar")]
    [InlineData("list.pth", "a list")]
    [InlineData("nan.pth", "'weight' is NaN")]
    [InlineData("nan_legacy.pth", "'weight' is NaN")]
    public void What_PyTorch_writes_beside_state_dicts_is_refused_by_name(string file, string named)
    {
        string message = Assert.Throws<TensorFileException>(() => PyTorchFiles.ReadFromDisk(file)).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.Contains(file, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dictionary_of_a_hundred_thousand_colliding_keys_is_refused_at_once()
    {
        // Each key's upper half equals its lower half, so that they all hash to zero.
        string keys = string.Concat(Enumerable.Range(0, 100_000).Select(i =>
            $"\u008a\x8{Latin1(i)}{Latin1(i)}N"));
        AssertRefused(Zip(("archive/data.pkl", "}(" + keys + "u.")), "no state dict", 200 * keys.Length);
        static string Latin1(int value)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            return Encoding.Latin1.GetString(bytes);
        }
    }

    [Fact]
    public void Zip_files_that_are_not_of_PyTorch_are_refused()
    {
        AssertRefused(Zip(("a.txt", "a")), "data.pkl");
        AssertRefused(Zip(("a/data.pkl", "}."), ("b/data.pkl", "}.")), "2 entries");
        AssertRefused(Zip(("a/data.pkl", "}."), ("a/byteorder", "big")), "'big'");
        AssertRefused(Zip(("a/data.pkl", "}."), ("a/metadata.json", "[]")), "metadata");
        AssertRefused(Zip(("a/data.pkl", "}."), ("a/metadata.json", "{\"a\":1}")), "'a'");
        AssertRefused(Zip(("a/data.pkl", "}."), ("a/metadata.json", "{\"a\":")), "sound");
        AssertRefused(Encoding.ASCII.GetBytes("PK\x3\x4"), "sound");
        AssertRefused(Encoding.ASCII.GetBytes("not a checkpoint"), "not a file of torch.save");
        AssertRefused([], "not a file of torch.save");
    }

    [Fact]
    public void Other_pickles_are_refused()
    {
        byte[] legacy = PyTorchFiles.Load("small_legacy.pth");
        byte[] otherMagic = [.. legacy];
        otherMagic[4] ^= 1;
        AssertRefused(otherMagic, "not of torch.save");
        AssertRefused([.. legacy, 0], "after the last storage");
        AssertRefused([0x80, 2, .. "cos\nsystem\n)R."u8], "os.system");
    }

    [Theory]
    [InlineData("small.pth")]
    [InlineData("small_legacy.pth")]
    [InlineData("deflated.pth")]
    public void A_truncated_file_is_refused_wherever_it_ends(string name)
    {
        byte[] file = PyTorchFiles.Load(name);
        Assert.NotEmpty(PyTorchFiles.Read(file).Tensors);
        for (int length = 0; length < file.Length; length++)
            AssertRefused(file[..length], "");
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static void AssertRefused(byte[] file, string named, long memoryLimit = 0)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<TensorFileException>(() => PyTorchFiles.Read(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MemoryLimit + memoryLimit);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 20, 1000);
    }
}
