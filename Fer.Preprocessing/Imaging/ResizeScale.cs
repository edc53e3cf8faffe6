namespace Fer.Preprocessing;

/// <summary>How many source pixels go into a destination pixel along one axis, computed with OpenCV's roundings.</summary>
internal readonly record struct ResizeScale(int Source, int Destination)
{
    /// <summary>Destination pixels per source pixel.</summary>
    public double Inverse => (double)Destination / Source;

    /// <summary>Source pixels per destination pixel.</summary>
    public double Ratio => 1.0 / Inverse;

    public int WholeRatio => (int)Math.Round(Ratio);

    /// <summary>Whether the ratio is a whole number, to the precision of a double near 1 (2^-52).</summary>
    public bool IsWhole => Math.Abs(Ratio - WholeRatio) < Math.BitIncrement(1.0) - 1.0;
}
