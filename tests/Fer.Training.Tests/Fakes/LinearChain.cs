namespace Fer.Training.Tests;

/// <summary>A small chain of linear layers.</summary>
internal static class LinearChain
{
    /// <summary>A definition with three linear layers: flatten, fc1, relu1, fc2, relu2, output.</summary>
    public static NetworkDefinition Define(int classes = 3) => new("dense", new TensorShape(1, 4, 4),
    [
        new("flatten", new Flatten(), [-1]),
        new("fc1", new Linear(12), [0]),
        new("relu1", new ReLU(), [1]),
        new("fc2", new Linear(10), [2]),
        new("relu2", new ReLU(), [3]),
        new("output", new Linear(classes), [4]),
    ]);

    public static Dictionary<string, Tensor> Initialize(NetworkDefinition definition, ulong seed = 1)
    {
        var random = RandomGenerator.Create(seed);
        var weights = new Dictionary<string, Tensor>();
        foreach (NetworkParameter parameter in definition.Parameters)
        {
            var values = new float[parameter.Definition.Size];
            foreach (ref float value in values.AsSpan())
                value = (float)(0.3 * random.NextGaussian());
            weights[parameter.Name] = new Tensor(parameter.Definition.Dimensions, values);
        }

        return weights;
    }
}
