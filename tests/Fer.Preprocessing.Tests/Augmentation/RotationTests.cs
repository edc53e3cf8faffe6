using System.Text.Json;

namespace Fer.Preprocessing.Tests;

public class RotationTests
{
    [Fact]
    public void Rotation_equals_that_of_OpenCV()
    {
        JsonElement cases = Fixtures.ReadJson("warp_affine.json");
        Assert.True(cases.GetArrayLength() > 100);
        foreach (JsonElement @case in cases.EnumerateArray())
        {
            Image image = FormulaImages.Draw(@case);
            double degrees = @case.GetProperty("degrees").GetDouble();
            BorderMode border = Enum.Parse<BorderMode>(@case.GetProperty("border").GetString()!);
            Image rotated = new Rotation(degrees, border, @case.GetProperty("fill").GetByte()).Apply(image);
            Assert.Equal(@case.GetProperty("pixels").GetBytesFromBase64(), rotated.Pixels);
        }
    }

    [Fact]
    public void A_right_angle_turns_anticlockwise()
    {
        var image = new Image(2, 2, PixelFormat.Gray8, [1, 2, 3, 4]);
        Assert.Equal([2, 4, 1, 3], new Rotation(90).Apply(image).Pixels);
    }

    [Fact]
    public void Angles_and_borders_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rotation(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rotation(1, (BorderMode)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotation(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotation(181));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotation(border: (BorderMode)9));
    }
}
