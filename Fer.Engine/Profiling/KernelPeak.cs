using System.Diagnostics;

namespace Fer.Engine;

/// <summary>What the matrix kernel reaches when memory is out of the question: a tile over and over, in the first-level cache.</summary>
internal static unsafe class KernelPeak
{
    private const int Depth = 256;
    private const int Repetitions = 20_000;

    /// <summary>Multiply-adds per second of all threads together: the best of a few tries.</summary>
    public static double Measure(MatrixKernels kernels, ThreadTeam team)
    {
        double best = 0;
        for (int i = 0; i < 4; i++)
        {
            long start = Stopwatch.GetTimestamp();
            team.Run(team.Threads, (_, _) => RunTile(kernels));
            double products = (double)team.Threads * Repetitions * Depth * MatrixKernels.TileRows * kernels.PanelWidth;
            best = Math.Max(best, products / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private static void RunTile(MatrixKernels kernels)
    {
        using var memory = new NativeBuffer(Depth + Depth * kernels.PanelWidth + MatrixKernels.TileRows * kernels.PanelWidth);
        float* left = memory.Pointer, panel = left + Depth, output = panel + Depth * kernels.PanelWidth;
        float** rows = stackalloc float*[MatrixKernels.TileRows];
        for (int i = 0; i < MatrixKernels.TileRows; i++)
            rows[i] = left;
        for (int i = 0; i < Repetitions; i++)
        {
            kernels.Convolve(
                rows, taps: 1, tapNumbers: null, Depth, panel, bias: null, addend: null, relu: false, output, kernels.PanelWidth,
                MatrixKernels.TileRows, kernels.PanelWidth);
        }
    }
}
