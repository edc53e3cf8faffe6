using FsCheck;
using FsCheck.Fluent;

namespace Fer.Preprocessing.Tests;

public sealed class ResizeTransformTests
{
    [Fact]
    public void Pixels_are_those_of_opencv()
    {
        using var fixture = new BinaryReader(new MemoryStream(FixtureFiles.Read("Imaging/resize.bin")));
        int cases = 0;
        for (; fixture.BaseStream.Position < fixture.BaseStream.Length; cases++)
        {
            (int width, int height) = (fixture.ReadInt32(), fixture.ReadInt32());
            var format = (PixelFormat)fixture.ReadInt32();
            (int newWidth, int newHeight) = (fixture.ReadInt32(), fixture.ReadInt32());
            Interpolation interpolation = fixture.ReadInt32() == 1 ? Interpolation.Area : Interpolation.Bilinear;
            var image = new Image(width, height, format, fixture.ReadBytes(width * height * (int)format));
            var expected = new Image(newWidth, newHeight, format, fixture.ReadBytes(newWidth * newHeight * (int)format));
            ImageAssert.Equal(expected, new ResizeTransform(newWidth, newHeight, interpolation).Apply(image));
        }

        Assert.Equal(120, cases);
    }

    [Theory]
    [InlineData(Interpolation.Bilinear)]
    [InlineData(Interpolation.Area)]
    public void A_flat_picture_stays_flat(Interpolation interpolation) =>
        Prop.ForAll(RandomImages.UpTo(20), RandomImages.UpTo(20), (image, other) =>
        {
            Array.Fill(image.Pixels, image.Pixels[0]);
            Image resized = new ResizeTransform(other.Width, other.Height, interpolation).Apply(image);
            // The fixed-point weights of bilinear interpolation may fall one level short, in OpenCV too.
            Assert.All(resized.Pixels, value => Assert.InRange(value, Math.Max(0, image.Pixels[0] - 1), image.Pixels[0]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whole_ratios_give_the_mean_of_each_block()
    {
        var image = new Image(6, 2, PixelFormat.Gray8, [0, 3, 6, 10, 10, 10, 3, 6, 9, 10, 10, 16]);
        ImageAssert.Equal(
            new Image(2, 1, PixelFormat.Gray8, [4, 11]), // 27 / 6 = 4.5 goes to the even 4; 66 / 6 = 11
            new ResizeTransform(2, 1, Interpolation.Area).Apply(image));
    }

    [Fact]
    public void The_same_size_is_the_same_picture()
    {
        Image image = RandomImages.Create(7, 5, PixelFormat.Rgb24, 8, 1);
        Assert.Same(image, new ResizeTransform(7, 5).Apply(image));
    }

    [Fact]
    public void A_size_below_one_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResizeTransform(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResizeTransform(5, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResizeTransform(5, 5, (Interpolation)9));
    }
}
