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
        _plane = component.Plane;
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
                Upsampling.DoubleWidth(_plane.Row(y), _row);
                break;
            case RowMethod.DoubleHeight:
                Upsampling.DoubleHeight(near, far, roundUp: (y & 1) != 0, _row);
                break;
            case RowMethod.DoubleBoth:
                Upsampling.DoubleBoth(near, far, _row);
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

    private void Repeat(ReadOnlySpan<byte> input)
    {
        for (int x = 0; x < _frame.Width; x++)
            _row[x] = input[x * _component.HorizontalSampling / _frame.MaxHorizontalSampling];
    }
}
