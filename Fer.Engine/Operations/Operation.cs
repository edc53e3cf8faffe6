namespace Fer.Engine;

/// <summary>
/// One compiled step of a network: a layer, or several fused. It takes values and makes another; going back it turns the
/// output's gradient into its inputs' and fills its parameters' gradients.
/// </summary>
internal abstract class Operation
{
    protected Operation(Value input, Value output)
        : this([input], output)
    {
    }

    protected Operation(Value[] inputs, Value output)
    {
        Inputs = inputs;
        Output = output;
        InputGradients = new GradientMode[inputs.Length];
    }

    /// <summary>The name of the layer, or of the first of those computed together.</summary>
    public string Name { get; set; } = "";

    /// <summary>What computes it, for profiles.</summary>
    public virtual string Kernel => GetType().Name.Replace("Operation", "", StringComparison.Ordinal);

    /// <summary>The multiply-adds of one sample forward, by the definition.</summary>
    public long MultiplyAdds { get; set; }

    public Value[] Inputs { get; }

    public Value Input => Inputs[0];

    public Value Output { get; }

    /// <summary>The parameters, in the definition's order.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Whether the layer belongs to the part that does not learn.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>What going back does about each input's gradient; set by the planner.</summary>
    public GradientMode[] InputGradients { get; }

    /// <summary>Whether the output takes the first input's memory, gradient included; set by the planner.</summary>
    public bool IsInPlace { get; set; }

    /// <summary>Whether the output could take the first input's memory.</summary>
    public virtual bool CanWorkInPlace => false;

    /// <summary>Whether going back reads an input's data.</summary>
    public virtual bool NeedsInputForBackward(int input) => false;

    /// <summary>Whether going back reads the output's data.</summary>
    public virtual bool NeedsOutputForBackward => false;

    /// <summary>Asks for memory of its own.</summary>
    /// <param name="forward">The moment it runs forward.</param>
    /// <param name="backward">The moment it runs backward; null where it does not.</param>
    public virtual IEnumerable<MemoryRequest> RequestMemory(int forward, int? backward) => [];

    /// <summary>Learns where the memory it asked for lies.</summary>
    public virtual unsafe void UseMemory(float* arena)
    {
    }

    /// <summary>Makes what prediction needs of the weights, once they are loaded.</summary>
    public virtual void FoldWeights()
    {
    }

    public abstract void Forward(in Pass pass);

    /// <summary>Fills the parameters' gradients, and the inputs' as <see cref="InputGradients"/> says.</summary>
    public abstract void Backward(in Pass pass);
}
