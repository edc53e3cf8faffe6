namespace Fer.Preprocessing.Tests;

public class NormalizationTests
{
    [Fact]
    public void Channels_come_one_after_another_scaled_to_1()
    {
        var image = new Image(2, 1, PixelFormat.Rgb24, [0, 51, 102, 153, 204, 255]);
        var values = new float[6];
        Normalization.None.Apply(image, values);
        Assert.Equal([0f, 0.6f, 0.2f, 0.8f, 0.4f, 1f], values);
    }

    [Fact]
    public void ImageNet_values_are_worked_by_hand()
    {
        var values = new float[3];
        Normalization.ImageNet.Apply(new Image(1, 1, PixelFormat.Rgb24, [0, 255, 102]), values);
        Assert.Equal(-0.485 / 0.229, values[0], 1e-6);
        Assert.Equal((1 - 0.456) / 0.224, values[1], 1e-6);
        Assert.Equal((0.4 - 0.406) / 0.225, values[2], 1e-6);
    }

    [Fact]
    public void Figures_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Normalization([], []));
        Assert.Throws<ArgumentException>(() => new Normalization([0, 0], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalization([0], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalization([float.NaN], [1]));
        var gray = new Image(2, 1, PixelFormat.Gray8);
        Assert.Throws<ArgumentException>(() => Normalization.ImageNet.Apply(gray, new float[2]));
        Assert.Throws<ArgumentException>(() => Normalization.None.Apply(gray, new float[3]));
    }
}
