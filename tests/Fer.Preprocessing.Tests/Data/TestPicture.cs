namespace Fer.Preprocessing.Tests;

/// <summary>A tiny picture format for tests: "TP", a comment byte, channels, width, height, pixels.</summary>
internal static class TestPicture
{
    private const int HeaderLength = 6;

    public static Image Gray(params byte[] pixels) => new(2, pixels.Length / 2, PixelFormat.Gray8, pixels);

    public static byte[] Encode(Image image, byte comment = 0) =>
        [(byte)'T', (byte)'P', comment, (byte)image.Channels, (byte)image.Width, (byte)image.Height, .. image.Pixels];

    public static Image Decode(ReadOnlyMemory<byte> data)
    {
        ReadOnlySpan<byte> bytes = data.Span;
        if (bytes.Length < HeaderLength || bytes[0] != 'T' || bytes[1] != 'P')
            throw new ImageFormatException("not a test picture.");
        if (bytes.Length != HeaderLength + (bytes[3] * bytes[4] * bytes[5]))
            throw new ImageFormatException("truncated.");
        return new Image(bytes[4], bytes[5], (PixelFormat)bytes[3], bytes[HeaderLength..].ToArray());
    }
}
