using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Fer.Preprocessing.Tests;

/// <summary>Against what OpenCV 4.6 made; scripts/make_clahe_fixtures.py.</summary>
public sealed class ClaheFixtureTests
{
    [Fact]
    public void Every_fixture_is_equalised_as_by_opencv()
    {
        List<string> differing = [];
        int count = 0;
        foreach (string[] fields in Lines().Where(fields => fields[0] != "all"))
        {
            int[] n = [.. fields[..^1].Select(field => (int)double.Parse(field, CultureInfo.InvariantCulture))];
            var task = (ClaheTask)n[0];
            double clip = double.Parse(fields[5], CultureInfo.InvariantCulture);
            var options = new ClaheOptions { TilesX = n[3], TilesY = n[4], ClipLimit = clip };
            var equalization = new ClaheCase(task, n[1], n[2], options, Pattern(task, n[1] * n[2], (uint)n[6], (uint)n[7], (uint)n[8]));
            byte[] output = equalization.Equalize();
            string expected = fields[^1];
            if (expected != (expected[0] == '=' ? "=" + Convert.ToHexStringLower(output) : Hash(output)))
                differing.Add(equalization.ToString());
            count++;
        }

        Assert.Empty(differing);
        Assert.True(count > 500, $"Only {count} cases.");
    }

    [Fact]
    public void Every_colour_converts_as_by_opencv()
    {
        Dictionary<string, string> expected =
            Lines().Where(fields => fields[0] == "all").ToDictionary(fields => fields[1], fields => fields[2]);
        Assert.Equal(expected["4"], Hash(ConvertAll(LabConverter.FromRgb)));
        Assert.Equal(expected["5"], Hash(ConvertAll(LabConverter.ToRgb)));
        Assert.Equal(expected["6"], Hash(ConvertAll(YCrCbConverter.FromRgb)));
        Assert.Equal(expected["7"], Hash(ConvertAll(YCrCbConverter.ToRgb)));
    }

    private static IEnumerable<string[]> Lines() => File.ReadLines(FixtureFiles.Path("Clahe/cases.txt")).Select(line => line.Split(' '));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

    // The same as pattern in the script.
    private static byte[] Pattern(ClaheTask task, int pixels, uint offset, uint spread, uint slope)
    {
        int channels = task == ClaheTask.Clahe16 ? 1 : ClaheCase.PixelBytes(task);
        var bytes = new byte[pixels * ClaheCase.PixelBytes(task)];
        for (uint i = 0; i < pixels * channels; i++)
        {
            uint noise = unchecked((i * 2654435761u) + 12345);
            noise ^= noise >> 15;
            noise = unchecked(noise * 2246822519u);
            noise ^= noise >> 13;
            uint level = offset + (noise % spread) + (slope * (i / (uint)channels));
            if (task == ClaheTask.Clahe16)
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * (int)i), (ushort)level);
            else
                bytes[i] = (byte)level;
        }

        return bytes;
    }

    private static byte[] ConvertAll(Func<byte, byte, byte, (byte First, byte Second, byte Third)> convert)
    {
        var output = new byte[3 << 24];
        Parallel.For(0, 1 << 24, i =>
            (output[3 * i], output[(3 * i) + 1], output[(3 * i) + 2]) = convert((byte)(i >> 16), (byte)(i >> 8), (byte)i));
        return output;
    }
}
