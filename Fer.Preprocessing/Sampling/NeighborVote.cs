namespace Fer.Preprocessing;

/// <summary>When a row agrees with its neighbours.</summary>
public enum NeighborVote
{
    /// <summary>When all are of its class.</summary>
    All,

    /// <summary>When no class is more frequent among them than its own; of equally frequent ones, the first counts.</summary>
    Mode,
}
