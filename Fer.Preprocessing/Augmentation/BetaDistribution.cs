namespace Fer.Preprocessing;

/// <summary>Random numbers of the beta distribution, from two of the gamma distribution.</summary>
internal static class BetaDistribution
{
    /// <summary>A number from 0 to 1 with density proportional to <c>x^(a-1) (1-x)^(b-1)</c>.</summary>
    /// <param name="a">The first shape, above 0.</param>
    /// <param name="b">The second shape, above 0.</param>
    /// <param name="random">Gives the numbers.</param>
    public static double Next(double a, double b, ref RandomGenerator random)
    {
        // x / (x + y), by logarithms: gamma variates of small shapes are often too small for a double.
        double logX = NextLogGamma(a, ref random);
        double logY = NextLogGamma(b, ref random);
        return 1 / (1 + Math.Exp(logY - logX));
    }

    /// <summary>
    /// The logarithm of a gamma variate by rejection (Marsaglia and Tsang, "A simple method for generating gamma variables",
    /// 2000); a shape below 1 takes one of a shape larger by 1 times <c>u^(1/shape)</c>.
    /// </summary>
    private static double NextLogGamma(double shape, ref RandomGenerator random)
    {
        if (shape < 1)
            return NextLogGamma(shape + 1, ref random) + (NextLogUniform(ref random) / shape);
        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = random.NextGaussian();
            double root = 1 + (c * x);
            double logUniform = NextLogUniform(ref random);
            if (root <= 0)
                continue;
            double v = root * root * root;
            if (logUniform < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
                return Math.Log(d * v);
        }
    }

    private static double NextLogUniform(ref RandomGenerator random) => Math.Log(1 - random.NextDouble());
}
