namespace Fer.Engine;

/// <summary>A parameter of the reference network.</summary>
internal sealed class ReferenceParameter(double[] values)
{
    public double[] Values { get; } = values;

    public double[] Gradient { get; } = new double[values.Length];
}
