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
                for (int i = 0; i < row.Length; i++)
                    row[i] += above[i];
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
                for (int i = distance; i < row.Length; i++)
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
