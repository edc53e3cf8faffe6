using System.Security.Cryptography;
using Fer;
using Fer.Preprocessing;

namespace SmoteBeforeSplit;

/// <summary>Pictures as a table of grey pixels, each with the hash of its content.</summary>
internal static class PixelTable
{
    public static (FeatureTable Table, string[] Contents) Read(ImageDataset pictures, int size)
    {
        ImageSampleSource samples = ImageSampleSource.Create(
            pictures, bytes => ImageCodecs.Default.Decode(bytes.Span),
            new ImageSampleOptions { Transforms = [new GrayscaleTransform(), new ResizeTransform(size, size, Interpolation.Area)] });
        IEnumerable<string> contents =
            Enumerable.Range(0, samples.Count).Select(i => Convert.ToHexString(SHA256.HashData(samples.Picture(i).Pixels)));
        return (ImageTable.FromSamples(samples).Table, [.. contents]);
    }

    /// <summary>The positions of test pictures that are also among others.</summary>
    public static IEnumerable<int> CopiesOf(string[] others, string[] test)
    {
        var known = others.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(0, test.Length).Where(i => known.Contains(test[i]));
    }
}
