using System.Runtime.Intrinsics;

namespace Fer.Engine;

/// <summary>
/// The values under all taps of an output pixel where the input has few channels, so that a row of taps becomes one tap: values
/// that lie side by side in the picture are pointed to there, or copied as one run.
/// </summary>
internal sealed unsafe class ShallowGather
{
    private readonly int _depth;
    private readonly int _kernel;
    private readonly int[] _firstRun;
    private readonly (int Source, int Length)[] _runs;

    /// <summary>Finds the runs.</summary>
    /// <param name="sourcePixels">For each output pixel and tap the source pixel, or <see cref="ConvolutionGeometry.None"/>.</param>
    /// <param name="kernel">The taps in a row, and the rows.</param>
    /// <param name="depth">The channels.</param>
    public ShallowGather(int[] sourcePixels, int kernel, int depth)
    {
        _depth = depth;
        _kernel = kernel;
        var runs = new List<(int Source, int Length)>();
        _firstRun = new int[sourcePixels.Length / kernel + 1];
        for (int row = 0; row < _firstRun.Length - 1; row++)
        {
            int end = (row + 1) * kernel;
            for (int tap = row * kernel, length; tap < end; tap += length)
            {
                for (length = 1; tap + length < end && Continues(sourcePixels[tap], sourcePixels[tap + length], length);)
                    length++;
                runs.Add((sourcePixels[tap], length));
            }

            _firstRun[row + 1] = runs.Count;
        }

        _runs = [.. runs];
    }

    /// <summary>Copies the values under the taps of an output pixel, zeros for those outside.</summary>
    /// <param name="picture">The source picture.</param>
    /// <param name="position">The output pixel.</param>
    /// <param name="values">Receives taps x depth values.</param>
    public void Gather(float* picture, int position, float* values)
    {
        for (int row = 0; row < _kernel; row++)
            CopyRow(picture, position * _kernel + row, values + row * _kernel * _depth);
    }

    /// <summary>Points to the values under each row of an output pixel's taps.</summary>
    /// <param name="picture">The source picture.</param>
    /// <param name="position">The output pixel.</param>
    /// <param name="rows">Receives a pointer per row of taps.</param>
    /// <param name="rowStep">From one of them to the next.</param>
    /// <param name="copies">Room for taps x depth values: rows that do not lie side by side in the picture.</param>
    public void PointToRows(float* picture, int position, float** rows, int rowStep, float* copies)
    {
        for (int row = position * _kernel; row < (position + 1) * _kernel; row++, rows += rowStep, copies += _kernel * _depth)
        {
            (int source, int length) = _runs[_firstRun[row]];
            if (length == _kernel && source != ConvolutionGeometry.None)
            {
                *rows = picture + (nint)source * _depth;
                continue;
            }

            CopyRow(picture, row, copies);
            *rows = copies;
        }
    }

    private void CopyRow(float* picture, int row, float* values)
    {
        for (int run = _firstRun[row]; run < _firstRun[row + 1]; run++)
        {
            (int source, int length) = _runs[run];
            int count = length * _depth;
            if (source == ConvolutionGeometry.None)
                new Span<float>(values, count).Clear();
            else
                Copy(picture + (nint)source * _depth, values, count);
            values += count;
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
