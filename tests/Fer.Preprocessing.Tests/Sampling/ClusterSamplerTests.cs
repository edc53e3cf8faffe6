namespace Fer.Preprocessing.Tests;

public class ClusterSamplerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void K_means_finds_clusters_that_are_apart()
    {
        FeatureTable table = Tables.Random([50, 40, 30, 20], 3, 1, distance: 30);
        KMeans found = KMeans.Fit(new FeatureRows<float>(table.Values, 3), 4, 10, 1, 0, 0, null, Stop);
        Assert.All(
            table.Labels.Zip(found.Assignments).GroupBy(pair => pair.First),
            ofClass => Assert.Single(ofClass.Select(pair => pair.Second).Distinct()));
        Assert.Equal(4, found.Assignments.Distinct().Count());
    }

    [Fact]
    public void Centroids_are_the_means_of_their_members()
    {
        FeatureTable table = Tables.Random([80, 12], 4, 2);
        ResampledTable resampled = new ClusterCentroids().Resample(table);
        FeatureTable made = resampled.ToTable(0, Stop);
        Assert.Equal([12, 12], made.CountPerClass());
        RowOrigin[] centroids = [.. resampled.Origins.Where(origin => origin.Kind == RowOriginKind.Centroid)];
        Assert.Equal(80, centroids.SelectMany(origin => origin.Parents).Distinct().Count());
        for (int row = 0; row < 12; row++)
        {
            for (int c = 0; c < 4; c++)
                Assert.Equal(resampled.Origins[row].Parents.Average(parent => table.Row(parent)[c]), made.Row(row)[c], 0.05);
        }
    }

    [Fact]
    public void Hard_voting_keeps_rows_of_the_class()
    {
        FeatureTable table = Tables.Random([80, 12], 4, 2);
        ResampledTable resampled = new ClusterCentroids { Voting = CentroidVoting.Hard }.Resample(table);
        Assert.Equal([12, 12], resampled.CountPerClass());
        Assert.DoesNotContain(resampled.Origins, origin => origin.Kind == RowOriginKind.Centroid);
        Assert.Equal(24, resampled.Origins.Count);
    }

    [Fact]
    public void New_rows_stay_within_a_cluster()
    {
        // The small class lies in two far groups; no new row may lie between them.
        RandomGenerator random = RandomGenerator.Create(3);
        int[] labels = [.. Enumerable.Range(0, 120).Select(i => i < 30 ? 1 : 0)];
        float[] values = [.. Enumerable.Range(0, 240).Select(i => (float)(random.NextGaussian() + (i % 4 == 0 ? 100 : 0)))];
        var sampler = new KMeansSmote { Clusters = 2, ClusterBalanceThreshold = 0.1 };
        ResampledTable resampled = sampler.Resample(Tables.Create(labels, values, 2, 2));
        Assert.InRange(resampled.CountPerClass()[1], 90, 92);
        FeatureTable made = resampled.ToTable(0, Stop);
        Assert.All(Enumerable.Range(0, made.Count), row => Assert.True(made.Row(row)[0] is < 10 or > 90));
    }

    [Fact]
    public void Categories_are_those_of_the_majority_of_neighbours()
    {
        // The category follows from the first column, so that neighbours agree but at the border.
        FeatureTable table = Tables.Random([90, 30], 3, 4);
        for (int row = 0; row < table.Count; row++)
            table.Values[row * 3 + 2] = table.Row(row)[0] > 0.5 ? 7 : -2;
        ResampledTable resampled = new SmoteNc(2).Resample(table);
        FeatureTable made = resampled.ToTable(0, Stop);
        Assert.Equal([90, 90], made.CountPerClass());
        Assert.All(Enumerable.Range(0, made.Count), row => Assert.True(made.Row(row)[2] is 7 or -2));
        int agreeing = Enumerable.Range(table.Count, 60).Count(row => made.Row(row)[0] > 0.5 == (made.Row(row)[2] == 7));
        Assert.InRange(agreeing, 50, 60);
        Assert.Throws<DatasetException>(() => new SmoteNc(0, 1, 2).Resample(table));
        Assert.Throws<DatasetException>(() => new SmoteNc(3).Resample(table));

        const int Rows = 50_000;
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row % 3 == 0 ? 1 : 0)];
        FeatureTable unique = Tables.Create(labels, [.. Enumerable.Range(0, 2 * Rows).Select(i => (float)i)], 2, 2);
        string message = Assert.Throws<DatasetException>(() => new SmoteNc(1).Resample(unique)).Message;
        Assert.Contains("50000 categories", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Towards_other_classes_new_rows_stay_in_the_nearer_half()
    {
        FeatureTable table = Tables.Random([200, 40], 2, 5, distance: 1);
        RowOrigin[] made = [.. new BorderlineSmote { Kind = BorderlineKind.Borderline2 }.Resample(table).Origins.Skip(240)];
        RowOrigin[] towardsOthers = [.. made.Where(origin => table.Labels[origin.Neighbor] == 0)];
        Assert.InRange(made.Length, 159, 160);
        Assert.InRange(towardsOthers.Length, 16, 144);
        Assert.All(towardsOthers, origin => Assert.InRange(origin.Gap, 0, 0.5f));
        Assert.Contains(made, origin => table.Labels[origin.Neighbor] == 1 && origin.Gap > 0.5f);
    }

    [Fact]
    public void Cleaning_after_smote_leaves_what_smote_made_and_cleaning_would_keep()
    {
        FeatureTable table = Tables.Random([60, 20], 3, 6);
        ResampledTable grown = new Smote { Seed = 4 }.Resample(table);
        ResampledTable cleaned = new SmoteTomek { Seed = 4 }.Resample(table);
        ResampledTable expected = new TomekLinks { SamplingStrategy = SamplingStrategy.All }.Resample(grown.ToTable(0, Stop));
        Assert.True(cleaned.Count < grown.Count);
        Assert.Equal(expected.Ids, cleaned.Ids);
        Assert.Equal(expected.ToTable(0, Stop).Values, cleaned.ToTable(0, Stop).Values);
    }

    [Fact]
    public void Shrinkage_spreads_copies_as_much_as_the_formula_says()
    {
        FeatureTable table = Tables.Random([6000, 500], 2, 7);
        ResampledTable resampled = new RandomOverSampler { Shrinkage = 2 }.Resample(table);
        FeatureTable made = resampled.ToTable(0, Stop);
        double deviation = ColumnStatistics.StandardDeviations(
            new FeatureRows<float>(table.Values, 2).Select([.. Enumerable.Range(0, 6500).Where(row => table.Labels[row] == 1)]))[0];
        double expected = 2 * Math.Pow(4 / (4.0 * 6500), 1 / 6.0) * deviation;
        double square = Enumerable.Range(6500, 5500)
            .Average(row => Math.Pow(made.Row(row)[0] - table.Row(resampled.Origins[row].Parent)[0], 2));
        Assert.Equal(1, Math.Sqrt(square) / expected, 0.04);
    }

    [Fact]
    public void Pictures_become_rows_and_rows_pictures()
    {
        var random = RandomGenerator.Create(8);
        var images = new Image[20];
        for (int i = 0; i < images.Length; i++)
        {
            images[i] = new Image(3, 2, PixelFormat.Rgb24);
            for (int c = 0; c < 18; c++)
                images[i].Pixels[c] = (byte)random.Next(256);
        }

        int[] labels = [.. images.Select((_, i) => i < 13 ? 0 : 1)];
        string[] ids = [.. images.Select((_, i) => $"{i}.png")];
        ImageTable pictures = ImageTable.FromImages(["a", "b"], labels, ids, images);
        for (int i = 0; i < images.Length; i++)
            Assert.Equal(images[i].Pixels, pictures.ToImage(pictures.Table.Row(i)).Pixels);

        ResampledTable resampled = new Smote().Resample(pictures.Table);
        Image made = pictures.ToImage(resampled.ToTable(0, Stop).Row(25));
        RowOrigin origin = resampled.Origins[25];
        for (int c = 0; c < 18; c++)
        {
            byte from = images[origin.Parent].Pixels[c], to = images[origin.Neighbor].Pixels[c];
            Assert.InRange(made.Pixels[c], Math.Min(from, to), Math.Max(from, to));
        }

        images[4] = new Image(2, 3, PixelFormat.Rgb24);
        Assert.Contains(
            "'4.png' is 2x3", Assert.Throws<DatasetException>(() => ImageTable.FromImages(["a", "b"], labels, ids, images)).Message,
            StringComparison.Ordinal);
    }
}
