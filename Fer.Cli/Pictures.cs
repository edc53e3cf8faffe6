using Fer.Preprocessing;

namespace Fer.Cli;

/// <summary>The codecs that the command reads and writes pictures with.</summary>
internal static class Pictures
{
    private static readonly ImageDecoderOptions s_options = new() { PixelPool = new PixelPool() };

    /// <summary>Where decoded pictures' memory comes from, and goes back to.</summary>
    public static PixelPool Pool => s_options.PixelPool!;

    /// <summary>Decodes a picture file of any known format.</summary>
    public static Image Decode(ReadOnlyMemory<byte> data) => ImageCodecs.Default.Decode(data.Span, s_options);
}
