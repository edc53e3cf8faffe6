using System.Text;

namespace Fer.Models.Tests;

/// <summary>Whatever a file claims, reading it ends in a tensor file or in a TensorFileException, within little memory.</summary>
public class SafetensorsHostileFileTests
{
    private const long MemoryLimit = 1 << 20;

    private static readonly byte[] GoodFile = SafetensorsFile.Write(
        new Dictionary<string, Tensor> { ["weight"] = new([2, 3], [1, 2, 3, 4, 5, 6]), ["bias"] = new([2], [7, 8]) },
        new Dictionary<string, string> { ["format"] = "pt" });

    public static TheoryData<string, int> Headers => new()
    {
        { "", 0 },
        { "{", 0 },
        { "weights", 8 },
        { "[]", 0 },
        { "null", 0 },
        { "{} {}", 0 },
        { """{"a":5}""", 0 },
        { """{"a":{}}""", 0 },
        { """{"a":{"dtype":"F32","shape":[1]}}""", 4 },
        { """{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4 },
        { """{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4 },
        { """{"a":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}""", 4 },
        { """{"a":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}""", 4 },
        { """{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""", 4 },
        { """{"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,6]}}""", 6 },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4 },
        { """{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,4]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[4,0]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 8 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[-9223372036854775808,9223372036854775807]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[2147483647],"data_offsets":[0,8589934588]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[2147483591],"data_offsets":[0,8589934364]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0 },
        { """{"a":{"dtype":"F32","shape":[1073741824,1073741824,1073741824],"data_offsets":[0,0]}}""", 0 },
        { """{"a":{"dtype":"F32","shape":[1073741824,1073741824,4],"data_offsets":[0,0]}}""", 0 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8 },
        { """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\u0061":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0 },
        { """{"a":{"dtype":"F16","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5 },
        { """{"__metadata__":[]}""", 0 },
        { """{"__metadata__":{"a":1}}""", 0 },
        { """{"__metadata__":{"a":null}}""", 0 },
        { """{"__metadata__":{"a":"1","a":"2"}}""", 0 },
        { """{"__metadata__":{},"__metadata__":{}}""", 0 },
        { """{"\ud800":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0 },
        { new string('[', 100_000), 0 },
        { string.Concat(Enumerable.Repeat("{\"a\":", 20_000)), 0 },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_that_does_not_hold_is_refused(string header, int dataBytes) =>
        AssertRefused(SafetensorsFile.Make(header, dataBytes));

    [Theory]
    [InlineData(1UL << 60)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(100_000_001UL)]
    [InlineData(100_000_000UL)]
    [InlineData(3UL)]
    public void A_header_length_that_is_not_there_takes_no_memory(ulong length) =>
        AssertRefused(SafetensorsFile.Make(length, [(byte)'{', (byte)'}']));

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        byte[] file = [.. GoodFile];
        file[GoodFile.AsSpan().IndexOf("weight"u8)] = 0xFF;
        AssertRefused(file);
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        Assert.Equal(2, SafetensorsFile.Read(GoodFile).Tensors.Count);
        for (int length = 0; length < GoodFile.Length; length++)
            AssertRefused(GoodFile[..length]);
    }

    [Fact]
    public void A_message_names_file_tensor_and_way_out()
    {
        string path = Path.Combine(Path.GetTempPath(), $"fer-{Guid.NewGuid():N}.safetensors");
        try
        {
            File.WriteAllBytes(path, SafetensorsFile.Make("""{"conv.weight":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""", 4));
            using FileStream stream = File.OpenRead(path);
            string message = Assert.Throws<TensorFileException>(() => new Safetensors().Read(stream)).Message;
            Assert.All([path, "conv.weight", "I32", ".float()"], part => Assert.Contains(part, message, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void AssertRefused(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var inMemory = Assert.Throws<TensorFileException>(() => SafetensorsFile.Read(file));
        var forwardOnly = Assert.Throws<TensorFileException>(() => SafetensorsFile.ReadForwardOnly(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MemoryLimit);
        Assert.All([inMemory, forwardOnly], error => Assert.True(Encoding.UTF8.GetByteCount(error.Message) is > 20 and < 1000));
    }
}
