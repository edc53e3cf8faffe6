namespace Fer;

/// <summary>The shape of one sample between two layers, without the batch: channels, height, width. A vector is C x 1 x 1.</summary>
/// <param name="Channels">Channels, or the length of a vector.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct TensorShape(int Channels, int Height = 1, int Width = 1)
{
    /// <summary>The number of values.</summary>
    public int Size => checked(Channels * Height * Width);

    /// <summary>The number of positions (height times width).</summary>
    public int Positions => checked(Height * Width);

    /// <summary>For example "64x48x48".</summary>
    public override string ToString() => $"{Channels}x{Height}x{Width}";
}
