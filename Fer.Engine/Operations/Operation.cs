namespace Fer.Engine;

/// <summary>
/// One compiled step of a network: a layer, or several fused. It takes one value and makes another; going back it turns
/// the output's gradient into the input's and fills its parameters' gradients.
/// </summary>
internal abstract class Operation(Value input, Value output)
{
    public Value Input { get; } = input;

    public Value Output { get; } = output;

    /// <summary>The parameters, in the definition's order.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Whether the output takes the input's memory.</summary>
    public virtual bool IsInPlace => false;

    /// <summary>Whether going back reads the input's data.</summary>
    public virtual bool NeedsInputForBackward => false;

    /// <summary>Whether going back reads the output's data.</summary>
    public virtual bool NeedsOutputForBackward => false;

    /// <summary>Asks for memory of its own.</summary>
    /// <param name="forward">The moment it runs forward.</param>
    /// <param name="backward">The moment it runs backward; null while predicting only.</param>
    public virtual IEnumerable<MemoryRequest> RequestMemory(int forward, int? backward) => [];

    /// <summary>Learns where the memory it asked for lies.</summary>
    public virtual unsafe void UseMemory(float* arena)
    {
    }

    public abstract void Forward(in Pass pass);

    /// <summary>Fills the parameters' gradients and, unless it is the network's input, the input's.</summary>
    public abstract void Backward(in Pass pass);
}
