using System.Globalization;
using Fer.Preprocessing;
using Fer.Training;

namespace Fer.Cli.Console;

/// <summary>Passes progress on at once and in order, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class DelegateProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}

/// <summary>Puts each library's progress into the words of the command line.</summary>
internal static class ProgressWords
{
    public static IProgress<ItemProgress>? OfItems(IProgress<WorkProgress>? target) =>
        target is null ? null : new DelegateProgress<ItemProgress>(p => target.Report(new WorkProgress(p.Done, p.Total, "")));

    public static IProgress<double>? OfFraction(IProgress<WorkProgress>? target) =>
        target is null ? null : new DelegateProgress<double>(part => target.Report(new WorkProgress(part, 1, "")));

    public static IProgress<PredictionProgress>? OfPrediction(IProgress<WorkProgress>? target) =>
        target is null ? null : new DelegateProgress<PredictionProgress>(p => target.Report(
            new WorkProgress(p.Samples, p.Total, Text($"{p.ImagesPerSecond:F0} img/s"))));

    public static IProgress<TrainingProgress>? OfTraining(IProgress<WorkProgress>? target) =>
        target is null ? null : new DelegateProgress<TrainingProgress>(p => target.Report(new WorkProgress(
            p.Epoch - 1 + (p.Phase == TrainingPhase.Training ? (double)p.Step / p.StepsInEpoch : 1), p.Epochs, TrainingDetail(p))));

    private static string TrainingDetail(TrainingProgress p)
    {
        string what = p.Phase == TrainingPhase.Training ? "" : "validating, ";
        string left = p.Remaining is { } remaining ? Text($", {remaining:hh\\:mm\\:ss} left") : "";
        return Text($"epoch {p.Epoch}/{p.Epochs}, {what}{p.ImagesPerSecond:F0} img/s, loss {p.Loss:F3}, accuracy {p.Accuracy:P1}{left}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
