namespace Fer.Preprocessing.Tests;

public sealed class JpegDecoderTests
{
    private static readonly JpegDecoder Decoder = new();

    public static TheoryData<string> Pictures => FixtureFiles.AsTheory("Jpeg", ".jpg");

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pixels_are_those_of_libjpeg_turbo(string name) =>
        ImageAssert.Equal(FixtureFiles.ReadPixels(name), Decoder.Decode(FixtureFiles.Read(name)));

    [Theory]
    [InlineData("arithmetic", "an arithmetic-coded sequential JPEG")]
    [InlineData("lossless", "a lossless JPEG")]
    [InlineData("hierarchical", "a hierarchical sequential JPEG")]
    [InlineData("12-bits", "12 bits per sample")]
    [InlineData("dnl", "DNL")]
    public void A_kind_that_is_not_supported_is_refused_by_name(string name, string kind)
    {
        byte[] data = FixtureFiles.Read($"JpegRefused/{name}.jpg");
        Assert.Contains(kind, Assert.Throws<ImageFormatException>(() => Decoder.Decode(data)).Message, StringComparison.Ordinal);
        Assert.Contains(kind, Assert.Throws<ImageFormatException>(() => Decoder.Identify(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_its_end_marker_is_truncated()
    {
        byte[] data = FixtureFiles.Read("Jpeg/gray.jpg");
        var error = Assert.Throws<ImageFormatException>(() => Decoder.Decode(data.AsSpan(0, data.Length - 2)));
        Assert.Contains("truncated", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pixel_data_that_end_early_are_truncated_even_before_an_end_marker()
    {
        byte[] data = FixtureFiles.Read("Jpeg/color-420.jpg");
        byte[] cut = [.. data[..^40], 0xFF, 0xD9];
        var error = Assert.Throws<ImageFormatException>(() => Decoder.Decode(cut));
        Assert.Contains("end early", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_after_the_end_marker_do_no_harm()
    {
        byte[] data = [.. FixtureFiles.Read("Jpeg/gray.jpg"), 1, 2, 3];
        ImageAssert.Equal(FixtureFiles.ReadPixels("Jpeg/gray.jpg"), Decoder.Decode(data));
    }

    [Fact]
    public void A_missing_restart_marker_is_an_error()
    {
        byte[] data = FixtureFiles.Read("Jpeg/gray-restart.jpg");
        data[data.AsSpan().IndexOf((byte[])[0xFF, 0xD1]) + 1] = 0xD5;
        var error = Assert.Throws<ImageFormatException>(() => Decoder.Decode(data));
        Assert.Contains("restart marker 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_beyond_the_pixel_limit_is_refused()
    {
        byte[] data = WithClaimedSize(65535, 65535);
        var error = Assert.Throws<ImageFormatException>(() => Decoder.Decode(data));
        Assert.Contains("65535x65535", error.Message, StringComparison.Ordinal);
        Assert.Equal(new ImageInfo("JPEG", 65535, 65535, PixelFormat.Gray8), Decoder.Identify(data));
    }

    [Theory]
    [InlineData(65535, 65535)]
    [InlineData(40000, 40000)]
    [InlineData(9000, 9000)]
    [InlineData(65535, 1)]
    public void No_memory_is_taken_for_a_size_that_the_file_cannot_hold(int width, int height)
    {
        byte[] data = WithClaimedSize(width, height);
        var options = new ImageDecoderOptions { MaxPixels = long.MaxValue };
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ImageFormatException>(() => Decoder.Decode(data, options));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void The_orientation_of_exif_data_can_be_left_alone()
    {
        var asStored = new ImageDecoderOptions { ApplyOrientation = false };
        Image upright = FixtureFiles.ReadPixels("Jpeg/exif-1.jpg");
        for (int orientation = 1; orientation <= 8; orientation++)
            ImageAssert.Equal(upright, Decoder.Decode(FixtureFiles.Read($"Jpeg/exif-{orientation}.jpg"), asStored));
    }

    [Fact]
    public void Memory_beyond_the_limit_is_refused()
    {
        byte[] data = FixtureFiles.Read("Jpeg/progressive-large.jpg");
        int samples = (136 * 72) + (2 * 72 * 40);
        int needed = (130 * 70 * 3) + (3 * samples);
        Assert.Equal(130, Decoder.Decode(data, new ImageDecoderOptions { MaxDecompressedBytes = needed }).Width);
        var error = Assert.Throws<ImageFormatException>(
            () => Decoder.Decode(data, new ImageDecoderOptions { MaxDecompressedBytes = needed - 1 }));
        Assert.Contains("MaxDecompressedBytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_empty_scans_are_refused()
    {
        byte[] data = FixtureFiles.Read("Jpeg/progressive-gray.jpg");
        // The scan that brings the last bit of the DC coefficients can be had again and again.
        int start = data.AsSpan().IndexOf((byte[])[0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0x10]);
        int end = start + 2 + data.AsSpan(start + 2).IndexOf((byte)0xFF);
        byte[] repeated = [.. data[..start], .. Enumerable.Repeat(data[start..end], 600).SelectMany(part => part), 0xFF, 0xD9];
        Assert.Contains("500 scans", Assert.Throws<ImageFormatException>(() => Decoder.Decode(repeated)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_itself_is_allowed()
    {
        byte[] data = FixtureFiles.Read("Jpeg/gray-48x48.jpg");
        Assert.Equal(48, Decoder.Decode(data, new ImageDecoderOptions { MaxPixels = 48 * 48 }).Width);
        Assert.Throws<ImageFormatException>(() => Decoder.Decode(data, new ImageDecoderOptions { MaxPixels = (48 * 48) - 1 }));
    }

    private static byte[] WithClaimedSize(int width, int height)
    {
        byte[] data = FixtureFiles.Read("Jpeg/gray-48x48.jpg");
        int frame = data.AsSpan().IndexOf((byte[])[0xFF, 0xC0]);
        (data[frame + 5], data[frame + 6]) = ((byte)(height >> 8), (byte)height);
        (data[frame + 7], data[frame + 8]) = ((byte)(width >> 8), (byte)width);
        return data;
    }
}
