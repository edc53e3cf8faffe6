namespace Fer.Preprocessing.Tests;

public class CutMixTests
{
    private static readonly TensorShape Shape = new(2, 10, 12);

    [Fact]
    public void A_rectangle_comes_from_the_sample_before_and_the_targets_tell_its_area()
    {
        RandomGenerator random = RandomGenerator.Create(5);
        var areas = new HashSet<int>();
        for (int i = 0; i < 200; i++)
        {
            Batch batch = NumberedSamples(4);
            new CutMix().Apply(batch, ref random);
            int[] pasted = Pasted(batch, 0);
            areas.Add(pasted.Length);
            for (int n = 0; n < 4; n++)
            {
                int partner = (n + 3) % 4;
                Assert.Equal(pasted, Pasted(batch, n));
                Assert.All(pasted, position => Assert.Equal(partner, (int)batch.Input(n)[position] / 1000));
                for (int k = 0; k < Shape.Size; k++)
                    Assert.Equal(k, (int)batch.Input(n)[k] % 1000);
                Assert.Equal(1 - (pasted.Length / 120f), batch.Target(n)[n], 1e-6);
                Assert.Equal(pasted.Length / 120f, batch.Target(n)[partner], 1e-6);
            }

            if (pasted.Length > 0)
            {
                int width = pasted.Max(p => p % 12) - pasted.Min(p => p % 12) + 1;
                int height = (pasted.Max() / 12) - (pasted.Min() / 12) + 1;
                Assert.Equal(pasted.Length, width * height);
            }
        }

        Assert.True(areas.Count > 20);
        Assert.Contains(0, areas); // nothing pasted
    }

    [Fact]
    public void Boxes_are_drawn_as_in_the_paper()
    {
        // The mean area with all shares alike, by summing over every centre and, finely, every share.
        double expected = 0;
        const int Steps = 2000;
        for (int step = 0; step < Steps; step++)
        {
            double side = Math.Sqrt((step + 0.5) / Steps);
            expected += MeanOverlap(12, (int)(side * 12 / 2)) * MeanOverlap(10, (int)(side * 10 / 2)) / Steps;
        }

        RandomGenerator random = RandomGenerator.Create(6);
        double sum = 0;
        const int Draws = 20_000;
        for (int i = 0; i < Draws; i++)
        {
            Batch batch = NumberedSamples(2);
            new CutMix().Apply(batch, ref random);
            sum += Pasted(batch, 0).Length;
        }

        Assert.Equal(1, sum / Draws / expected, 0.03);

        static double MeanOverlap(int size, int half) =>
            Enumerable.Range(0, size).Average(centre => Math.Min(size, centre + half) - Math.Max(0, centre - half));
    }

    /// <summary>Each value tells its sample and its position.</summary>
    private static Batch NumberedSamples(int count)
    {
        var batch = new Batch(Shape, classes: count, capacity: count) { Count = count };
        for (int n = 0; n < count; n++)
        {
            batch.SetLabel(n, n);
            for (int k = 0; k < Shape.Size; k++)
                batch.Input(n)[k] = (1000 * n) + k;
        }

        return batch;
    }

    /// <summary>The positions whose values, in both channels, come from another sample.</summary>
    private static int[] Pasted(Batch batch, int sample)
    {
        float[] values = batch.Input(sample).ToArray();
        bool IsForeign(int k) => (int)values[k] / 1000 != sample;
        int[] positions = [.. Enumerable.Range(0, Shape.Positions).Where(IsForeign)];
        Assert.Equal(positions, Enumerable.Range(0, Shape.Positions).Where(position => IsForeign(Shape.Positions + position)));
        return positions;
    }
}
