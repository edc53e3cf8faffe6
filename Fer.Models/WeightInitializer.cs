namespace Fer.Models;

/// <summary>
/// The weights a network starts from, as torchvision's VGG and MobileNet have them: convolutions normal with deviation
/// sqrt(2 / fan-in) (He et al., "Delving deep into rectifiers", 2015; PyTorch's <c>kaiming_normal_</c>), linear layers normal
/// with deviation 0.01, so that training starts from nearly equal scores, biases 0, normalisations the identity.
/// </summary>
public static class WeightInitializer
{
    /// <summary>The deviation of a linear layer's weights.</summary>
    public const double LinearDeviation = 0.01;

    private const ulong StreamKey = 0x5745494748545331; // sets this stream apart from the seed's other uses

    /// <summary>Draws the initial weights. The same seed gives the same weights, for every engine.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">The seed.</param>
    public static IReadOnlyDictionary<string, Tensor> Initialize(NetworkDefinition network, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(network);
        var weights = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (int i = 0; i < network.Parameters.Count; i++)
            weights[network.Parameters[i].Name] = InitializeParameter(network, i, seed);

        return weights;
    }

    /// <summary>Draws one parameter, the same as when all are drawn.</summary>
    /// <param name="network">The network.</param>
    /// <param name="position">The parameter's position among the network's.</param>
    /// <param name="seed">The seed.</param>
    internal static Tensor InitializeParameter(NetworkDefinition network, int position, ulong seed)
    {
        ParameterDefinition parameter = network.Parameters[position].Definition;
        RandomGenerator random = RandomGenerator.Create(seed, StreamKey, (ulong)position);
        return new Tensor(parameter.Dimensions, InitialValues(parameter, ref random));
    }

    private static float[] InitialValues(ParameterDefinition parameter, ref RandomGenerator random)
    {
        var values = new float[parameter.Size];
        switch (parameter.Role)
        {
            case ParameterRole.Weight:
                bool isLinear = parameter.Dimensions.Count == 2;
                double deviation = isLinear ? LinearDeviation : Math.Sqrt(2.0 / parameter.FanIn);
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)(deviation * random.NextGaussian());
                break;
            case ParameterRole.Scale or ParameterRole.RunningVariance:
                Array.Fill(values, 1f);
                break;
            default:
                break;
        }

        return values;
    }
}
