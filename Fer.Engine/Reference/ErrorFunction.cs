namespace Fer.Engine;

/// <summary>
/// The error function and its complement in double precision, by Chebyshev expansions of what is left when their steep parts
/// are divided out (in the manner of Schonfelder, "Chebyshev expansions for the error and related functions", 1978).
/// </summary>
internal static class ErrorFunction
{
    /// <summary>erf(x) / x by 2 x^2 - 1, for x from 0 to 1.</summary>
    private static readonly double[] Small =
    [
        0.975476939382654096, -0.142261205103713642, 0.0100355821875997956, -0.000576876469976748477, 0.000027419931252196061,
        -1.10431755073445076e-6, 3.84887554203450369e-8, -1.1808582533875467e-9, 3.23342158260509096e-11,
        -7.99101594700454876e-13, 1.79907251139614556e-14, -3.71863548781869264e-16, 7.10359900371425297e-18,
    ];

    /// <summary>erfc(x) exp(x^2) (x + 4) by 1 - 10 / (x + 4), for x from 1.</summary>
    private static readonly double[] Large =
    [
        1.12692932990790154, -0.729779390006351132, 0.211216002994822219, -0.0545266212833957568, 0.0124741029918319604,
        -0.00249765861530151681, 0.000428058176435901036, -0.0000601656822197088401, 6.27295117946027311e-6,
        -3.22656244709110977e-7, -3.41137174367153861e-8, 9.69692283165931575e-9, -7.66190752360667654e-10,
        -6.81314283580745261e-11, 2.14620584914073303e-11, -9.65736802320461422e-13, -3.32617797224989691e-13,
        4.91016228129255158e-14, 3.315221168933357e-15, -1.34378873234620612e-15, 8.20632315246809554e-18,
        3.21304299365492862e-17,
    ];

    /// <summary>2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x; relative error about 1e-15.</summary>
    public static double Erf(double x) =>
        Math.Abs(x) <= 1 ? x * Chebyshev(Small, 2 * x * x - 1) : Math.CopySign(1 - UpperTail(Math.Abs(x)), x);

    /// <summary>1 - erf(x); relative error about 1e-15 far out in the tail too.</summary>
    public static double Erfc(double x) => x <= 1 ? 1 - Erf(x) : UpperTail(x);

    /// <summary>erfc(x) for x from 1.</summary>
    private static double UpperTail(double x)
    {
        if (x > 28)
            return 0;

        // exp(-x^2), corrected by what rounding takes from x^2.
        double square = x * x;
        double exponential = Math.Exp(-square) * (1 - Math.FusedMultiplyAdd(x, x, -square));
        return exponential * Chebyshev(Large, 1 - 10 / (x + 4)) / (x + 4);
    }

    /// <summary>The sum of c[k] T_k(t), by Clenshaw's recurrence.</summary>
    private static double Chebyshev(double[] coefficients, double t)
    {
        double next = 0, afterNext = 0;
        for (int k = coefficients.Length - 1; k > 0; k--)
            (next, afterNext) = (coefficients[k] + 2 * t * next - afterNext, next);
        return coefficients[0] + t * next - afterNext;
    }
}
