using System.Buffers.Binary;

namespace Fer.ImageSharp.Tests;

/// <summary>Files made to make ImageSharp work for ever or take all memory are refused at once.</summary>
public sealed class HostileFileTests
{
    private const int MaxAllocated = 4_000_000;

    private static readonly ImageSharpDecoder Decoder = new(ImageSharpFormats.All);

    [Fact]
    public void A_webp_chunk_cannot_claim_more_bytes_than_the_file_has()
    {
        byte[] file = FixtureFiles.Read("orientation-6.webp");
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.AsSpan().IndexOf("EXIF"u8) + 4), 0x7000_0000);
        AssertRefused(file, "claims 1879048192 bytes of");
    }

    [Fact]
    public void A_bitmap_cannot_claim_pixels_or_a_profile_beyond_its_end()
    {
        byte[] offset = FixtureFiles.ReadEmbedded("Bmp/gray-8-top-down.bmp");
        BinaryPrimitives.WriteInt32LittleEndian(offset.AsSpan(10), 0x7000_0000);
        AssertRefused(offset, $"byte 1879048192 of {offset.Length}");

        byte[] profile = FixtureFiles.ReadEmbedded("Bmp/rgb-24-v5.bmp");
        BinaryPrimitives.WriteInt32LittleEndian(profile.AsSpan(14 + 112), 124);
        BinaryPrimitives.WriteInt32LittleEndian(profile.AsSpan(14 + 116), 0x7000_0000);
        AssertRefused(profile, "colour profile of 1879048192 bytes");
    }

    [Fact]
    public void A_directory_of_a_big_tiff_cannot_claim_entries_without_end()
    {
        byte[] file = BigTiff(entries: 1UL << 63);
        AssertRefused(file, "claims 9223372036854775808 entries");
    }

    [Fact]
    public void A_big_tiff_is_read()
    {
        Image image = Decoder.Decode(BigTiff(entries: 8));
        ImageAssert.Equal(new Image(2, 1, PixelFormat.Gray8, [100, 200]), image);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Entries_cannot_share_the_whole_file_as_their_value(bool isBigEndian)
    {
        byte[] block = Directory(entries: 1000, valueBytes: 12_000, isBigEndian);
        AssertRefused(block, "more than 4 times");
        AssertRefused(Jpeg(block), "JPEG file are corrupt");
        AssertRefused(Png(block), "PNG file are corrupt");
        AssertRefused(WebP(block), "WebP file are corrupt");
    }

    [Fact]
    public void A_directory_cannot_have_entries_without_end() =>
        AssertRefused(Directory(entries: 60_000, valueBytes: 1), "of 4096 at most");

    [Fact]
    public void A_directory_within_itself_is_refused()
    {
        byte[] file = Directory(entries: 2, valueBytes: 4);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(10), 0x8769); // EXIF's directory
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(12), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(14), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(18), 8);
        AssertRefused(file, "directories of the TIFF file are corrupt");
    }

    [Fact]
    public void A_palette_has_a_colour_for_every_index()
    {
        byte[] file = FixtureFiles.Read("palette.tif");
        int entry = file.AsSpan().IndexOf((byte[])[0x02, 0x01, 3, 0, 1, 0, 0, 0, 8, 0]); // BitsPerSample, one SHORT of 8
        Assert.True(entry > 0);
        file[entry + 8] = 22;
        AssertRefused(file, "pixels of 22 bits need 12582912");
    }

    private static void AssertRefused(byte[] file, string reason)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ImageFormatException>(() => Decoder.Decode(file));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Throws<ImageFormatException>(() => Decoder.Decode(file, new ImageDecoderOptions { ApplyOrientation = false }));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
    }

    // A classic header and one directory, whose entries all have the bytes from 8 on as their value.
    private static byte[] Directory(int entries, int valueBytes, bool isBigEndian = false)
    {
        byte[] file = new byte[8 + 2 + (12 * entries) + 4];
        (isBigEndian ? "MM\0*\0\0\0\b"u8 : "II*\0\b\0\0\0"u8).CopyTo(file);
        Write(8, 2, entries);
        for (int i = 0; i < entries; i++)
        {
            int start = 10 + (12 * i);
            Write(start, 2, 0xA000 + i);
            Write(start + 2, 2, 1);
            Write(start + 4, 4, valueBytes);
            Write(start + 8, 4, 8);
        }

        return file;

        void Write(int offset, int size, int value)
        {
            for (int i = 0; i < size; i++)
                file[offset + (isBigEndian ? size - 1 - i : i)] = (byte)(value >> (8 * i));
        }
    }

    // Two grey pixels.
    private static byte[] BigTiff(ulong entries)
    {
        (ushort Tag, ulong Value)[] tags =
            [(256, 2), (257, 1), (258, 8), (259, 1), (262, 1), (273, 16 + 8 + (8 * 20) + 8), (277, 1), (279, 2)];
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("II+\0\b\0\0\0"u8);
        writer.Write(16UL);
        writer.Write(entries);
        foreach ((ushort tag, ulong value) in tags)
        {
            writer.Write(tag);
            writer.Write((ushort)(tag is 273 or 279 ? 16 : 3)); // where the pixels are is LONG8, all else SHORT
            writer.Write(1UL);
            writer.Write(value);
        }

        writer.Write(0UL);
        writer.Write((byte[])[100, 200]);
        return stream.ToArray();
    }

    private static byte[] Jpeg(byte[] exif)
    {
        byte[] file = FixtureFiles.ListEmbedded("Jpeg", ".jpg").Select(FixtureFiles.ReadEmbedded).First();
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(exif.Length + 8));
        return [.. file[..2], 0xFF, 0xE1, .. length, .. "Exif\0\0"u8, .. exif, .. file[2..]];
    }

    // The checksum is not looked at.
    private static byte[] Png(byte[] exif)
    {
        const int afterHeader = 33;
        byte[] file = FixtureFiles.ListEmbedded("Png", ".png").Select(FixtureFiles.ReadEmbedded).First();
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, exif.Length);
        return [.. file[..afterHeader], .. length, .. "eXIf"u8, .. exif, 0, 0, 0, 0, .. file[afterHeader..]];
    }

    private static byte[] WebP(byte[] exif)
    {
        byte[] file = FixtureFiles.Read("orientation-1.webp");
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, exif.Length);
        byte[] whole = [.. file[..file.AsSpan().IndexOf("EXIF"u8)], .. "EXIF"u8, .. length, .. exif];
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(4), whole.Length - 8);
        return whole;
    }
}
