using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Fer.Preprocessing.Tests;

/// <summary>Real photographs and faces decode to OpenCV's pixels; the hashes of these are in real-pictures.txt.</summary>
public sealed class RealPictureTests
{
    private static readonly string[][] Hashes =
        [.. File.ReadAllLines(FixtureFiles.Path("real-pictures.txt")).Select(line => line.Split(' '))];

    [Fact]
    public void Photographs_decode_to_the_pixels_of_opencv()
    {
        using FileStream archive = File.OpenRead(SharedData.FileOrSkip("photos.tar"));
        Dictionary<string, string> expected = Hashes.Where(line => line.Length == 5)
            .ToDictionary(line => line[0], line => string.Join(' ', line[1..]));
        int compared = 0;
        foreach (byte[] data in Pictures(archive))
        {
            Image image = ImageCodecs.Default.Decode(data);
            Assert.Equal(expected[Hash(data)], $"{Hash(image.Pixels)} {image.Width} {image.Height} {image.Channels}");
            compared++;
        }

        Assert.Equal(expected.Count, compared);
    }

    [Fact]
    public void Faces_decode_to_the_pixels_of_opencv()
    {
        using FileStream archive = File.OpenRead(SharedData.FileOrSkip("fer2013.tar.gz"));
        using var unzipped = new GZipStream(archive, CompressionMode.Decompress);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int count = 0;
        foreach (byte[] data in Pictures(unzipped))
        {
            hash.AppendData(ImageCodecs.Default.Decode(data).Pixels);
            count++;
        }

        string[] expected = Hashes.Single(line => line[^1] == "fer2013.tar.gz");
        Assert.Equal($"{expected[0]} {expected[1]}", $"{Convert.ToHexStringLower(hash.GetHashAndReset())} {count}");
    }

    private static string Hash(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));

    private static IEnumerable<byte[]> Pictures(Stream archive)
    {
        using var tar = new TarReader(archive, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is null || Path.GetExtension(entry.Name) is not (".jpg" or ".png"))
                continue;
            using var data = new MemoryStream();
            entry.DataStream.CopyTo(data);
            yield return data.ToArray();
        }
    }
}
