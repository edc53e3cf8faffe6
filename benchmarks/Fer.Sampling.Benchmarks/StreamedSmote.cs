using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Fer.Preprocessing;

namespace Fer.Sampling.Benchmarks;

/// <summary>
/// SMOTE from 28,821 rows (the class counts of the Kaggle set of that size) to 60,000, written block by block: shows that the result
/// is never in memory as a whole. Prints one JSON line.
/// </summary>
internal static class StreamedSmote
{
    private const int TargetRows = 60_000;
    private const int RowsPerBlock = 512;
    private const double Mebibyte = 1 << 20;

    private static readonly int[] Counts = [3993, 436, 4103, 7164, 4982, 4938, 3205];

    /// <param name="columns">The number of features.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="output">Where the rows go as float32; null to throw them away.</param>
    public static void Run(int columns, int threads, string? output)
    {
        string[] classes = [.. Counts.Select((_, label) => $"class{label}")];
        int[] labels = [.. Counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
        string[] ids = [.. labels.Select((_, row) => row.ToString(CultureInfo.InvariantCulture))];
        var training = new TrainingSplit<FeatureTable>(
            new FeatureTable(classes, labels, ids, RandomFeatures.Create(labels, columns), columns));
        Dictionary<string, int> wanted = classes.Index().ToDictionary(
            item => item.Item, item => (TargetRows / classes.Length) + (item.Index < TargetRows % classes.Length ? 1 : 0));
        double before = PeakMebibytes();

        long start = Stopwatch.GetTimestamp();
        ResampledTable resampled =
            new Smote { Threads = threads, SamplingStrategy = SamplingStrategy.Counts(wanted) }.FitResample(training).Data;
        double planning = Stopwatch.GetElapsedTime(start).TotalSeconds, planned = PeakMebibytes();

        start = Stopwatch.GetTimestamp();
        using (Stream stream = output is null ? Stream.Null : File.Create(output))
        {
            var buffer = new float[RowsPerBlock * columns];
            for (int row = 0; row < resampled.Count; row += RowsPerBlock)
            {
                Span<float> block = buffer.AsSpan(0, Math.Min(RowsPerBlock, resampled.Count - row) * columns);
                resampled.CopyTo(row, block);
                stream.Write(MemoryMarshal.AsBytes(block));
            }
        }

        double streaming = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double input = (double)labels.Length * columns * sizeof(float) / Mebibyte;
        double result = (double)resampled.Count * columns * sizeof(float) / Mebibyte;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"case\": \"smote {labels.Length}x{columns} -> {resampled.Count}, streamed\", \"threads\": {threads}, "
            + $"\"planSeconds\": {planning:F2}, \"streamSeconds\": {streaming:F2}, \"inputMiB\": {input:F0}, \"resultMiB\": {result:F0}, "
            + $"\"peakMiBBefore\": {before:F0}, \"peakMiBPlanned\": {planned:F0}, \"peakMiB\": {PeakMebibytes():F0}}}"));
    }

    private static double PeakMebibytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / Mebibyte;
    }
}
