namespace Fer.Ml;

/// <summary>How a .npy or .npz file is written.</summary>
public sealed record NpzWriteOptions
{
    /// <summary>Whether the arrays are deflated, as by <c>numpy.savez_compressed</c>. Default false, as <c>numpy.savez</c>.</summary>
    public bool Compress { get; init; }

    /// <summary>Whether the arrays lie in Fortran order, the first index running fastest. Default false.</summary>
    public bool FortranOrder { get; init; }
}
