using System.Diagnostics;

namespace Fer.Ml.Benchmarks;

/// <summary>Seconds by the clock and of the processors.</summary>
internal readonly record struct Stopwatches(double Wall, double Processor)
{
    /// <summary>Times one call.</summary>
    public static Stopwatches Time(Action action)
    {
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        action();
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Stopwatches(wall, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
    }

    /// <summary>The medians of several calls: at least so many, and more while they take less than a second together.</summary>
    public static Stopwatches Median(int calls, Action action)
    {
        var times = new List<Stopwatches>();
        for (double sum = 0; times.Count < calls || (sum < 1 && times.Count < 2000); sum += times[^1].Wall)
            times.Add(Time(action));
        return new Stopwatches(
            times.Select(time => time.Wall).Order().ElementAt(times.Count / 2),
            times.Select(time => time.Processor).Order().ElementAt(times.Count / 2));
    }
}
