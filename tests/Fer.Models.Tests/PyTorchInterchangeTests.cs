using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Fer.Engine;
using Fer.Engine.Tests;

namespace Fer.Models.Tests;

/// <summary>Weights to a real PyTorch and back, where one is installed; the fixtures show the same in small where there is none.</summary>
public sealed class PyTorchInterchangeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_loads_strictly_in_PyTorch_and_gives_the_same_outputs()
    {
        string folder = Environment.GetEnvironmentVariable("FER_INTERCHANGE_FOLDER") ?? _folder;
        NetworkDefinition network = new NetworkBuilder("small", new TensorShape(3, 16, 16))
            .Add("conv1", new Conv2d(8, Kernel: 3, Padding: 1, Bias: false))
            .Add("bn1", new BatchNorm())
            .Add("relu1", new ReLU())
            .Add("pool", new MaxPool2d(2, 2))
            .Add("conv2", new Conv2d(16, Kernel: 3))
            .Add("bn2", new BatchNorm())
            .Add("relu2", new ReLU())
            .Add("flatten", new Flatten())
            .Add("fc", new Linear(7))
            .Build();
        var weights = network.Parameters.Select((parameter, salt) => (parameter, salt)).ToDictionary(
            item => item.parameter.Name, item => FormulaWeights(item.parameter.Definition, item.salt));
        Write(folder, "network.pth", weights);
        Write(folder, "network.safetensors", weights);

        const int Count = 4;
        var input = new Tensor([Count, 3, 16, 16], Formula.Values(Count * network.Input.Size, salt: 100));
        var output = new Tensor([Count, network.Classes], new float[Count * network.Classes]);
        using var engine = new CpuEngine();
        using INetwork compiled = engine.CompileForPrediction(network, weights, Count);
        compiled.Predict(input.Values, Count, output.Values);
        Write(folder, "expected.safetensors", new Dictionary<string, Tensor> { ["input"] = input, ["output"] = output });

        Assert.Contains("agrees", PythonScript.Run("load_in_pytorch.py", ["torch"], folder), StringComparison.Ordinal);
    }

    [Fact]
    public void What_PyTorch_writes_in_earnest_is_read_to_the_bit()
    {
        PythonScript.Run("write_pytorch_files.py", ["torch", "torchvision"], _folder);
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "expected.json")));
        Assert.Equal(13, expected.RootElement.EnumerateObject().Count());
        foreach (JsonProperty file in expected.RootElement.EnumerateObject())
        {
            IReadOnlyDictionary<string, Tensor> tensors = WeightFile.Read(Path.Combine(_folder, file.Name)).Tensors;
            Assert.Equal(file.Value.EnumerateObject().Select(item => item.Name).Order(), tensors.Keys.Order());
            foreach (JsonProperty item in file.Value.EnumerateObject())
            {
                Assert.Equal(item.Value.GetProperty("shape").Deserialize<int[]>()!, tensors[item.Name].Dimensions);
                string hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(tensors[item.Name].Values.AsSpan())));
                Assert.True(item.Value.GetProperty("sha256").GetString() == hash, $"{file.Name}: {item.Name} has other values.");
            }
        }
    }

    private static void Write(string folder, string name, IReadOnlyDictionary<string, Tensor> tensors) =>
        WeightFile.Write(Path.Combine(folder, name), new TensorFileContent(tensors, new Dictionary<string, string> { ["format"] = "pt" }));

    private static Tensor FormulaWeights(ParameterDefinition parameter, int salt)
    {
        float offset = parameter.Role == ParameterRole.RunningVariance ? 1 : 0;
        float[] values = Formula.Values((int)parameter.Size, salt);
        return new Tensor(parameter.Dimensions, Array.ConvertAll(values, value => value * 0.5f + offset));
    }
}
