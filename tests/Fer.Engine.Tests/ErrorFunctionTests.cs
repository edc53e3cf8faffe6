using System.Text.Json;

namespace Fer.Engine.Tests;

/// <summary>Beside mpmath's figures (scripts/error_function.py).</summary>
public class ErrorFunctionTests
{
    private static readonly JsonElement Expected =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "error_function.json"))).RootElement;

    [Fact]
    public void Agrees_with_mpmath_to_fifteen_digits()
    {
        double[] x = Values("x"), erf = Values("erf"), erfc = Values("erfc");
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(erf[i], ErrorFunction.Erf(x[i]), 1e-15 * Math.Abs(erf[i]));
            Assert.Equal(erfc[i], ErrorFunction.Erfc(x[i]), 2e-15 * Math.Abs(erfc[i]));
        }
    }

    [Fact]
    public void Ends_and_what_is_no_number_pass_through()
    {
        Assert.Equal(0, ErrorFunction.Erf(0));
        Assert.Equal((1, -1), (ErrorFunction.Erf(double.PositiveInfinity), ErrorFunction.Erf(double.NegativeInfinity)));
        Assert.Equal((0, 2), (ErrorFunction.Erfc(double.PositiveInfinity), ErrorFunction.Erfc(double.NegativeInfinity)));
        Assert.Equal((double.NaN, double.NaN), (ErrorFunction.Erf(double.NaN), ErrorFunction.Erfc(double.NaN)));
    }

    private static double[] Values(string name) => [.. Expected.GetProperty(name).EnumerateArray().Select(item => item.GetDouble())];
}
