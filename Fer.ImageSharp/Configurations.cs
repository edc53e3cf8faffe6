using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Memory;

namespace Fer.ImageSharp;

/// <summary>ImageSharp's settings, apart from its global ones: bounded memory, and no threads beside the caller's.</summary>
internal static class Configurations
{
    private const long Megabyte = 1 << 20;

    private static readonly DecoderOptions UsualDecoding = CreateDecoding(ImageDecoderOptions.Default.MaxDecompressedBytes);

    /// <summary>For encoders, whose pictures are in memory already.</summary>
    public static Configuration Encoding { get; } = new() { MaxDegreeOfParallelism = 1, MemoryAllocator = MemoryAllocator.Create() };

    /// <summary>Settings by which no allocation is above the limit. Those of the default limit keep a pool of memory.</summary>
    public static DecoderOptions ForDecoding(ImageDecoderOptions options) =>
        options.MaxDecompressedBytes == ImageDecoderOptions.Default.MaxDecompressedBytes
            ? UsualDecoding
            : CreateDecoding(options.MaxDecompressedBytes);

    private static DecoderOptions CreateDecoding(long maxBytes)
    {
        long megabytes = Math.Clamp((maxBytes / Megabyte) + (maxBytes % Megabyte > 0 ? 1 : 0), 1, int.MaxValue);
        var memory = new MemoryAllocatorOptions { AllocationLimitMegabytes = (int)megabytes };
        return new DecoderOptions
        {
            MaxFrames = 1,
            Configuration = new Configuration { MaxDegreeOfParallelism = 1, MemoryAllocator = MemoryAllocator.Create(memory) },
        };
    }
}
