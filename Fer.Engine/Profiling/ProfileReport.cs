using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Fer.Engine;

/// <summary>A profile as a table, and as a trace file.</summary>
public static class ProfileReport
{
    /// <summary>
    /// A table, the slowest operation first: time forward and backward per run, share of the whole, GFLOP/s (two operations a
    /// multiply-add), share of the peak, and bytes moved per second.
    /// </summary>
    /// <param name="profiler">What was measured.</param>
    public static string ToText(EngineProfiler profiler)
    {
        ArgumentNullException.ThrowIfNull(profiler);
        double total = profiler.Operations.Sum(operation => operation.Total.TotalSeconds);
        int runs = Math.Max(1, profiler.Operations.Select(operation => operation.ForwardRuns).DefaultIfEmpty().Max());
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

        int width = Math.Max(9, profiler.Operations.Select(operation => operation.Name.Length).DefaultIfEmpty().Max());
        int kernelWidth = Math.Max(6, profiler.Operations.Select(operation => operation.Kernel.Length).DefaultIfEmpty().Max());
        string Head(string name, string kernel) => name.PadRight(width) + "  " + kernel.PadRight(kernelWidth);
        Line($"{Head("operation", "kernel")}  forward ms  backward ms  share %  GFLOP/s  peak %  GB/s");
        foreach (ProfiledOperation operation in profiler.Operations.OrderByDescending(operation => operation.Total))
        {
            double seconds = Math.Max(operation.Total.TotalSeconds, 1e-12);
            double peak = 100 * operation.MultiplyAddsPerSecond / Math.Max(profiler.PeakMultiplyAddsPerSecond, 1);
            double speed = 2e-9 * operation.MultiplyAddsPerSecond, share = 100 * seconds / total, moved = 1e-9 * operation.Bytes / seconds;
            string head = Head(operation.Name, operation.Kernel);
            double forward = operation.Forward.TotalMilliseconds / runs;
            double backward = (operation.Backward + operation.Update).TotalMilliseconds / runs;
            Line($"{head}  {forward,10:F3}  {backward,11:F3}  {share,7:F1}  {speed,7:F1}  {peak,6:F1}  {moved,4:F1}");
        }

        double multiplyAdds = profiler.Operations.Sum(operation => (double)operation.MultiplyAdds);
        double average = 2e-9 * multiplyAdds / Math.Max(total, 1e-12), kernelPeak = 2e-9 * profiler.PeakMultiplyAddsPerSecond;
        Line($"{runs} runs, {1e3 * total / runs:F2} ms each, {average:F1} GFLOP/s; the matrix kernel's peak is {kernelPeak:F1}");
        return text.ToString();
    }

    /// <summary>Writes the single runs as a trace that chrome://tracing and Perfetto open.</summary>
    /// <param name="profiler">What was measured.</param>
    /// <param name="stream">Where to.</param>
    public static void WriteTrace(EngineProfiler profiler, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(profiler);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray("traceEvents");
        foreach (ProfileEvent run in profiler.Events)
        {
            json.WriteStartObject();
            json.WriteString("name", run.Name);
            json.WriteString("cat", run.Phase.ToString());
            json.WriteString("ph", "X");
            json.WriteNumber("ts", run.Start.TotalMicroseconds);
            json.WriteNumber("dur", run.Duration.TotalMicroseconds);
            json.WriteNumber("pid", 1);
            json.WriteNumber("tid", 1);
            json.WriteStartObject("args");
            json.WriteString("kernel", run.Kernel);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("displayTimeUnit", "ms");
        json.WriteEndObject();
    }
}
