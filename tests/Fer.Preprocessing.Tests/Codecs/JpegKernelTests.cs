namespace Fer.Preprocessing.Tests;

/// <summary>The vectorised steps of the JPEG decoder give what their readable references give.</summary>
public sealed class JpegKernelTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(1024)]
    [InlineData(32767)]
    public void The_inverse_transform_is_that_of_the_reference(int range)
    {
        var random = RandomGenerator.Create((ulong)range);
        var coefficients = new short[64];
        var steps = new int[64];
        var expected = new byte[64];
        var actual = new byte[64];
        for (int i = 0; i < 2000; i++)
        {
            int density = 1 + random.Next(64);
            for (int k = 0; k < 64; k++)
            {
                coefficients[k] = random.Next(64) < density ? (short)(random.Next((2 * range) + 1) - range) : (short)0;
                steps[k] = 1 + random.Next(range > 1024 ? 65535 : 255);
            }

            ReferenceInverseDct.Transform(coefficients, steps, expected, 8);
            InverseDct.Transform(coefficients, steps, actual, 8);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void A_block_of_one_level_is_that_of_the_reference()
    {
        var coefficients = new short[64];
        int[] steps = [.. Enumerable.Repeat(3, 64)];
        var expected = new byte[64];
        var actual = new byte[64];
        for (int dc = -2000; dc <= 2000; dc++)
        {
            coefficients[0] = (short)dc;
            ReferenceInverseDct.Transform(coefficients, steps, expected, 8);
            InverseDct.FillConstant(dc * 3, actual, 8);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void All_colours_are_converted_as_by_the_reference()
    {
        byte[] luma = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        var blue = new byte[256];
        var red = new byte[256];
        var expected = new byte[256 * 3];
        var actual = new byte[256 * 3];
        for (int color = 0; color < 65536; color += 7)
        {
            blue.AsSpan().Fill((byte)color);
            red.AsSpan().Fill((byte)(color >> 8));
            ReferenceColorConverter.YCbCrToRgb(luma, blue, red, expected);
            JpegColorConverter.YCbCrToRgb(luma, blue, red, actual);
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"Cb {blue[0]}, Cr {red[0]}");
        }
    }

    [Fact]
    public void Rows_of_any_length_are_treated_as_by_the_references()
    {
        var random = RandomGenerator.Create(1);
        for (int length = 1; length <= 100; length++)
        {
            byte[][] rows = [Noise(length, ref random), Noise(length, ref random), Noise(length, ref random)];
            AssertSame(length * 3, output => ReferenceColorConverter.YCbCrToRgb(rows[0], rows[1], rows[2], output),
                output => JpegColorConverter.YCbCrToRgb(rows[0], rows[1], rows[2], output));
            AssertSame(length * 3, output => ReferenceColorConverter.Interleave(rows[0], rows[1], rows[2], output),
                output => JpegColorConverter.Interleave(rows[0], rows[1], rows[2], output));
            AssertSame(length, output => ReferenceUpsampling.DoubleHeight(rows[0], rows[1], length % 2 == 0, output),
                output => Upsampling.DoubleHeight(rows[0], rows[1], length % 2 == 0, output));
            for (int doubled = (2 * length) - 1; doubled <= (2 * length) + 1; doubled++)
            {
                AssertSame(doubled, output => ReferenceUpsampling.DoubleWidth(rows[0], output),
                    output => Upsampling.DoubleWidth(rows[0], output));
                AssertSame(doubled, output => ReferenceUpsampling.DoubleBoth(rows[0], rows[1], output),
                    output => Upsampling.DoubleBoth(rows[0], rows[1], output));
            }
        }
    }

    private static byte[] Noise(int length, ref RandomGenerator random)
    {
        var row = new byte[length];
        foreach (ref byte value in row.AsSpan())
            value = (byte)random.Next(256);
        return row;
    }

    private static void AssertSame(int length, Action<byte[]> reference, Action<byte[]> vectorised)
    {
        var expected = new byte[length];
        var actual = new byte[length];
        reference(expected);
        vectorised(actual);
        Assert.Equal(expected, actual);
    }
}
