namespace Fer.Engine;

/// <summary>A function of each value by itself, and its derivative; at kinks the derivative that PyTorch takes.</summary>
internal sealed class ReferenceActivation(Func<double, double> function, Func<double, double> derivative) : ReferenceUnaryLayer
{
    private double[] _input = [];

    /// <summary>The function of a layer.</summary>
    public static ReferenceActivation Create(ElementwiseLayer layer) => layer switch
    {
        ReLU => new(x => Math.Max(x, 0), x => x > 0 ? 1 : 0),
        LeakyReLU { NegativeSlope: double slope } => new(x => x > 0 ? x : slope * x, x => x > 0 ? 1 : slope),
        Sigmoid => new(Logistic, x => Logistic(x) * (1 - Logistic(x))),
        HardSigmoid => new(ClippedLine, x => x is > -3 and < 3 ? 1.0 / 6 : 0),
        HardSwish => new(x => x * ClippedLine(x), x => x < -3 ? 0 : x <= 3 ? x / 3 + 0.5 : 1),
        SiLU => new(x => x * Logistic(x), x => Logistic(x) * (1 + x * (1 - Logistic(x)))),
        GELU => new(x => x * NormalDistribution(x), x => NormalDistribution(x) + x * NormalDensity(x)),
        _ => throw new NetworkDefinitionException($"There is no reference for {layer.GetType().Name}."),
    };

    protected override double[] Forward(double[] input, in Pass pass) => [.. (_input = input).Select(function)];

    protected override double[] InputGradient(double[] outputGradient, in Pass pass) =>
        [.. outputGradient.Select((gradient, i) => gradient * derivative(_input[i]))];

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double ClippedLine(double x) => Math.Clamp(x / 6 + 0.5, 0, 1);

    private static double NormalDistribution(double x) => 0.5 * ErrorFunction.Erfc(-x / Math.Sqrt(2));

    private static double NormalDensity(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
}
