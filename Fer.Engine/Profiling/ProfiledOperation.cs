namespace Fer.Engine;

/// <summary>The sums over all runs of one operation: a layer, or several that are computed together.</summary>
public sealed class ProfiledOperation
{
    internal ProfiledOperation(string name, string kernel)
    {
        Name = name;
        Kernel = kernel;
    }

    /// <summary>The layer's name; that of the first if several are computed together.</summary>
    public string Name { get; }

    /// <summary>The kernel chosen, for example "indirect 3x3 + ReLU".</summary>
    public string Kernel { get; }

    /// <summary>The runs forward.</summary>
    public int ForwardRuns { get; private set; }

    /// <summary>The time forward.</summary>
    public TimeSpan Forward { get; private set; }

    /// <summary>The time backward.</summary>
    public TimeSpan Backward { get; private set; }

    /// <summary>The time of the optimiser's steps.</summary>
    public TimeSpan Update { get; private set; }

    /// <summary>The time in all.</summary>
    public TimeSpan Total => Forward + Backward + Update;

    /// <summary>The multiply-adds by the definition, both ways; fast algorithms may do fewer.</summary>
    public long MultiplyAdds { get; private set; }

    /// <summary>The bytes of inputs, outputs, gradients and parameters read or written once, both ways.</summary>
    public long Bytes { get; private set; }

    /// <summary>Multiply-adds per second.</summary>
    public double MultiplyAddsPerSecond => Total == TimeSpan.Zero ? 0 : MultiplyAdds / Total.TotalSeconds;

    internal void Add(ProfilePhase phase, TimeSpan time, long multiplyAdds, long bytes)
    {
        MultiplyAdds += multiplyAdds;
        Bytes += bytes;
        switch (phase)
        {
            case ProfilePhase.Forward:
                ForwardRuns++;
                Forward += time;
                break;
            case ProfilePhase.Backward:
                Backward += time;
                break;
            default:
                Update += time;
                break;
        }
    }
}
