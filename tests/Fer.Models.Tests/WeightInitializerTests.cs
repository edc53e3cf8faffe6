namespace Fer.Models.Tests;

public class WeightInitializerTests
{
    private static readonly NetworkDefinition Network = FerdCnn.Create(input: new TensorShape(1, 16, 16));

    [Fact]
    public void Every_parameter_has_its_tensor()
    {
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(Network, 1);
        Assert.Equal(Network.Parameters.Count, weights.Count);
        Assert.All(Network.Parameters, parameter => Assert.Equal(parameter.Definition.Dimensions, weights[parameter.Name].Dimensions));
    }

    [Fact]
    public void Kernels_have_mean_0_and_the_deviation_of_their_kind()
    {
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(Network, 1);
        foreach (NetworkParameter parameter in Network.Parameters.Where(item => item.Definition.Role == ParameterRole.Weight))
        {
            float[] values = weights[parameter.Name].Values;
            int[] dimensions = [.. parameter.Definition.Dimensions];
            double expected = dimensions is [_, var channels, var height, var width] ? Math.Sqrt(2.0 / (channels * height * width)) : 0.01;
            double mean = values.Average(value => (double)value);
            double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            // Five standard errors: of a mean sigma / sqrt(n), of a deviation sigma / sqrt(2n).
            double margin = 5 * expected / Math.Sqrt(values.Length);
            Assert.InRange(mean, -margin, margin);
            Assert.InRange(deviation, expected - (margin / Math.Sqrt(2)), expected + (margin / Math.Sqrt(2)));
        }
    }

    [Theory]
    [InlineData(ParameterRole.Bias, 0)]
    [InlineData(ParameterRole.Scale, 1)]
    [InlineData(ParameterRole.RunningMean, 0)]
    [InlineData(ParameterRole.RunningVariance, 1)]
    public void Biases_are_0_and_normalisations_the_identity(ParameterRole role, float expected)
    {
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(Network, 1);
        NetworkParameter[] parameters = [.. Network.Parameters.Where(parameter => parameter.Definition.Role == role)];
        Assert.NotEmpty(parameters);
        Assert.All(parameters, parameter => Assert.All(weights[parameter.Name].Values, value => Assert.Equal(expected, value)));
    }

    [Fact]
    public void The_seed_decides_every_bit()
    {
        IReadOnlyDictionary<string, Tensor> one = WeightInitializer.Initialize(Network, 7);
        Assert.True(SafetensorsFile.Write(one).AsSpan().SequenceEqual(SafetensorsFile.Write(WeightInitializer.Initialize(Network, 7))));
        IReadOnlyDictionary<string, Tensor> other = WeightInitializer.Initialize(Network, 8);
        foreach (NetworkParameter parameter in Network.Parameters.Where(item => item.Definition.Role == ParameterRole.Weight))
            Assert.False(one[parameter.Name].Values.AsSpan().SequenceEqual(other[parameter.Name].Values));
    }

    [Fact]
    public void Layers_of_one_shape_start_differently()
    {
        NetworkDefinition twins = new NetworkBuilder("twins", new TensorShape(8)).Add("a", new Linear(8)).Add("b", new Linear(8)).Build();
        IReadOnlyDictionary<string, Tensor> weights = WeightInitializer.Initialize(twins, 1);
        Assert.NotEqual(weights["a.weight"].Values, weights["b.weight"].Values);
    }
}
