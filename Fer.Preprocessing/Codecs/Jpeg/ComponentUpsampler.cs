namespace Fer.Preprocessing;

/// <summary>
/// Brings a component's rows to the picture's resolution as libjpeg-turbo does: a triangle filter ("fancy upsampling") where
/// the chroma has half the samples in x, in y or in both, repetition for other whole ratios. Ratios such as 2:3, which
/// libjpeg refuses, repeat the sample whose area holds the pixel's left upper corner.
/// </summary>
internal sealed class ComponentUpsampler
{
    private readonly SamplePlane _plane;
    private readonly JpegComponent _component;
    private readonly JpegFrame _frame;
    private readonly byte[] _row;
    private readonly RowMethod _method;

    public ComponentUpsampler(JpegComponent component, JpegFrame frame)
    {
        _plane = SamplePlane.Reconstruct(component);
        _component = component;
        _frame = frame;
        _method = Choose(component, frame);
        // The doubling methods write whole pairs, one sample more than an odd width needs.
        _row = _method == RowMethod.FullSize ? [] : new byte[frame.Width + 1];
    }

    private enum RowMethod
    {
        FullSize,
        Repeat,
        DoubleWidth,
        DoubleHeight,
        DoubleBoth,
    }

    /// <summary>A row at the picture's resolution; valid until the next call.</summary>
    public ReadOnlySpan<byte> Row(int y)
    {
        // The row that y lies in, and the one on y's other side that it takes a quarter from.
        ReadOnlySpan<byte> near = _plane.Row(y >> 1);
        ReadOnlySpan<byte> far = _plane.Row((y & 1) == 0 ? (y >> 1) - 1 : (y >> 1) + 1);
        switch (_method)
        {
            case RowMethod.FullSize:
                return _plane.Row(y);
            case RowMethod.DoubleWidth:
                DoubleWidth(_plane.Row(y), _row);
                break;
            case RowMethod.DoubleHeight:
                DoubleHeight(near, far, roundUp: (y & 1) != 0, _row);
                break;
            case RowMethod.DoubleBoth:
                DoubleBoth(near, far, _row);
                break;
            default:
                Repeat(_plane.Row(y * _component.VerticalSampling / _frame.MaxVerticalSampling));
                break;
        }

        return _row;
    }

    private static RowMethod Choose(JpegComponent component, JpegFrame frame)
    {
        bool sameWidth = component.HorizontalSampling == frame.MaxHorizontalSampling;
        bool sameHeight = component.VerticalSampling == frame.MaxVerticalSampling;
        bool halfHeight = component.VerticalSampling * 2 == frame.MaxVerticalSampling;
        // Very narrow pictures have no inner samples for the filter in x.
        bool halfWidth = component.HorizontalSampling * 2 == frame.MaxHorizontalSampling && component.Width > 2;
        return (sameWidth, sameHeight, halfWidth, halfHeight) switch
        {
            (true, true, _, _) => RowMethod.FullSize,
            (true, _, _, true) => RowMethod.DoubleHeight,
            (_, true, true, _) => RowMethod.DoubleWidth,
            (_, _, true, true) => RowMethod.DoubleBoth,
            _ => RowMethod.Repeat,
        };
    }

    // Each sample becomes two: three quarters of itself and a quarter of its neighbour on that side. Rounding alternates.
    private static void DoubleWidth(ReadOnlySpan<byte> input, Span<byte> output)
    {
        int last = input.Length - 1;
        output[0] = input[0];
        for (int x = 0; x < last; x++)
        {
            output[(2 * x) + 1] = (byte)(((3 * input[x]) + input[x + 1] + 2) >> 2);
            output[(2 * x) + 2] = (byte)(((3 * input[x + 1]) + input[x] + 1) >> 2);
        }

        if ((2 * last) + 1 < output.Length)
            output[(2 * last) + 1] = input[last];
    }

    private static void DoubleHeight(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, bool roundUp, Span<byte> output)
    {
        int bias = roundUp ? 2 : 1;
        for (int x = 0; x < near.Length; x++)
            output[x] = (byte)(((3 * near[x]) + far[x] + bias) >> 2);
    }

    // Both filters at once, in sixteenths.
    private static void DoubleBoth(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> output)
    {
        int last = near.Length - 1;
        int sum = (3 * near[0]) + far[0];
        output[0] = (byte)(((4 * sum) + 8) >> 4);
        for (int x = 0; x < last; x++)
        {
            int next = (3 * near[x + 1]) + far[x + 1];
            output[(2 * x) + 1] = (byte)(((3 * sum) + next + 7) >> 4);
            output[(2 * x) + 2] = (byte)(((3 * next) + sum + 8) >> 4);
            sum = next;
        }

        if ((2 * last) + 1 < output.Length)
            output[(2 * last) + 1] = (byte)(((4 * sum) + 7) >> 4);
    }

    private void Repeat(ReadOnlySpan<byte> input)
    {
        for (int x = 0; x < _frame.Width; x++)
            _row[x] = input[x * _component.HorizontalSampling / _frame.MaxHorizontalSampling];
    }
}
