namespace Fer.Preprocessing;

/// <summary>
/// libjpeg's triangle filters ("fancy upsampling"), one sample at a time, to be read; <see cref="Upsampling"/> gives the same.
/// </summary>
internal static class ReferenceUpsampling
{
    /// <summary>
    /// Each sample becomes two: three quarters of itself and a quarter of its neighbour on that side. Rounding alternates.
    /// </summary>
    /// <param name="input">The samples.</param>
    /// <param name="output">Room for twice as many, or one less.</param>
    /// <param name="start">The sample to begin with; its left half is taken as done unless it is the first.</param>
    public static void DoubleWidth(ReadOnlySpan<byte> input, Span<byte> output, int start = 0)
    {
        int last = input.Length - 1;
        output[0] = input[0];
        for (int x = start; x < last; x++)
        {
            output[(2 * x) + 1] = (byte)(((3 * input[x]) + input[x + 1] + 2) >> 2);
            output[(2 * x) + 2] = (byte)(((3 * input[x + 1]) + input[x] + 1) >> 2);
        }

        if ((2 * last) + 1 < output.Length)
            output[(2 * last) + 1] = input[last];
    }

    /// <summary>One row between two: three quarters of the near one and a quarter of the far one.</summary>
    /// <param name="near">The row that the new one lies in.</param>
    /// <param name="far">The row on its other side.</param>
    /// <param name="roundUp">Whether halves are rounded up: in each second row.</param>
    /// <param name="output">As many samples.</param>
    public static void DoubleHeight(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, bool roundUp, Span<byte> output)
    {
        int bias = roundUp ? 2 : 1;
        for (int x = 0; x < near.Length; x++)
            output[x] = (byte)(((3 * near[x]) + far[x] + bias) >> 2);
    }

    /// <summary>Both filters at once, in sixteenths.</summary>
    /// <param name="near">The row that the new one lies in.</param>
    /// <param name="far">The row on its other side.</param>
    /// <param name="output">Room for twice as many, or one less.</param>
    /// <param name="start">The sample to begin with; its left half is taken as done unless it is the first.</param>
    public static void DoubleBoth(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> output, int start = 0)
    {
        int last = near.Length - 1;
        int sum = (3 * near[start]) + far[start];
        if (start == 0)
            output[0] = (byte)(((4 * sum) + 8) >> 4);
        for (int x = start; x < last; x++)
        {
            int next = (3 * near[x + 1]) + far[x + 1];
            output[(2 * x) + 1] = (byte)(((3 * sum) + next + 7) >> 4);
            output[(2 * x) + 2] = (byte)(((3 * next) + sum + 8) >> 4);
            sum = next;
        }

        if ((2 * last) + 1 < output.Length)
            output[(2 * last) + 1] = (byte)(((4 * sum) + 7) >> 4);
    }
}
