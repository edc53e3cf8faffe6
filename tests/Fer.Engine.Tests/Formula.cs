namespace Fer.Engine.Tests;

/// <summary>The numbers that tests and scripts both compute (scripts/formula.py), so that fixtures hold results only.</summary>
internal static class Formula
{
    /// <summary>The finaliser of MurmurHash3 on a running number, as a number from -1 to 1.</summary>
    public static float[] Values(int size, int salt)
    {
        var values = new float[size];
        for (int i = 0; i < size; i++)
        {
            uint x = unchecked((uint)i + (uint)salt * 0x9E3779B9u);
            x = unchecked((x ^ (x >> 16)) * 0x85EBCA6Bu);
            x = unchecked((x ^ (x >> 13)) * 0xC2B2AE35u);
            x ^= x >> 16;
            values[i] = (float)(x / 4294967296.0 * 2 - 1);
        }

        return values;
    }
}
