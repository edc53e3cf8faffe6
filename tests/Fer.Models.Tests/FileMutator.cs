namespace Fer.Models.Tests;

/// <summary>Damages files in the ways that find a reader's mistakes.</summary>
internal static class FileMutator
{
    private static readonly uint[] Extremes = [0, 1 << 16, int.MaxValue, 1u << 31, uint.MaxValue, 0x7F800000]; // the last: infinity

    /// <summary>Makes one to three edits.</summary>
    /// <param name="file">The file, which stays as it is.</param>
    /// <param name="telling">Bytes that mean something in the format.</param>
    /// <param name="random">Draws the edits.</param>
    public static byte[] Mutate(byte[] file, ReadOnlySpan<byte> telling, ref RandomGenerator random)
    {
        var bytes = new List<byte>(file);
        for (int edits = 1 + random.Next(3); edits > 0 && bytes.Count > 0; edits--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = telling[random.Next(telling.Length)];
                    break;
                case 2:
                    bytes.Insert(at, telling[random.Next(telling.Length)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + random.Next(8)));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 1 + random.Next(40))));
                    break;
                case 5:
                    uint extreme = Extremes[random.Next(Extremes.Length)];
                    for (int i = at; i < Math.Min(bytes.Count, at + sizeof(uint)); i++, extreme >>= 8)
                        bytes[i] = (byte)extreme;
                    break;
                default:
                    bytes[random.Next(bytes.Count)] = bytes[at];
                    break;
            }
        }

        return [.. bytes];
    }
}
