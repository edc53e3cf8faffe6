namespace Fer.Training;

/// <summary>Where callbacks keep weights: the run's folder, or memory when there is none.</summary>
internal sealed class WeightStore(RunFolder? run)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, Tensor>> _memory = [];
    private readonly Dictionary<string, ITrainingCallback?> _owners = [];

    public void Save(string name, IReadOnlyDictionary<string, Tensor> weights, ITrainingCallback? owner)
    {
        if (_owners.TryGetValue(name, out ITrainingCallback? other) && other != owner)
            throw new FerException($"Two callbacks keep their weights under the name '{name}'; give each a name of its own.");
        _owners[name] = owner;
        if (run is null)
            _memory[name] = weights;
        else
            run.SaveWeights(name, weights);
    }

    public IReadOnlyDictionary<string, Tensor> Load(string name)
    {
        if (run is not null)
            return run.LoadWeights(name);
        return _memory.TryGetValue(name, out IReadOnlyDictionary<string, Tensor>? weights)
            ? weights
            : throw new TensorFileException($"No weights were kept under the name '{name}'.");
    }
}
