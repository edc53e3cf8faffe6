using System.Buffers.Binary;

namespace Fer.Preprocessing;

/// <summary>Makes 8-bit pixels of a row of PNG samples, whatever their colour type and bit depth.</summary>
internal sealed class PngRowConverter(PngContent content)
{
    private readonly PngHeader _header = content.Header;
    private readonly byte[] _palette = content.Palette;
    private readonly byte[] _transparency = content.Transparency;
    private readonly PixelFormat _format = content.Format;

    /// <summary>Converts so many pixels.</summary>
    /// <param name="row">The unfiltered row.</param>
    /// <param name="pixels">The pixels, in the layout of <see cref="PngContent.Format"/>.</param>
    public void Convert(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        if (_header.ColorType == PngColorType.Palette)
            ConvertPalette(row, pixels);
        else if (_header.BitDepth < 8)
            ConvertPackedGrays(row, pixels);
        else if (_header.ColorType == PngColorType.GrayscaleAlpha)
            ConvertGrayAlpha(row, pixels);
        else if (_transparency.Length > 0)
            ConvertWithColorKey(row, pixels);
        else
            CopyHighBytes(row, pixels);
    }

    private void ConvertPalette(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        int channels = (int)_format;
        for (int x = 0; x * channels < pixels.Length; x++)
        {
            int index = PackedSample(row, x);
            if (index * 3 >= _palette.Length)
                throw new ImageFormatException($"The PNG file is corrupt: colour {index} of a palette of {_palette.Length / 3}.");
            Span<byte> pixel = pixels.Slice(x * channels, channels);
            _palette.AsSpan(index * 3, 3).CopyTo(pixel);
            if (channels == 4)
                pixel[3] = index < _transparency.Length ? _transparency[index] : (byte)255;
        }
    }

    private void ConvertPackedGrays(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        int maximum = (1 << _header.BitDepth) - 1;
        int scale = 255 / maximum;
        if (_format == PixelFormat.Gray8)
        {
            for (int x = 0; x < pixels.Length; x++)
                pixels[x] = (byte)(PackedSample(row, x) * scale);
            return;
        }

        int key = BinaryPrimitives.ReadUInt16BigEndian(_transparency) & maximum;
        for (int x = 0; x * 4 < pixels.Length; x++)
        {
            int sample = PackedSample(row, x);
            SetGray(pixels.Slice(x * 4, 4), (byte)(sample * scale), sample == key ? (byte)0 : (byte)255);
        }
    }

    private void ConvertGrayAlpha(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        int bytes = _header.BitDepth / 8;
        for (int x = 0; x * 4 < pixels.Length; x++)
            SetGray(pixels.Slice(x * 4, 4), row[x * 2 * bytes], row[((x * 2) + 1) * bytes]);
    }

    // The transparent colour is compared at full depth, before 16 bits are cut to 8.
    private void ConvertWithColorKey(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        int bytes = _header.BitDepth / 8;
        int channels = _header.Channels;
        Span<byte> key = stackalloc byte[channels * bytes];
        for (int channel = 0; channel < channels; channel++)
            _transparency.AsSpan((channel * 2) + 2 - bytes, bytes).CopyTo(key[(channel * bytes)..]);

        for (int x = 0; x * 4 < pixels.Length; x++)
        {
            ReadOnlySpan<byte> samples = row.Slice(x * key.Length, key.Length);
            Span<byte> pixel = pixels.Slice(x * 4, 4);
            byte alpha = samples.SequenceEqual(key) ? (byte)0 : (byte)255;
            if (channels == 1)
                SetGray(pixel, samples[0], alpha);
            else
                (pixel[0], pixel[1], pixel[2], pixel[3]) = (samples[0], samples[bytes], samples[2 * bytes], alpha);
        }
    }

    private void CopyHighBytes(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        if (_header.BitDepth == 8)
        {
            row[..pixels.Length].CopyTo(pixels);
            return;
        }

        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = row[2 * i];
    }

    // Samples of 1, 2, 4 or 8 bits, the leftmost in the highest bits.
    private int PackedSample(ReadOnlySpan<byte> row, int x)
    {
        int bits = _header.BitDepth;
        int bit = (x & 7) * bits & 7;
        return (row[(int)((long)x * bits / 8)] >> (8 - bits - bit)) & ((1 << bits) - 1);
    }

    private static void SetGray(Span<byte> pixel, byte gray, byte alpha) =>
        (pixel[0], pixel[1], pixel[2], pixel[3]) = (gray, gray, gray, alpha);
}
