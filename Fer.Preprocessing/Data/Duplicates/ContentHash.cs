using System.Security.Cryptography;
using System.Text;

namespace Fer.Preprocessing;

/// <summary>Tells pictures apart, and data sets, by their content: SHA-256 in lower-case hexadecimal digits.</summary>
public static class ContentHash
{
    /// <summary>Hashes the file of every picture.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="threads">The most threads; 0, the default, for all cores.</param>
    /// <param name="progress">Told how many files are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One hash per picture; fit for the groups of <see cref="StratifiedSplit"/>.</returns>
    /// <exception cref="DatasetException">A file cannot be read.</exception>
    public static string[] OfFiles(
        ImageDataset data, int threads = 0, IProgress<ItemProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var hashes = new string[data.Count];
        ParallelItems.For(data.Count, threads, progress, i => hashes[i] = OfBytes(data.ReadBytes(i)), cancellationToken);
        return hashes;
    }

    /// <summary>The fingerprint of a whole data set: one hash over each picture's id and content in order.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="fileHashes">What <see cref="OfFiles"/> gave for them.</param>
    public static string Fingerprint(ImageDataset data, IReadOnlyList<string> fileHashes)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(fileHashes);
        if (fileHashes.Count != data.Count)
            throw new ArgumentException($"{fileHashes.Count} hashes do not fit {data.Count} pictures.", nameof(fileHashes));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < data.Count; i++)
            hash.AppendData(Encoding.UTF8.GetBytes($"{data.Ids[i]}\0{fileHashes[i]}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Hashes bytes.</summary>
    public static string OfBytes(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>
    /// Hashes what a picture shows: pictures of the same size and colours have the same hash, whether a grey one is stored in
    /// one channel or three, and an opaque one with or without alpha.
    /// </summary>
    public static string OfPixels(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int channels = NeededChannels(image);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{image.Width}x{image.Height}x{channels}\n"));
        hash.AppendData(FirstChannels(image, channels));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static int NeededChannels(Image image)
    {
        byte[] pixels = image.Pixels;
        int channels = image.Channels;
        if (channels == 1)
            return 1;
        bool gray = true;
        for (int i = 0; i < pixels.Length; i += channels)
        {
            if (channels == 4 && pixels[i + 3] != 255)
                return 4;
            gray &= pixels[i] == pixels[i + 1] && pixels[i] == pixels[i + 2];
        }

        return gray ? 1 : 3;
    }

    private static byte[] FirstChannels(Image image, int channels)
    {
        if (channels == image.Channels)
            return image.Pixels;
        var reduced = new byte[image.Width * image.Height * channels];
        for (int from = 0, to = 0; to < reduced.Length; from += image.Channels, to += channels)
            image.Pixels.AsSpan(from, channels).CopyTo(reduced.AsSpan(to));
        return reduced;
    }
}
