using System.Buffers;

namespace Fer.Preprocessing;

/// <summary>
/// Pairs each sample of a batch with the one before it, the first with the last: as random as any pairs, since batches come in
/// random order, and done in place with memory for one sample (as torchvision's MixUp and CutMix do it).
/// </summary>
internal static class BatchPairs
{
    /// <summary>Changes one row by its partner's.</summary>
    public delegate void Mixer(Span<float> row, ReadOnlySpan<float> partner);

    /// <summary>Mixes the inputs of a batch pair by pair.</summary>
    public static void MixInputs(Batch batch, Mixer mix) => MixRows(batch.Inputs, batch.InputShape.Size, batch.Count, mix);

    /// <summary>Makes the targets a share of their own and the rest of their partners'.</summary>
    public static void MixTargets(Batch batch, double share) => MixRows(batch.Targets, batch.Classes, batch.Count, Blend(share));

    /// <summary><c>row = share * row + (1 - share) * partner</c>.</summary>
    public static Mixer Blend(double share)
    {
        float own = (float)share;
        float other = 1 - own;
        return (row, partner) =>
        {
            for (int i = 0; i < row.Length; i++)
                row[i] = (own * row[i]) + (other * partner[i]);
        };
    }

    private static void MixRows(float[] values, int width, int count, Mixer mix)
    {
        if (count < 2)
            return;
        float[] rented = ArrayPool<float>.Shared.Rent(width);
        Span<float> last = rented.AsSpan(0, width);
        values.AsSpan((count - 1) * width, width).CopyTo(last);
        for (int i = count - 1; i > 0; i--)
            mix(values.AsSpan(i * width, width), values.AsSpan((i - 1) * width, width));
        mix(values.AsSpan(0, width), last);
        ArrayPool<float>.Shared.Return(rented);
    }
}
