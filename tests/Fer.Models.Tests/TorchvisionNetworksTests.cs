using System.Text.Json;

namespace Fer.Models.Tests;

/// <summary>The networks that torchvision has too, beside torchvision's own (scripts/torchvision_networks.py).</summary>
public class TorchvisionNetworksTests
{
    private static readonly JsonElement Expected =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fixtures", "torchvision_networks.json"))).RootElement;

    public static TheoryData<string> Names => [.. Expected.EnumerateObject().Select(network => network.Name)];

    /// <summary>What torchvision's documentation states: parameters, and multiply-adds in thousands of millions.</summary>
    public static TheoryData<string, long, double> Published => new()
    {
        { "resnet18", 11_689_512, 1.81 },
        { "resnet34", 21_797_672, 3.66 },
        { "resnet50", 25_557_032, 4.09 },
        { "vgg16", 138_357_544, 15.47 },
        { "vgg16-bn", 138_365_992, 15.47 },
        { "mobilenet-v3-large", 5_483_032, 0.22 },
        { "mobilenet-v3-small", 2_542_856, 0.06 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Parameters_and_multiply_adds_are_those_published(string name, long parameters, double multiplyAdds)
    {
        NetworkDefinition network = NetworkZoo.Create(name, 1000);
        Assert.Equal(parameters, network.TrainableParameterCount);
        Assert.Equal(multiplyAdds, Math.Round(network.MultiplyAdds / 1e9, 2));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_state_dict_is_torchvision_s_name_by_name_in_its_order(string name) =>
        Assert.Equal(
            Expected.GetProperty(name).GetProperty("state").Deserialize<string[]>()!,
            NetworkZoo.Create(name, 1000).Parameters.Select(
                parameter => $"{parameter.Name} {string.Join('x', parameter.Definition.Dimensions)}"));

    [Theory]
    [MemberData(nameof(Names))]
    public void Multiply_adds_are_those_counted_while_torchvision_s_run(string name)
    {
        foreach (JsonProperty size in Expected.GetProperty(name).GetProperty("multiplyAdds").EnumerateObject())
        {
            int[] shape = [.. size.Name.Split('x').Select(int.Parse)];
            NetworkDefinition network = NetworkZoo.Create(name, 1000, new TensorShape(shape[0], shape[1], shape[2]));
            Assert.Equal(size.Value.GetInt64(), network.MultiplyAdds);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Batch_norms_are_set_as_torchvision_s(string name)
    {
        BatchNorm[] found = [.. NetworkZoo.Create(name, 1000).Nodes.Select(node => node.Layer).OfType<BatchNorm>().Distinct()];
        JsonElement settings = Expected.GetProperty(name).GetProperty("batchNorm");
        BatchNorm[] expected = settings.ValueKind == JsonValueKind.Null
            ? []
            : [new BatchNorm(settings.GetProperty("epsilon").GetDouble(), settings.GetProperty("momentum").GetDouble())];
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("mobilenet-v3-large")]
    [InlineData("mobilenet-v3-small")]
    public void Width_multipliers_round_as_torchvision_s(string name)
    {
        foreach (JsonElement expected in Expected.GetProperty(name).GetProperty("widths").EnumerateArray())
        {
            double width = expected.GetProperty("width").GetDouble();
            NetworkDefinition network = name == MobileNetV3.LargeName
                ? MobileNetV3.CreateLarge(width: width)
                : MobileNetV3.CreateSmall(width: width);
            Assert.Equal(expected.GetProperty("parameters").GetInt64(), network.TrainableParameterCount);
            Assert.Equal(expected.GetProperty("multiplyAdds").GetInt64(), network.MultiplyAdds);
        }
    }
}
