namespace Fer.Engine;

/// <summary>
/// The rows of a picture cut into runs of pixels whose sources under every tap are equally far apart, so that a kernel takes a
/// run at once. Inside the picture a whole row is one run; at its borders, where taps drop out, runs are short.
/// </summary>
internal sealed class PixelRuns
{
    private readonly int[] _firstRun;
    private readonly (int FirstPixel, int Pixels)[] _runs;

    /// <summary>Finds the runs.</summary>
    /// <param name="sources">For each pixel and tap the source pixel, or <see cref="ConvolutionGeometry.None"/>.</param>
    /// <param name="taps">The taps.</param>
    /// <param name="shape">The picture whose rows are cut.</param>
    /// <param name="step">The distance of the sources from pixel to pixel.</param>
    public PixelRuns(int[] sources, int taps, TensorShape shape, int step)
    {
        var runs = new List<(int, int)>();
        _firstRun = new int[shape.Height + 1];
        for (int y = 0; y < shape.Height; y++)
        {
            int end = (y + 1) * shape.Width;
            for (int pixel = y * shape.Width, length; pixel < end; pixel += length)
            {
                for (length = 1; pixel + length < end && Continues(sources, taps, pixel, length, step);)
                    length++;
                runs.Add((pixel, length));
            }

            _firstRun[y + 1] = runs.Count;
        }

        _runs = [.. runs];
    }

    /// <summary>The runs of a row.</summary>
    public ReadOnlySpan<(int FirstPixel, int Pixels)> OfRow(int y) => _runs.AsSpan(_firstRun[y].._firstRun[y + 1]);

    private static bool Continues(int[] sources, int taps, int pixel, int length, int step)
    {
        for (int tap = 0; tap < taps; tap++)
        {
            int first = sources[pixel * taps + tap], next = sources[(pixel + length) * taps + tap];
            bool continues = first == ConvolutionGeometry.None ? next == ConvolutionGeometry.None : next == first + length * step;
            if (!continues)
                return false;
        }

        return true;
    }
}
