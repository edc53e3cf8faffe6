using System.Buffers.Binary;
using System.Text.Json;

namespace Fer.Models.Tests;

public class SafetensorsTests
{
    private static readonly Dictionary<string, Tensor> Tensors = new()
    {
        ["layer.weight"] = new([2, 3], [1, -2.5f, 1e-40f, float.PositiveInfinity, -0f, float.Epsilon]),
        ["layer.bias"] = new([2], [0.1f, 3e38f]),
        ["a \"quoted\" näme"] = new([], [42]),
        ["empty"] = new([4, 0], []),
    };

    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt", ["classes"] = "angry\nhappy, \u00fc" };

    [Fact]
    public void What_is_written_is_read_again_to_the_bit()
    {
        byte[] file = SafetensorsFile.Write(Tensors, Metadata);
        foreach (TensorFileContent content in new[] { SafetensorsFile.Read(file), SafetensorsFile.ReadForwardOnly(file) })
        {
            Assert.Equal(Metadata, content.Metadata);
            Assert.Equal(Tensors.Keys.Order(), content.Tensors.Keys.Order());
            foreach ((string name, Tensor tensor) in Tensors)
            {
                Assert.Equal(tensor.Dimensions, content.Tensors[name].Dimensions);
                Assert.Equal(Bits(tensor), Bits(content.Tensors[name]));
            }
        }
    }

    [Fact]
    public void A_network_of_many_pieces_is_read_again_to_the_bit()
    {
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(FerdCnn.Create(input: new TensorShape(1, 16, 16)), 1);
        byte[] file = SafetensorsFile.Write(weights);
        foreach (TensorFileContent content in new[] { SafetensorsFile.Read(file), SafetensorsFile.ReadForwardOnly(file) })
        {
            Assert.Equal(weights.Count, content.Tensors.Count);
            Assert.All(weights, pair => Assert.True(pair.Value.Values.AsSpan().SequenceEqual(content.Tensors[pair.Key].Values)));
        }
    }

    [Fact]
    public void Nothing_at_all_is_a_file_too()
    {
        TensorFileContent content = SafetensorsFile.Read(SafetensorsFile.Write(new Dictionary<string, Tensor>()));
        Assert.Empty(content.Tensors);
        Assert.Empty(content.Metadata);
    }

    [Fact]
    public void A_file_is_laid_out_as_the_format_says()
    {
        byte[] file = SafetensorsFile.Write(Tensors, Metadata);
        int headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        Assert.Equal(0, headerLength % 8);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, headerLength));
        Assert.Equal("pt", header.RootElement.GetProperty("__metadata__").GetProperty("format").GetString());
        Assert.Equal(Tensors.Count + 1, header.RootElement.EnumerateObject().Count());
        int end = 0;
        foreach (JsonProperty item in header.RootElement.EnumerateObject().Where(item => item.Name != "__metadata__"))
        {
            Tensor tensor = Tensors[item.Name];
            Assert.Equal("F32", item.Value.GetProperty("dtype").GetString());
            Assert.Equal(tensor.Dimensions, item.Value.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()));
            int[] offsets = [.. item.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
            Assert.Equal([end, end + 4 * tensor.Values.Length], offsets);
            for (int i = 0; i < tensor.Values.Length; i++)
            {
                int bits = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(8 + headerLength + end + 4 * i));
                Assert.Equal(BitConverter.SingleToInt32Bits(tensor.Values[i]), bits);
            }

            end = offsets[1];
        }

        Assert.Equal(file.Length, 8 + headerLength + end);
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes_in_whatever_order_it_came()
    {
        byte[] file = SafetensorsFile.Write(Tensors, Metadata);
        Assert.Equal(file, SafetensorsFile.Write(
            new Dictionary<string, Tensor>(Tensors.Reverse()), new Dictionary<string, string>(Metadata.Reverse())));
    }

    [Fact]
    public void Every_element_type_becomes_what_PyTorch_makes_of_it()
    {
        byte[] file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fixtures", "element_types.safetensors"));
        using JsonDocument expected =
            JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fixtures", "element_types.json")));
        foreach (TensorFileContent content in new[] { SafetensorsFile.Read(file), SafetensorsFile.ReadForwardOnly(file) })
        {
            Assert.Equal(new Dictionary<string, string> { ["format"] = "pt", ["note"] = "smörgås" }, content.Metadata);
            Assert.Equal(expected.RootElement.EnumerateObject().Count(), content.Tensors.Count);
            foreach (JsonProperty item in expected.RootElement.EnumerateObject())
            {
                Tensor tensor = content.Tensors[item.Name];
                Assert.Equal(item.Value.GetProperty("shape").Deserialize<int[]>()!, tensor.Dimensions);
                Assert.Equal(item.Value.GetProperty("bits").Deserialize<int[]>()!, Bits(tensor));
            }
        }
    }

    [Fact]
    public void The_name_that_the_format_keeps_cannot_be_given_to_a_tensor() =>
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(new Dictionary<string, Tensor> { ["__metadata__"] = new([1], [1]) }));

    [Fact]
    public void A_value_that_is_not_a_number_is_refused()
    {
        byte[] file = SafetensorsFile.Write(new Dictionary<string, Tensor> { ["fc.weight"] = new([3], [1, 2, float.NaN]) });
        string message = Assert.Throws<TensorFileException>(() => SafetensorsFile.Read(file)).Message;
        Assert.All(["fc.weight", "NaN", "value 2"], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static int[] Bits(Tensor tensor) => Array.ConvertAll(tensor.Values, BitConverter.SingleToInt32Bits);
}
