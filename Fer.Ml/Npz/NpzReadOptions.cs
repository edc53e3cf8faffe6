namespace Fer.Ml;

/// <summary>What is allowed when a .npy or .npz file is read.</summary>
public sealed record NpzReadOptions
{
    /// <summary>
    /// The most memory that the arrays of one file may take, in bytes: a small compressed file can unpack to anything. Default 4 GiB.
    /// </summary>
    public long MaximumBytes { get; init; } = 4L << 30;
}
