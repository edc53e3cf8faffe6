namespace Fer.Engine;

/// <summary>
/// Makes a vector of a picture without moving it: the values stay in H x W x C order, and the parameters behind them are
/// laid out to match.
/// </summary>
internal sealed class FlattenOperation(Value input, Value output) : Operation(input, output)
{
    public override bool IsInPlace => true;

    public override void Forward(in Pass pass)
    {
    }

    public override void Backward(in Pass pass)
    {
    }
}
