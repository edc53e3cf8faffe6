namespace Fer.Preprocessing.Tests;

public class SvmSmoteTests
{
    // On a line: class 1 at 0 to 5 alone (safe), at 20.0 to 20.5 among class 0 (in danger), at 60 amid class 0 (noise).
    private static readonly float[] Minority = [0, 1, 2, 3, 4, 5, 20, 20.1f, 20.2f, 60];
    private static readonly float[] Majority =
    [
        19.8f, 19.9f, 20.05f, 20.3f, 20.4f, 59.7f, 59.8f, 59.9f, 60.1f, 60.2f, 60.3f,
        90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102,
    ];

    [Fact]
    public void Rows_in_danger_grow_towards_their_class_safe_ones_away_from_it_and_noise_not_at_all()
    {
        float[] values = [.. Minority, .. Majority];
        int[] labels = [.. Minority.Select(_ => 1), .. Majority.Select(_ => 0)];
        FeatureTable table = Tables.Create(labels, values, columns: 1, classes: 2);
        ResampledTable resampled = new SvmSmote(new EveryRow()) { KNeighbors = 2, MNeighbors = 5, Seed = 3 }.Resample(table);
        RowOrigin[] made = [.. resampled.Origins.Where(origin => origin.Kind == RowOriginKind.Interpolation)];

        Assert.Equal(Majority.Length - Minority.Length, made.Length);
        Assert.All(made, origin => Assert.NotEqual(60, values[origin.Parent]));
        Assert.All(made.Where(origin => values[origin.Parent] < 10), origin => Assert.InRange(origin.Gap, -0.5f, 0));
        Assert.All(made.Where(origin => values[origin.Parent] > 10), origin => Assert.InRange(origin.Gap, 0, 1));
        Assert.Contains(made, origin => origin.Gap < 0);
        Assert.Contains(made, origin => origin.Gap > 0);
        FeatureTable whole = resampled.ToTable(0, TestContext.Current.CancellationToken);
        for (int row = table.Count; row < whole.Count; row++)
        {
            RowOrigin origin = resampled.Origins[row];
            float from = values[origin.Parent], to = values[origin.Neighbor];
            Assert.Equal(from + origin.Gap * (to - from), whole.Row(row)[0], 1e-5f);
        }
    }

    [Fact]
    public void Only_the_support_vectors_are_parents()
    {
        FeatureTable table = Tables.Create(
            [.. Minority.Select(_ => 1), .. Majority.Select(_ => 0)], [.. Minority, .. Majority], columns: 1, classes: 2);
        ResampledTable resampled = new SvmSmote(new Rows(2, 7, 30)) { KNeighbors = 2, MNeighbors = 5 }.Resample(table);
        IEnumerable<int> parents = resampled.Origins.Where(origin => origin.Kind != RowOriginKind.Original).Select(origin => origin.Parent);
        Assert.Equal([2, 7], parents.Distinct().Order());
    }

    private sealed class Rows(params int[] rows) : ISupportVectorFinder
    {
        public int[] Find(TrainingSplit<FeatureTable> training, CancellationToken cancellationToken = default) => rows;
    }
}
