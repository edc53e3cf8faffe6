namespace Fer.Engine;

/// <summary>Where the kernels keep each value of a parameter that the outside has in PyTorch's order.</summary>
internal abstract class ParameterLayout
{
    /// <summary>The number of floats the kernels keep, padding included.</summary>
    public abstract int PackedLength { get; }

    /// <summary>The packed position of a value.</summary>
    /// <param name="index">The value's position in PyTorch's order.</param>
    public abstract int PackedIndex(int index);
}

/// <summary>
/// A kernel of outputs x channels x taps, kept as panels: [output / panel][tap][channel][output % panel]. A linear layer
/// behind a flattened picture is the same with the picture's positions as taps.
/// </summary>
internal sealed class MatrixLayout(int outputs, int channels, int taps, int panelWidth) : ParameterLayout
{
    public int Panels { get; } = (outputs + panelWidth - 1) / panelWidth;

    /// <summary>The rows of a panel.</summary>
    public int Depth { get; } = channels * taps;

    public override int PackedLength => Panels * Depth * panelWidth;

    public override int PackedIndex(int index)
    {
        (int output, int row) = Math.DivRem(index, Depth);
        (int channel, int tap) = Math.DivRem(row, taps);
        (int panel, int column) = Math.DivRem(output, panelWidth);
        return (panel * Depth + tap * channels + channel) * panelWidth + column;
    }
}

/// <summary>One value per channel, padded to whole panels.</summary>
internal sealed class VectorLayout(TensorShape order, int panelWidth) : ParameterLayout
{
    public override int PackedLength => (order.Size + panelWidth - 1) / panelWidth * panelWidth;

    public override int PackedIndex(int index)
    {
        (int channel, int position) = Math.DivRem(index, order.Positions);
        return position * order.Channels + channel;
    }
}

/// <summary>A depthwise kernel of channels x taps, kept tap by tap: [tap][channel].</summary>
internal sealed class DepthwiseLayout(int channels, int taps) : ParameterLayout
{
    public override int PackedLength => channels * taps;

    public override int PackedIndex(int index)
    {
        (int channel, int tap) = Math.DivRem(index, taps);
        return tap * channels + channel;
    }
}

/// <summary>The kernels of a grouped convolution one after another, each as that of a convolution of its own.</summary>
internal sealed class GroupedLayout(int groups, int valuesPerGroup, ParameterLayout group) : ParameterLayout
{
    public override int PackedLength => groups * group.PackedLength;

    public override int PackedIndex(int index)
    {
        (int number, int rest) = Math.DivRem(index, valuesPerGroup);
        return number * group.PackedLength + group.PackedIndex(rest);
    }
}
