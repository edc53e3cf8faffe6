namespace Fer;

/// <summary>How a row of a resampled table came about.</summary>
public enum RowOriginKind
{
    /// <summary>It is a row of the source.</summary>
    Original,

    /// <summary>It repeats a row of the source, perhaps with noise.</summary>
    Copy,

    /// <summary>It lies between two rows of the source.</summary>
    Interpolation,

    /// <summary>It is the mean of rows of the source.</summary>
    Centroid,
}
