using System.IO.Compression;
using System.Text.Json;

namespace Fer.Models.Tests;

public class PyTorchCheckpointTests
{
    private static readonly Dictionary<string, Tensor> Tensors = new()
    {
        ["layer.weight"] = new([2, 3], [1, -2.5f, 1e-40f, float.PositiveInfinity, -0f, float.Epsilon]),
        ["layer.bias"] = new([2], [0.1f, 3e38f]),
        ["a \"quoted\" näme"] = new([], [42]),
        ["empty"] = new([4, 0], []),
    };

    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt", ["classes"] = "angry\nhappy, \u00fc" };

    public static TheoryData<string> ReadableFiles => [.. PyTorchFiles.Expected.EnumerateObject().Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(ReadableFiles))]
    public void Every_tensor_has_the_shape_and_the_bits_that_PyTorch_gives_it(string file)
    {
        foreach (TensorFileContent content in new[] { PyTorchFiles.ReadFromDisk(file), PyTorchFiles.Read(PyTorchFiles.Load(file)) })
        {
            JsonElement expected = PyTorchFiles.Expected.GetProperty(file);
            Assert.Equal(expected.EnumerateObject().Select(item => item.Name).Order(), content.Tensors.Keys.Order());
            foreach (JsonProperty item in expected.EnumerateObject())
            {
                Tensor tensor = content.Tensors[item.Name];
                Assert.Equal(item.Value.GetProperty("shape").Deserialize<int[]>()!, tensor.Dimensions);
                Assert.Equal(item.Value.GetProperty("bits").Deserialize<int[]>()!, PyTorchFiles.Bits(tensor));
            }
        }
    }

    [Fact]
    public void Tensors_that_share_a_storage_do_not_share_an_array()
    {
        IReadOnlyDictionary<string, Tensor> tensors = PyTorchFiles.ReadFromDisk("views.pth").Tensors;
        float before = tensors["row"].Values[0];
        tensors["whole"].Values.AsSpan().Fill(7);
        Assert.Equal(before, tensors["row"].Values[0]);
    }

    [Fact]
    public void Of_two_state_dicts_the_caller_names_one()
    {
        string message = Assert.Throws<TensorFileException>(() => PyTorchFiles.ReadFromDisk("two_models.pth")).Message;
        Assert.All(["two_models.pth", "'model'", "'model_ema'"], part => Assert.Contains(part, message, StringComparison.Ordinal));

        Tensor model = PyTorchFiles.ReadFromDisk("two_models.pth", "model").Tensors["fc.weight"];
        Tensor average = PyTorchFiles.ReadFromDisk("two_models.pth", "model_ema").Tensors["fc.weight"];
        Assert.Equal(model.Values.Select(value => 2 * value), average.Values);
        Assert.Contains("'ema'", Assert.Throws<TensorFileException>(() => PyTorchFiles.ReadFromDisk("two_models.pth", "ema")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_again_to_the_bit()
    {
        TensorFileContent content = PyTorchFiles.Read(PyTorchFiles.Write(Tensors, Metadata));
        Assert.Equal(Metadata, content.Metadata);
        Assert.Equal(Tensors.Keys.Order(), content.Tensors.Keys.Order());
        foreach ((string name, Tensor tensor) in Tensors)
        {
            Assert.Equal(tensor.Dimensions, content.Tensors[name].Dimensions);
            Assert.Equal(PyTorchFiles.Bits(tensor), PyTorchFiles.Bits(content.Tensors[name]));
        }
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes_in_whatever_order_it_came() =>
        Assert.Equal(PyTorchFiles.Write(Tensors, Metadata), PyTorchFiles.Write(
            new Dictionary<string, Tensor>(Tensors.Reverse()), new Dictionary<string, string>(Metadata.Reverse())));

    [Fact]
    public void Nothing_at_all_is_a_file_too()
    {
        TensorFileContent content = PyTorchFiles.Read(PyTorchFiles.Write(new Dictionary<string, Tensor>()));
        Assert.Empty(content.Tensors);
        Assert.Empty(content.Metadata);
    }

    [Fact]
    public void A_file_is_laid_out_as_torch_save_lays_it_out()
    {
        using var archive = new ZipArchive(new MemoryStream(PyTorchFiles.Write(Tensors)));
        string[] names = [.. archive.Entries.Select(entry => entry.FullName)];
        string[] expected =
        [
            "archive/data.pkl", "archive/byteorder",
            "archive/data/0", "archive/data/1", "archive/data/2", "archive/data/3", "archive/version",
        ];
        Assert.Equal(expected, names);
        Assert.All(archive.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));
    }

    [Fact]
    public void A_network_of_many_pieces_is_read_again_to_the_bit()
    {
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(FerdCnn.Create(input: new TensorShape(1, 16, 16)), 1);
        TensorFileContent content = PyTorchFiles.Read(PyTorchFiles.Write(weights));
        Assert.Equal(weights.Count, content.Tensors.Count);
        Assert.All(weights, pair => Assert.True(pair.Value.Values.AsSpan().SequenceEqual(content.Tensors[pair.Key].Values)));
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_the_caller_s_error()
    {
        using var stream = new ForwardOnlyStream(PyTorchFiles.Write(Tensors));
        Assert.Throws<ArgumentException>(() => new PyTorchCheckpoint().Read(stream));
    }
}
