namespace Fer.Preprocessing;

/// <summary>Tells how far a job over items has come as a part from 0 to 1, within a part of a longer job.</summary>
internal sealed class FractionProgress(IProgress<double> progress) : IProgress<ItemProgress>
{
    public void Report(ItemProgress value) => progress.Report((double)value.Done / value.Total);
}
