using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fer.Ml;

/// <summary>Refuses values that are not numbers, by name.</summary>
internal static class FiniteValues
{
    /// <summary>Whether all values are finite.</summary>
    public static bool Holds(ReadOnlySpan<float> values)
    {
        for (int i = FirstToLookAt(values); i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return false;
        }

        return true;
    }

    /// <summary>Throws at the first value that is NaN or infinite.</summary>
    /// <param name="values">Rows x columns.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="name">What to call a row.</param>
    /// <exception cref="DatasetException">There is one.</exception>
    public static void ThrowIfNot(ReadOnlySpan<float> values, int columns, Func<int, string> name)
    {
        for (int i = FirstToLookAt(values); i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new DatasetException(
                    $"{name(i / columns)}: feature {i % columns} is {values[i]}; every feature must be a finite number: "
                    + "leave the row out, or replace the value.");
            }
        }
    }

    /// <summary>Skips values that are certainly finite, many at a time: 0 times any other is not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FirstToLookAt(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        int i = 0;
        for (; i <= vectors.Length - 4; i += 4)
        {
            Vector<float> zeros = (vectors[i] * 0f + vectors[i + 1] * 0f) + (vectors[i + 2] * 0f + vectors[i + 3] * 0f);
            if (!Vector.EqualsAll(zeros, Vector<float>.Zero))
                break;
        }

        return i * Vector<float>.Count;
    }
}
