using System.Runtime.Intrinsics;

namespace Fer.Engine;

/// <summary>
/// Gathers the values under all taps of an output pixel where the input has few channels (im2col, one row at a time): taps whose
/// pixels lie side by side are copied as one run.
/// </summary>
internal sealed unsafe class ShallowGather
{
    private readonly int _depth;
    private readonly int[] _firstRun;
    private readonly (int Source, int Length)[] _runs;

    /// <summary>Finds the runs.</summary>
    /// <param name="sourcePixels">For each output pixel and tap the source pixel, or <see cref="ConvolutionGeometry.None"/>.</param>
    /// <param name="taps">The taps.</param>
    /// <param name="depth">The channels.</param>
    public ShallowGather(int[] sourcePixels, int taps, int depth)
    {
        _depth = depth;
        var runs = new List<(int Source, int Length)>();
        _firstRun = new int[sourcePixels.Length / taps + 1];
        for (int position = 0; position < _firstRun.Length - 1; position++)
        {
            int end = (position + 1) * taps;
            for (int tap = position * taps, length; tap < end; tap += length)
            {
                for (length = 1; tap + length < end && Continues(sourcePixels[tap], sourcePixels[tap + length], length);)
                    length++;
                runs.Add((sourcePixels[tap], length));
            }

            _firstRun[position + 1] = runs.Count;
        }

        _runs = [.. runs];
    }

    /// <summary>Copies the values under the taps of an output pixel, zeros for those outside.</summary>
    /// <param name="picture">The source picture.</param>
    /// <param name="position">The output pixel.</param>
    /// <param name="row">Receives taps x depth values.</param>
    public void Gather(float* picture, int position, float* row)
    {
        for (int run = _firstRun[position]; run < _firstRun[position + 1]; run++)
        {
            (int source, int length) = _runs[run];
            int values = length * _depth;
            if (source == ConvolutionGeometry.None)
                new Span<float>(row, values).Clear();
            else
                Copy(picture + (nint)source * _depth, row, values);
            row += values;
        }
    }

    /// <summary>Runs are short: two registers that overlap are faster than a call.</summary>
    private static void Copy(float* source, float* target, int length)
    {
        if (length is < 4 or > 16)
        {
            new ReadOnlySpan<float>(source, length).CopyTo(new Span<float>(target, length));
        }
        else if (length < 8)
        {
            Vector128<float> first = Vector128.Load(source), last = Vector128.Load(source + length - 4);
            first.Store(target);
            last.Store(target + length - 4);
        }
        else
        {
            Vector256<float> first = Vector256.Load(source), last = Vector256.Load(source + length - 8);
            first.Store(target);
            last.Store(target + length - 8);
        }
    }

    private static bool Continues(int first, int next, int length) =>
        first == ConvolutionGeometry.None ? next == ConvolutionGeometry.None : next == first + length;
}
