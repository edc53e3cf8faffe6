namespace Fer.Engine;

/// <summary>A parameter or running statistic of a compiled network.</summary>
internal sealed unsafe class Parameter(string name, ParameterDefinition definition, ParameterLayout layout)
{
    public string Name { get; } = name;

    public ParameterDefinition Definition { get; } = definition;

    /// <summary>The number of floats the kernels keep, padding included.</summary>
    public int PackedLength => layout.PackedLength;

    /// <summary>Whether the L2 term applies: to kernels, not to biases and normalisations.</summary>
    public bool IsRegularized => Definition.Role == ParameterRole.Weight;

    public float* Data { get; set; }

    /// <summary>The loss's derivative; null for what does not learn.</summary>
    public float* Gradient { get; set; }

    /// <summary>Adam's first moment.</summary>
    public float* Moment1 { get; set; }

    /// <summary>Adam's second moment.</summary>
    public float* Moment2 { get; set; }

    /// <summary>Adam's steps so far: fewer than the network's if the parameter was frozen at first.</summary>
    public int Steps { get; set; }

    /// <summary>Takes values in PyTorch's order.</summary>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="destination">One of this parameter's blocks.</param>
    public void Import(IReadOnlyDictionary<string, Tensor> tensors, string name, float* destination)
    {
        if (!tensors.TryGetValue(name, out Tensor? tensor))
            throw new TensorFileException($"'{name}' is missing; use weights that were saved from this network.");
        if (!tensor.Dimensions.SequenceEqual(Definition.Dimensions))
        {
            throw new TensorFileException(
                $"'{name}' has the dimensions [{string.Join(", ", tensor.Dimensions)}], not [{string.Join(", ", Definition.Dimensions)}]; "
                + "use weights that were saved from this network.");
        }

        for (int i = 0; i < tensor.Values.Length; i++)
            destination[layout.PackedIndex(i)] = tensor.Values[i];
    }

    /// <summary>Gives values in PyTorch's order.</summary>
    /// <param name="source">One of this parameter's blocks.</param>
    public Tensor Export(float* source)
    {
        var values = new float[Definition.Size];
        for (int i = 0; i < values.Length; i++)
            values[i] = source[layout.PackedIndex(i)];
        return new Tensor(Definition.Dimensions, values);
    }
}
