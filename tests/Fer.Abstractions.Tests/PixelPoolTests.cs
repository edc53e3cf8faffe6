namespace Fer.Tests;

public class PixelPoolTests
{
    [Fact]
    public void Returned_memory_serves_pictures_of_as_many_bytes()
    {
        var pool = new PixelPool();
        Image first = pool.Rent(4, 3, PixelFormat.Rgb24);
        pool.Return(first);
        Assert.NotSame(first.Pixels, pool.Rent(4, 3, PixelFormat.Gray8).Pixels);
        Image second = pool.Rent(9, 4, PixelFormat.Gray8);
        Assert.Same(first.Pixels, second.Pixels);
        Assert.Equal((9, 4, PixelFormat.Gray8), (second.Width, second.Height, second.Format));
    }

    [Fact]
    public void A_picture_returned_twice_is_lent_once()
    {
        var pool = new PixelPool();
        Image image = pool.Rent(4, 3, PixelFormat.Gray8);
        Parallel.For(0, 100, _ => pool.Return(image));
        Assert.Same(image.Pixels, pool.Rent(4, 3, PixelFormat.Gray8).Pixels);
        pool.Return(image); // its memory is another picture's by now
        Assert.NotSame(image.Pixels, pool.Rent(4, 3, PixelFormat.Gray8).Pixels);
    }

    [Fact]
    public void A_picture_from_elsewhere_is_left_alone()
    {
        var pool = new PixelPool();
        Image image = new(4, 3, PixelFormat.Gray8), other = new PixelPool().Rent(4, 3, PixelFormat.Gray8);
        pool.Return(image);
        pool.Return(other);
        byte[] lent = pool.Rent(4, 3, PixelFormat.Gray8).Pixels;
        Assert.NotSame(image.Pixels, lent);
        Assert.NotSame(other.Pixels, lent);
    }

    [Fact]
    public void No_more_is_kept_than_was_agreed()
    {
        var pool = new PixelPool(maxBytes: 100);
        Image[] lent = [pool.Rent(60, 1, PixelFormat.Gray8), pool.Rent(30, 1, PixelFormat.Gray8), pool.Rent(50, 1, PixelFormat.Gray8)];
        foreach (Image image in lent)
            pool.Return(image);
        Assert.NotSame(lent[0].Pixels, pool.Rent(60, 1, PixelFormat.Gray8).Pixels);
        Assert.NotSame(lent[1].Pixels, pool.Rent(30, 1, PixelFormat.Gray8).Pixels);
        Assert.Same(lent[2].Pixels, pool.Rent(50, 1, PixelFormat.Gray8).Pixels);

        Image large = pool.Rent(101, 1, PixelFormat.Gray8);
        pool.Return(large);
        Assert.NotSame(large.Pixels, pool.Rent(101, 1, PixelFormat.Gray8).Pixels);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PixelPool(-1));
    }

    [Fact]
    public void A_size_that_no_picture_can_have_is_refused_as_a_picture_refuses_it()
    {
        var pool = new PixelPool();
        var options = new ImageDecoderOptions();
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(int.MaxValue, int.MaxValue, PixelFormat.Rgba32));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(0, 5, PixelFormat.Gray8));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(5, 5, (PixelFormat)2));
        Assert.Throws<ArgumentOutOfRangeException>(() => options.CreateImage(1 << 20, 1 << 20, PixelFormat.Gray8));
        Assert.Equal(24, options.CreateImage(2, 3, PixelFormat.Rgba32).Pixels.Length);
    }
}
