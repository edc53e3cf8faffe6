using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Fer.Preprocessing;

/// <summary>
/// The five row filters of PNG (PNG specification, clause 9). <c>distance</c> is the number of bytes to the pixel on the
/// left; the row above is all zeros for the first row.
/// </summary>
internal static class PngFilter
{
    /// <summary>The number of filter types: none, sub, up, average, Paeth.</summary>
    public const int Count = 5;

    /// <summary>Takes a filter away, in place.</summary>
    public static void Reconstruct(int type, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        above = above[..row.Length];
        switch (type)
        {
            case 0:
                break;
            case 1:
                for (int i = distance; i < row.Length; i++)
                    row[i] += row[i - distance];
                break;
            case 2:
                AddAbove(row, above);
                break;
            case 3:
                for (int i = 0; i < distance; i++)
                    row[i] += (byte)(above[i] >> 1);
                for (int i = distance; i < row.Length; i++)
                    row[i] += (byte)((row[i - distance] + above[i]) >> 1);
                break;
            case 4:
                for (int i = 0; i < distance; i++)
                    row[i] += above[i];
                int done = distance is 3 or 4 ? AddPaethByPixels(row, above, distance) : distance;
                for (int i = done; i < row.Length; i++)
                    row[i] += Paeth(row[i - distance], above[i], above[i - distance]);
                break;
            default:
                throw new ImageFormatException($"The PNG file is corrupt: row filter {type} does not exist.");
        }
    }

    /// <summary>Applies a filter: <paramref name="result"/> is the row minus what the filter predicts.</summary>
    public static void Apply(int type, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> result)
    {
        for (int i = 0; i < row.Length; i++)
        {
            byte left = i < distance ? (byte)0 : row[i - distance];
            byte aboveLeft = i < distance ? (byte)0 : above[i - distance];
            int prediction = type switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) >> 1,
                _ => Paeth(left, above[i], aboveLeft),
            };
            result[i] = (byte)(row[i] - prediction);
        }
    }

    private static void AddAbove(Span<byte> row, ReadOnlySpan<byte> above)
    {
        int i = 0;
        for (; i + Vector<byte>.Count <= row.Length; i += Vector<byte>.Count)
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++)
            row[i] += above[i];
    }

    // Paeth's filter on the three or four bytes of a pixel at once, from the second pixel on; what it gives is how far it came. Of four
    // bytes that are written for a pixel of three, the last one belongs to the next pixel and is put back.
    private static int AddPaethByPixels(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        if (row.Length < distance + 4)
            return distance;
        Vector128<short> left = LoadPixel(row);
        Vector128<short> aboveLeft = LoadPixel(above);
        int i = distance;
        for (; i + 4 <= row.Length; i += distance)
        {
            Vector128<short> top = LoadPixel(above[i..]);
            Vector128<short> fromLeft = top - aboveLeft;
            Vector128<short> fromTop = left - aboveLeft;
            Vector128<short> distanceLeft = Vector128.Abs(fromLeft);
            Vector128<short> distanceTop = Vector128.Abs(fromTop);
            Vector128<short> distanceBoth = Vector128.Abs(fromLeft + fromTop);
            Vector128<short> least = Vector128.Min(distanceLeft, Vector128.Min(distanceTop, distanceBoth));
            Vector128<short> topOrBoth = Vector128.ConditionalSelect(Vector128.Equals(least, distanceTop), top, aboveLeft);
            Vector128<short> prediction = Vector128.ConditionalSelect(Vector128.Equals(least, distanceLeft), left, topOrBoth);
            byte next = row[i + 3];
            left = (LoadPixel(row[i..]) + prediction) & Vector128.Create((short)0xFF);
            uint bytes = Vector128.Narrow(left.AsUInt16(), left.AsUInt16()).AsUInt32().ToScalar();
            BinaryPrimitives.WriteUInt32LittleEndian(row[i..], bytes);
            if (distance == 3)
                row[i + 3] = next;
            aboveLeft = top;
        }

        return i;
    }

    private static Vector128<short> LoadPixel(ReadOnlySpan<byte> bytes) =>
        Vector128.WidenLower(Vector128.CreateScalar(BinaryPrimitives.ReadUInt32LittleEndian(bytes)).AsByte()).AsInt16();

    private static byte Paeth(byte left, byte above, byte aboveLeft)
    {
        int distanceLeft = Math.Abs(above - aboveLeft);
        int distanceAbove = Math.Abs(left - aboveLeft);
        int distanceAboveLeft = Math.Abs(left + above - (2 * aboveLeft));
        if (distanceLeft <= distanceAbove && distanceLeft <= distanceAboveLeft)
            return left;
        return distanceAbove <= distanceAboveLeft ? above : aboveLeft;
    }
}
