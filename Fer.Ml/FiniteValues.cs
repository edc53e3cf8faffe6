namespace Fer.Ml;

/// <summary>Refuses values that are not numbers, by name.</summary>
internal static class FiniteValues
{
    /// <summary>Throws at the first value that is NaN or infinite.</summary>
    /// <param name="values">Rows x columns.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="name">What to call a row.</param>
    /// <exception cref="DatasetException">There is one.</exception>
    public static void ThrowIfNot(ReadOnlySpan<float> values, int columns, Func<int, string> name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new DatasetException(
                    $"{name(i / columns)}: feature {i % columns} is {values[i]}; every feature must be a finite number: "
                    + "leave the row out, or replace the value.");
            }
        }
    }
}
