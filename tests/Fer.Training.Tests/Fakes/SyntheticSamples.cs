namespace Fer.Training.Tests;

/// <summary>Noise around one centre per class, with further noise drawn anew each epoch.</summary>
internal sealed class SyntheticSamples : ISampleSource
{
    private readonly ulong _seed;
    private readonly float _augmentation;
    private int _loads;

    public SyntheticSamples(string name, int count, int classes = 3, ulong seed = 1, float augmentation = 0, TensorShape? shape = null)
    {
        InputShape = shape ?? new TensorShape(1, 4, 4);
        Classes = [.. Enumerable.Range(0, classes).Select(c => $"class{c}")];
        Labels = [.. Enumerable.Range(0, count).Select(i => i % classes)];
        Ids = [.. Enumerable.Range(0, count).Select(i => $"{name}/{i}.png")];
        _seed = seed;
        _augmentation = augmentation;
    }

    public IReadOnlyList<string> Classes { get; }

    public IReadOnlyList<int> Labels { get; init; }

    public IReadOnlyList<string> Ids { get; }

    public TensorShape InputShape { get; }

    /// <summary>Called for each load with its number in the order of loading, the sample's index and the epoch.</summary>
    public Action<int, int, int>? OnLoad { get; set; }

    public void Load(int index, int epoch, Span<float> destination)
    {
        OnLoad?.Invoke(_loads++, index, epoch);
        var centre = RandomGenerator.Create(99, (ulong)Labels[index]);
        var sample = RandomGenerator.Create(_seed, (ulong)index);
        var augmentation = RandomGenerator.Create(_seed, (ulong)index, (ulong)epoch, 5);
        foreach (ref float value in destination)
            value = (float)(0.5 * centre.NextGaussian() + sample.NextGaussian() + _augmentation * augmentation.NextGaussian());
    }

    public TrainingSplit<ISampleSource> ForTraining() => new(this);

    public EvaluationSplit<ISampleSource> ForEvaluation() => new(this);
}
