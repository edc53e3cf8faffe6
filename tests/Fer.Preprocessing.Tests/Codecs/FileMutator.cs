namespace Fer.Preprocessing.Tests;

/// <summary>Damages files as chance and malice do.</summary>
internal static class FileMutator
{
    // Values at which sizes and counters go wrong.
    private static readonly byte[] Extremes = [0, 1, 0x7F, 0x80, 0xFF];

    /// <summary>
    /// A few bytes changed, a bit flipped, extreme values set, a piece cut out, repeated or taken from another file, or the end cut off;
    /// once or several times.
    /// </summary>
    public static byte[] Mutate(byte[] file, byte[] other, ref RandomGenerator random)
    {
        byte[] mutant = [.. file];
        for (int times = random.Next(4) == 0 ? 2 : 0; times >= 0 && mutant.Length > 0; times--)
            mutant = MutateOnce(mutant, other, ref random);
        return mutant;
    }

    private static byte[] MutateOnce(byte[] file, byte[] other, ref RandomGenerator random)
    {
        // Headers are small and matter most.
        int start = random.Next(random.Next(3) == 0 ? Math.Min(file.Length, 64) : file.Length);
        int end = Math.Min(file.Length, start + 1 + random.Next(20));
        switch (random.Next(7))
        {
            case 0:
                for (int i = random.Next(4); i >= 0; i--)
                    file[random.Next(file.Length)] = (byte)random.Next(256);
                return file;
            case 1:
                file[start] ^= (byte)(1 << random.Next(8));
                return file;
            case 2:
                file.AsSpan(start..Math.Min(end, start + 4)).Fill(Extremes[random.Next(Extremes.Length)]);
                return file;
            case 3:
                return [.. file[..start], .. file[end..]];
            case 4:
                return [.. file[..end], .. file[start..]];
            case 5:
                int from = random.Next(other.Length);
                return [.. file[..start], .. other[from..Math.Min(other.Length, from + end - start)], .. file[end..]];
            default:
                return file[..start];
        }
    }
}
