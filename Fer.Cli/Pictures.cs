using Fer.Preprocessing;

namespace Fer.Cli;

/// <summary>The codecs that the command reads and writes pictures with.</summary>
internal static class Pictures
{
    /// <summary>Decodes a picture file of any known format.</summary>
    public static Image Decode(ReadOnlyMemory<byte> data) => ImageCodecs.Default.Decode(data.Span);
}
