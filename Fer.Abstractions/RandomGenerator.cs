using System.Numerics;

namespace Fer;

/// <summary>
/// A seeded pseudo-random generator, xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number
/// generators", 2021), seeded through SplitMix64. Equal seeds give equal numbers on every platform and version.
/// </summary>
/// <remarks>
/// Independent streams are derived by key (<see cref="Create"/>), for example one per epoch and sample, so that
/// a result does not depend on which thread drew its numbers, and no state needs saving: the key is the state.
/// A mutable struct: pass it by reference.
/// </remarks>
public struct RandomGenerator
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    private RandomGenerator(ulong state)
    {
        _s0 = SplitMix64(ref state);
        _s1 = SplitMix64(ref state);
        _s2 = SplitMix64(ref state);
        _s3 = SplitMix64(ref state);
    }

    /// <summary>Creates the generator of a seed and a stream key; each different key gives an independent stream.</summary>
    /// <param name="seed">The seed of the whole run.</param>
    /// <param name="stream">What the numbers are for, as numbers of any meaning: epoch, sample, layer.</param>
    public static RandomGenerator Create(ulong seed, params ReadOnlySpan<ulong> stream)
    {
        ulong state = seed;
        ulong mixed = SplitMix64(ref state);
        foreach (ulong key in stream)
        {
            state = mixed ^ (key * 0xD1342543DE82EF95UL + 0x2545F4914F6CDD1DUL);
            mixed = SplitMix64(ref state);
        }

        return new RandomGenerator(mixed);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number from 0 (included) to 1 (excluded) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from 0 (included) to 1 (excluded) with 24 random bits.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1U << 24));

    /// <summary>A whole number from 0 to <paramref name="maxExclusive"/> - 1, each equally likely (Lemire's method).</summary>
    /// <param name="maxExclusive">One more than the largest number wanted; at least 1.</param>
    public int Next(int maxExclusive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxExclusive, 1);
        uint range = (uint)maxExclusive;
        ulong product = (NextUInt64() >> 32) * range;
        if ((uint)product < range)
        {
            uint threshold = unchecked(0u - range) % range;
            while ((uint)product < threshold)
                product = (NextUInt64() >> 32) * range;
        }

        return (int)(product >> 32);
    }

    /// <summary>A number from the standard normal distribution (Box and Muller).</summary>
    public double NextGaussian()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Puts the items in random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix64(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
