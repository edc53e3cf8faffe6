namespace Fer.Ml;

/// <summary>What a fit takes besides the table.</summary>
public sealed record FitOptions
{
    /// <summary>A weight per row, 0 or more, not all 0: a row of weight 2 counts as two rows. Default null: 1 each.</summary>
    public IReadOnlyList<double>? SampleWeights { get; init; }

    /// <summary>The most threads; 0, the default, for all cores. The model does not depend on it.</summary>
    public int Threads { get; init; }
}
