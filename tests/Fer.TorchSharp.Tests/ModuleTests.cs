using Fer.Engine.Tests;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fer.TorchSharp.Tests;

/// <summary>A <see cref="TorchNetwork"/> by itself is a module like any other of TorchSharp.</summary>
public sealed class ModuleTests
{
    private const int Count = 6;

    private static readonly NetworkDefinition Network = TestNetworks.Get("inverted-residual");
    private static readonly Batch Samples = TestNetworks.RandomBatch(Network, Count, seed: 1);

    [Fact]
    public void It_learns_with_an_optimiser_of_TorchSharp()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchNetwork module = Create(seed: 2);
        using torch.optim.Optimizer optimizer = torch.optim.Adam(module.parameters(), lr: 1e-2);
        (torch.Tensor pictures, torch.Tensor targets) = Tensors();
        var losses = new List<float>();
        for (int step = 0; step < 60; step++)
        {
            optimizer.zero_grad();
            torch.Tensor loss = functional.cross_entropy(module.forward(pictures), targets);
            loss.backward();
            optimizer.step();
            losses.Add(loss.ToSingle());
        }

        Assert.True(losses[^1] < 0.3f * losses[0], $"the loss went from {losses[0]} to {losses[^1]}");
    }

    [Fact]
    public void Frozen_layers_stay_as_they_are_with_any_optimiser()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchNetwork module = Create(seed: 2);
        module.Freeze(FreezeRatio.FrozenNodes(Network, 0.5));
        IReadOnlyDictionary<string, Tensor> before = module.SaveWeights();
        using torch.optim.Optimizer optimizer = torch.optim.SGD(module.parameters().Where(parameter => parameter.requires_grad), 0.1);
        (torch.Tensor pictures, torch.Tensor targets) = Tensors();
        functional.cross_entropy(module.forward(pictures), targets).backward();
        optimizer.step();
        foreach ((string name, Tensor tensor) in module.SaveWeights())
        {
            NetworkParameter parameter = Network.Parameters.Single(parameter => parameter.Name == name);
            bool isSame = tensor.Values.AsSpan().SequenceEqual(before[name].Values);
            Assert.True(isSame == parameter.Node < module.FrozenNodes, name);
        }
    }

    [Fact]
    public void It_moves_to_other_types()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchNetwork module = Create(seed: 2);
        module.eval();
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor pictures = Tensors().Pictures;
        float[] expected = Values(module.forward(pictures));
        module.to(torch.ScalarType.Float64);
        BothEngines.AssertClose(expected, Values(module.forward(pictures.to(torch.ScalarType.Float64))), 1e-5, "logits");
        module.to(torch.CPU, torch.ScalarType.Float32);
        Assert.Equal(expected, Values(module.forward(pictures)));
    }

    [Fact]
    public void It_is_saved_and_loaded_as_modules_are()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchNetwork saved = Create(seed: 2), loaded = Create(seed: 3);
        using var written = new MemoryStream();
        saved.save(written);
        using var file = new MemoryStream(written.ToArray());
        loaded.load(file);
        foreach ((string name, Tensor tensor) in saved.SaveWeights())
            Assert.Equal(tensor.Values, loaded.SaveWeights()[name].Values);
    }

    [Fact]
    public void It_can_be_a_part_of_another_module()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Module<torch.Tensor, torch.Tensor> sequence = Sequential(("network", Create(seed: 2)), ("softmax", Softmax(1)));
        sequence.eval();
        float[] scores = Values(sequence.forward(Tensors().Pictures));
        for (int i = 0; i < Count; i++)
            Assert.Equal(1, scores.AsSpan(i * Network.Classes, Network.Classes).ToArray().Sum(), 1e-5);
        Assert.All(sequence.named_parameters(), pair => Assert.StartsWith("network.", pair.name, StringComparison.Ordinal));
    }

    private static TorchNetwork Create(ulong seed) => new(Network, TestNetworks.RandomWeights(Network, seed));

    private static float[] Values(torch.Tensor tensor) => tensor.detach().data<float>().ToArray();

    private static (torch.Tensor Pictures, torch.Tensor Targets) Tensors()
    {
        TensorShape shape = Network.Input;
        return (
            torch.tensor(Samples.Inputs, [Count, shape.Channels, shape.Height, shape.Width]),
            torch.tensor(Samples.Targets, [Count, Network.Classes]));
    }
}
