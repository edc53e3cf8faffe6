using Fer.Engine;
using Fer.Models;

namespace Fer.Benchmarks;

/// <summary>How far each kernel is from the double-precision reference: largest difference / largest value, forward and backward.</summary>
internal static class KernelErrors
{
    private const int BatchSize = 8;

    private static (string Name, TensorShape Input, Layer Layer)[] Layers =>
    [
        ("3x3 64-64 at 12x12", new TensorShape(64, 12, 12), new Conv2d(64, Kernel: 3, Padding: 1)),
        ("3x3 256-256 at 6x6", new TensorShape(256, 6, 6), new Conv2d(256, Kernel: 3, Padding: 1)),
        ("3x3/2 128-128 at 6x6", new TensorShape(128, 12, 12), new Conv2d(128, Kernel: 3, Stride: 2, Padding: 1)),
        ("1x1 256-64 at 12x12", new TensorShape(256, 12, 12), new Conv2d(64, Kernel: 1)),
        ("1x1 2048-512 at 3x3", new TensorShape(2048, 3, 3), new Conv2d(512, Kernel: 1)),
        ("7x7/2 3-64 at 12x12", new TensorShape(3, 24, 24), new Conv2d(64, Kernel: 7, Stride: 2, Padding: 3)),
        ("depthwise 5x5 120 at 12x12", new TensorShape(120, 12, 12), new Conv2d(120, Kernel: 5, Padding: 2, Groups: 120)),
        ("grouped 3x3 64-64 at 12x12", new TensorShape(64, 12, 12), new Conv2d(64, Kernel: 3, Padding: 1, Groups: 4)),
        ("batch norm 64 at 12x12", new TensorShape(64, 12, 12), new BatchNorm()),
        ("hard swish 64 at 12x12", new TensorShape(64, 12, 12), new HardSwish()),
        ("GELU 64 at 12x12", new TensorShape(64, 12, 12), new GELU()),
        ("average pool 64 at 12x12", new TensorShape(64, 12, 12), new AvgPool2d(3, 2)),
    ];

    public static void Print()
    {
        Console.WriteLine("| layer | Winograd | output | gradient to the input | gradient to the weights |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach ((string name, TensorShape input, Layer layer) in Layers)
        {
            foreach (bool winograd in layer is Conv2d { Kernel: 3, Stride: 1, Groups: 1 } ? new[] { false, true } : [false])
                Print(name, input, layer, winograd);
        }
    }

    private static void Print(string name, TensorShape input, Layer layer, bool winograd)
    {
        // The layer before has a weight per channel, so that its gradient shows the one that comes back to the layer's input.
        NetworkDefinition network = new NetworkBuilder("one-layer", input)
            .Add("before", new Conv2d(input.Channels, Kernel: 1, Groups: input.Channels)).Add("layer", layer)
            .Add("flatten", new Flatten()).Build();
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(network, seed: 1);
        Batch batch = RandomBatch(network);
        var reference = new ReferenceNetwork(network, weights);
        var pass = new Pass(BatchSize, IsTraining: true, Seed: 1, Step: 0);
        double[] expected = reference.Forward([.. batch.Inputs.Select(x => (double)x)], pass with { IsTraining = false });
        double[] trained = reference.Forward([.. batch.Inputs.Select(x => (double)x)], pass);
        reference.Backward(ReferenceNetwork.CrossEntropy(trained, batch.Targets, null, network.Classes).Gradient, pass);

        using var engine = new CpuEngine(new CpuEngineOptions { Winograd = winograd });
        using CompiledNetwork compiled = engine.CompileTrainable(network, weights, new TrainingOptions { BatchSize = BatchSize });
        var outputs = new float[expected.Length];
        compiled.Predict(batch.Inputs, BatchSize, outputs);
        compiled.ComputeGradients(batch);
        IReadOnlyDictionary<string, Tensor> gradients = compiled.SaveGradients();
        string Gradient(string parameter) => gradients.TryGetValue(parameter, out Tensor? gradient)
            ? Error(reference.Parameters[parameter].Gradient, gradient.Values) : "";
        Console.WriteLine(
            $"| {name} | {(winograd ? "yes" : "")} | {Error(expected, outputs)} "
            + $"| {Gradient("before.weight")} | {Gradient("layer.weight")} |");
    }

    private static string Error(double[] expected, float[] actual)
    {
        double largest = expected.Max(Math.Abs), difference = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max();
        return FormattableString.Invariant($"{difference / largest:0.0e+0}");
    }

    private static Batch RandomBatch(NetworkDefinition network)
    {
        var batch = new Batch(network.Input, network.Classes, BatchSize) { Count = BatchSize };
        RandomGenerator random = RandomGenerator.Create(1);
        for (int i = 0; i < batch.Inputs.Length; i++)
            batch.Inputs[i] = (float)random.NextGaussian();
        for (int n = 0; n < BatchSize; n++)
        {
            Span<float> target = batch.Target(n);
            for (int i = 0; i < target.Length; i++)
                target[i] = random.NextSingle();
            Normalize(target);
        }

        return batch;
    }

    private static void Normalize(Span<float> target)
    {
        double sum = 0;
        foreach (float value in target)
            sum += value;
        for (int i = 0; i < target.Length; i++)
            target[i] = (float)(target[i] / sum);
    }
}
