using System.Reflection;
using Fer.Preprocessing;

namespace Fer.Cli;

/// <summary>
/// The codecs that the command reads and writes pictures with: the embedded ones and, where the assembly of Fer.ImageSharp lies beside
/// the command's own, to which it does not refer, WebP, TIFF, TGA and QOI.
/// </summary>
internal static class Pictures
{
    private static readonly ImageDecoderOptions s_options = new() { PixelPool = new PixelPool() };

    /// <summary>Every format that this build of the command knows.</summary>
    public static ImageCodecs Codecs { get; } = FindCodecs();

    /// <summary>Where decoded pictures' memory comes from, and goes back to.</summary>
    public static PixelPool Pool => s_options.PixelPool!;

    /// <summary>Decodes a picture file of any known format.</summary>
    public static Image Decode(ReadOnlyMemory<byte> data) => Codecs.Decode(data.Span, s_options);

    // The types' names are constants, so that trimming and its analysis can follow them.
    private static ImageCodecs FindCodecs()
    {
        if (Type.GetType("Fer.ImageSharp.ImageSharpDecoder, Fer.ImageSharp") is not { } decoder
            || Type.GetType("Fer.ImageSharp.ImageSharpEncoder, Fer.ImageSharp") is not { } encoder)
        {
            return ImageCodecs.Default.With(new MissingFormats());
        }

        ConstructorInfo constructor = decoder.GetConstructors().Single();
        object?[] defaults = [.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)];
        IEnumerable<IImageEncoder> encoders = encoder.GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => property.GetValue(null)).OfType<IImageEncoder>();
        return encoders.Aggregate(
            ImageCodecs.Default.With((IImageDecoder)constructor.Invoke(defaults)), (codecs, next) => codecs.With(next));
    }
}
