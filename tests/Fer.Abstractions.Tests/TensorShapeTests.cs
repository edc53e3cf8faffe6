namespace Fer.Tests;

public class TensorShapeTests
{
    [Fact]
    public void Size_and_positions_are_products()
    {
        var shape = new TensorShape(64, 48, 32);
        Assert.Equal((64 * 48 * 32, 48 * 32, "64x48x32"), (shape.Size, shape.Positions, shape.ToString()));
        Assert.Equal(new TensorShape(7, 1, 1), new TensorShape(7));
    }

    [Fact]
    public void A_size_beyond_whole_numbers_is_an_error_and_not_a_small_number()
    {
        Assert.Throws<OverflowException>(() => new TensorShape(65_536, 65_536, 2).Size);
        Assert.Throws<OverflowException>(() => new TensorShape(1, 65_536, 65_536).Positions);
    }
}
