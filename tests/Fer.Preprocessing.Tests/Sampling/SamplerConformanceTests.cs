namespace Fer.Preprocessing.Tests;

/// <summary>What every sampler must keep to; new ones are found by reflection.</summary>
public class SamplerConformanceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<Type> Samplers =>
        [.. typeof(Smote).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ISampler)))];

    [Fact]
    public void The_samplers_are_found() => Assert.Superset(
        new HashSet<Type>
        {
            typeof(RandomOverSampler), typeof(Smote), typeof(BorderlineSmote), typeof(Adasyn), typeof(KMeansSmote), typeof(SmoteNc),
            typeof(RandomUnderSampler), typeof(NearMiss), typeof(TomekLinks), typeof(EditedNearestNeighbours), typeof(ClusterCentroids),
            typeof(SmoteTomek), typeof(SmoteEnn), typeof(SvmSmote),
        },
        Samplers.Select(row => row.Data).ToHashSet());

    [Theory]
    [MemberData(nameof(Samplers))]
    public void The_result_fits_the_table_and_names_its_parents(Type type)
    {
        FeatureTable table = Table();
        ResampledTable resampled = Create(type).Resample(table);
        FeatureTable made = resampled.ToTable(0, Stop);

        Assert.InRange(made.Count, 1, 1000);
        Assert.Equal(made.Count, resampled.Origins.Count);
        Assert.Equal(table.Columns, made.Columns);
        Assert.Equal(table.Classes, made.Classes);
        Assert.Equal(made.Count, made.Ids.Distinct().Count());
        Assert.All(made.Values, value => Assert.True(float.IsFinite(value)));
        for (int row = 0; row < made.Count; row++)
        {
            RowOrigin origin = resampled.Origins[row];
            Assert.NotEmpty(origin.Parents);
            Assert.All(origin.Parents, parent => Assert.Contains(table.Ids[parent], made.Ids[row], StringComparison.Ordinal));
            Assert.Equal(table.Labels[origin.Parent], made.Labels[row]);
            if (origin.Kind == RowOriginKind.Original)
            {
                Assert.Equal(table.Ids[origin.Parent], made.Ids[row]);
                Assert.Equal(table.Row(origin.Parent), made.Row(row));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads(Type type)
    {
        FeatureTable table = Table();
        ResampledTable first = Create(type, seed: 7, threads: 1).Resample(table);
        ResampledTable second = Create(type, seed: 7, threads: 5).Resample(table);
        Assert.Equal(first.Ids, second.Ids);
        Assert.Equal(first.ToTable(1, Stop).Values, second.ToTable(3, Stop).Values);
        bool draws = type != typeof(NearMiss) && type != typeof(TomekLinks) && type != typeof(EditedNearestNeighbours);
        Assert.Equal(draws, !first.ToTable(0, Stop).Values.SequenceEqual(Create(type, seed: 8).Resample(table).ToTable(0, Stop).Values));
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void The_input_stays(Type type)
    {
        FeatureTable table = Table();
        float[] before = [.. table.Values];
        Create(type).Resample(table).ToTable(0, Stop).Values.AsSpan().Clear();
        Assert.Equal(before, table.Values);
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void A_class_without_rows_stays_without(Type type)
    {
        FeatureTable table = Table();
        string[] classes = ["none", .. table.Classes, "nothing"];
        var padded = new FeatureTable(classes, [.. table.Labels.Select(label => label + 1)], table.Ids, table.Values, 6);
        int[] counts = Create(type).Resample(padded).CountPerClass();
        Assert.Equal(0, counts[0]);
        Assert.Equal(0, counts[^1]);
        Assert.All(counts[1..^1], count => Assert.InRange(count, 1, 1000));
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Empty_one_row_and_one_class_are_refused(Type type)
    {
        ISampler sampler = Create(type);
        Assert.Contains("no rows", Refusal(sampler, Tables.Create([], [], 6, 2)), StringComparison.Ordinal);
        Assert.Contains("'c0'", Refusal(sampler, Tables.Create([0], new float[6], 6, 2)), StringComparison.Ordinal);
        Assert.Contains("'c1'", Refusal(sampler, Tables.Create([1, 1, 1], new float[18], 6, 2)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Values_that_are_not_finite_are_refused_by_row_and_column(Type type)
    {
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            FeatureTable table = Table();
            table.Values[23 * 6 + 4] = bad;
            table.Values[50 * 6] = bad;
            Assert.Contains("Row 23 ('r23'), column 4 is", Refusal(Create(type), table), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void A_class_with_too_few_rows_is_served_or_refused_by_name_and_count(Type type)
    {
        FeatureTable table = Tables.Random([30, 2, 25], 6, 4, 0.1);
        try
        {
            Assert.InRange(Create(type).Resample(table).ToTable(0, Stop).Count, 1, 200);
        }
        catch (DatasetException error)
        {
            Assert.Contains("'c1'", error.Message, StringComparison.Ordinal);
            Assert.Contains("2 rows", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Rows_that_all_are_equal_are_served_or_refused(Type type)
    {
        FeatureTable table = Tables.Create([.. Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? 1 : 0)], new float[40 * 6], 6, 2);
        try
        {
            Assert.All(Create(type).Resample(table).ToTable(0, Stop).Values, value => Assert.Equal(0, value));
        }
        catch (DatasetException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Cancellation_is_heard(Type type)
    {
        Assert.ThrowsAny<OperationCanceledException>(
            () => Create(type).FitResample(Table().AsTraining(), null, new CancellationToken(canceled: true)));
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Progress_grows_from_0_to_1(Type type)
    {
        var reports = new List<double>();
        Create(type, threads: 3).FitResample(LargerTable().AsTraining(), new Progress(reports.Add), Stop);
        Assert.True(reports.Count >= 3, $"Only {reports.Count} reports.");
        Assert.Equal(reports.Order(), reports);
        Assert.InRange(reports[0], 0, 0.99);
        Assert.Equal(1, reports[^1]);
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Cancellation_amid_the_work_stops_it(Type type)
    {
        foreach (int nth in new[] { 1, 2 })
        {
            using var source = new CancellationTokenSource();
            var reports = new List<double>();
            var progress = new Progress(value =>
            {
                reports.Add(value);
                if (reports.Count == nth)
                    source.Cancel();
            });
            Assert.ThrowsAny<OperationCanceledException>(
                () => Create(type, threads: 1).FitResample(LargerTable().AsTraining(), progress, source.Token));
            Assert.Equal(nth, reports.Count);
            Assert.InRange(reports[0], 0, 0.99);
        }
    }

    private static FeatureTable Table() => Tables.Random([60, 18, 33], 6, 3, 0.4);

    // Enough rows that neighbours are searched in several blocks.
    private static FeatureTable LargerTable() => Tables.Random([700, 200, 300], 6, 3, 0.4);

    private static string Refusal(ISampler sampler, FeatureTable table) =>
        Assert.Throws<DatasetException>(() => sampler.Resample(table)).Message;

    private static ISampler Create(Type type, ulong seed = 1, int threads = 0)
    {
        if (type == typeof(RandomOverSampler))
            return new RandomOverSampler { Seed = seed, Threads = threads, Shrinkage = 0 };
        if (type == typeof(SmoteNc))
            return new SmoteNc(1) { Seed = seed, Threads = threads };
        if (type == typeof(SvmSmote))
            return new SvmSmote(new EveryRow()) { Seed = seed, Threads = threads };
        var sampler = (Sampler)Activator.CreateInstance(type)!;
        Set(nameof(Sampler.Seed), seed);
        Set(nameof(Sampler.Threads), threads);
        if (type == typeof(KMeansSmote))
        {
            Set(nameof(KMeansSmote.Clusters), 2);
            Set(nameof(KMeansSmote.ClusterBalanceThreshold), 0.05);
        }

        return sampler;

        void Set(string property, object value) => type.GetProperty(property)!.SetValue(sampler, value);
    }

    /// <summary>Hears of each report at once.</summary>
    private sealed class Progress(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
