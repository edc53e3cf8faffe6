namespace Fer.Tests;

public class TensorTests
{
    [Theory]
    [InlineData(new int[0], 1)]
    [InlineData(new[] { 2, 3 }, 6)]
    [InlineData(new[] { 4, 0 }, 0)]
    [InlineData(new[] { int.MaxValue, int.MaxValue, int.MaxValue, 0 }, 0)]
    public void Values_that_fill_the_dimensions_are_wrapped(int[] dimensions, int count)
    {
        var values = new float[count];
        var tensor = new Tensor(dimensions, values);
        Assert.Same(values, tensor.Values);
        Assert.Equal(dimensions, tensor.Dimensions);
    }

    [Theory]
    [InlineData(new int[0], 0)]
    [InlineData(new[] { 2, 3 }, 5)]
    [InlineData(new[] { 2, 3 }, 7)]
    [InlineData(new[] { 0 }, 1)]
    [InlineData(new[] { -2, -3 }, 6)]
    [InlineData(new[] { -1, 0 }, 0)]
    [InlineData(new[] { int.MaxValue, int.MaxValue, int.MaxValue }, 1)]
    [InlineData(new[] { 65_536, 65_536, 65_536, 65_536 }, 0)]
    public void Others_are_refused_with_the_dimensions(int[] dimensions, int count)
    {
        var error = Assert.Throws<ArgumentException>(() => new Tensor(dimensions, new float[count]));
        Assert.Contains($"[{string.Join(", ", dimensions)}]", error.Message, StringComparison.Ordinal);
    }
}
