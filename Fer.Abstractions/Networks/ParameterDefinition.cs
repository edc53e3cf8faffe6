namespace Fer;

/// <summary>One parameter of a layer, or one statistic that it keeps.</summary>
/// <param name="Name">The name within the layer as PyTorch has it: <c>weight</c>, <c>bias</c>, <c>running_mean</c>.</param>
/// <param name="Dimensions">The dimensions as PyTorch has them: out, in, height, width for a convolution.</param>
/// <param name="Role">What it does.</param>
/// <param name="FanIn">How many inputs one output of the layer sums over; the initial weights' spread depends on it.</param>
public sealed record ParameterDefinition(string Name, IReadOnlyList<int> Dimensions, ParameterRole Role, int FanIn)
{
    /// <summary>The number of values.</summary>
    public long Size => Dimensions.Aggregate(1L, (product, length) => product * length);

    /// <summary>Whether training changes it by gradients (running statistics are not).</summary>
    public bool IsTrainable => Role is not (ParameterRole.RunningMean or ParameterRole.RunningVariance);
}
