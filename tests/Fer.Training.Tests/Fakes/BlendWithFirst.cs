namespace Fer.Training.Tests;

/// <summary>Blends each sample and its target with the batch's first by a random share, which it remembers.</summary>
internal sealed class BlendWithFirst : IBatchAugmentation
{
    public List<float> Shares { get; } = [];

    public void Apply(Batch batch, ref RandomGenerator random)
    {
        float share = random.NextSingle();
        Shares.Add(share);
        for (int i = 1; i < batch.Count; i++)
        {
            Blend(batch.Input(i), batch.Input(0), share);
            Blend(batch.Target(i), batch.Target(0), share);
        }
    }

    private static void Blend(Span<float> values, ReadOnlySpan<float> first, float share)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = share * values[k] + (1 - share) * first[k];
    }
}
