namespace Fer.Preprocessing;

/// <summary>What stands for a cluster.</summary>
public enum CentroidVoting
{
    /// <summary>Its centroid.</summary>
    Soft,

    /// <summary>The row nearest to its centroid.</summary>
    Hard,
}
