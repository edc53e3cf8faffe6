namespace Fer.Ml;

/// <summary>A way to divide a node.</summary>
internal struct Split
{
    /// <summary>No split: any other is better.</summary>
    public static Split None => new() { Score = double.NegativeInfinity };

    /// <summary>The feature that is looked at.</summary>
    public int Feature;

    /// <summary>Values up to this one go to the left.</summary>
    public float Threshold;

    /// <summary>How good it is, among the splits of this node.</summary>
    public double Score;

    /// <summary>The largest float32 that is at most halfway between two values: what is up to the one is up to the other.</summary>
    public static float Halfway(float low, float high) => RoundDown(low / 2.0 + high / 2.0);

    /// <summary>The largest float32 up to a value that lies between two of them.</summary>
    public static float RoundDown(double value)
    {
        float rounded = (float)value;
        return rounded > value ? float.BitDecrement(rounded) : rounded;
    }
}
