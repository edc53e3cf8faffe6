using System.Globalization;
using System.Text.Json;

namespace Fer.Preprocessing.Tests;

/// <summary>What imbalanced-learn 0.10 makes of the same tables, in the parts that chance does not decide.</summary>
public class ImbalancedLearnTests
{
    [Fact]
    public void Counts_are_the_same_for_every_strategy() => SamplingFixture.ForEach("counts", @case =>
    {
        string strategy = @case.Text("strategy");
        int[] expected = @case.Numbers("counts");
        string what = $"{@case.Text("table")}, {@case.Text("sampler")}, {strategy}";
        int[] actual;
        try
        {
            actual = Create(@case.Text("sampler"), Parse(strategy), 0).Resample(@case.Table).CountPerClass();
        }
        catch (DatasetException)
        {
            actual = [];
        }

        Assert.True(expected.SequenceEqual(actual), $"{what}: [{string.Join(", ", expected)}] but [{string.Join(", ", actual)}]");
    });

    [Fact]
    public void The_same_rows_are_kept() => SamplingFixture.ForEach("selections", @case =>
    {
        Sampler sampler = Create(@case.Text("sampler"), Parse(@case.Text("strategy")), @case.Parameter("parameter"));
        Assert.Equal(@case.Numbers("rows"), sampler.Resample(@case.Table).Origins.Select(origin => origin.Parent));
    });

    [Fact]
    public void The_same_rows_are_in_danger() => SamplingFixture.ForEach("danger", @case => Assert.Equal(
        @case.Numbers("rows"), new BorderlineSmote().FindDanger(Task(@case.Table), @case.Parameter("label"), null)));

    [Fact]
    public void Adasyn_gives_each_row_as_many_new_ones() => SamplingFixture.ForEach("adasyn", @case =>
    {
        SamplingTask task = Task(@case.Table);
        int label = @case.Parameter("label");
        int wanted = task.Counts.Of(task.Counts.Majority) - task.Counts.Of(label);
        Assert.Equal(@case.Numbers("numbers"), new Adasyn().Distribute(task, label, wanted, null));
    });

    private static SamplingTask Task(FeatureTable table) => new(table, 0, null, TestContext.Current.CancellationToken);

    private static SamplingStrategy Parse(string text)
    {
        if (text[0] == '{')
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return SamplingStrategy.Counts(
                document.RootElement.EnumerateObject().ToDictionary(item => $"c{item.Name}", item => item.Value.GetInt32()));
        }

        if (text[0] == '[')
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return SamplingStrategy.OfClasses([.. document.RootElement.EnumerateArray().Select(item => $"c{item.GetInt32()}")]);
        }

        return text switch
        {
            "auto" => SamplingStrategy.Auto,
            "minority" => SamplingStrategy.Minority,
            "majority" => SamplingStrategy.Majority,
            "not minority" => SamplingStrategy.NotMinority,
            "not majority" => SamplingStrategy.NotMajority,
            "all" => SamplingStrategy.All,
            _ => SamplingStrategy.Ratio(double.Parse(text, CultureInfo.InvariantCulture)),
        };
    }

    private static Sampler Create(string name, SamplingStrategy strategy, int parameter) => name switch
    {
        "RandomOverSampler" => new RandomOverSampler { SamplingStrategy = strategy },
        "Smote" => new Smote { SamplingStrategy = strategy },
        "Adasyn" => new Adasyn { SamplingStrategy = strategy },
        "BorderlineSmote" => new BorderlineSmote { SamplingStrategy = strategy },
        "RandomUnderSampler" => new RandomUnderSampler { SamplingStrategy = strategy },
        "NearMiss" => new NearMiss { SamplingStrategy = strategy, Version = Math.Max(1, parameter) },
        "TomekLinks" => new TomekLinks { SamplingStrategy = strategy },
        _ => new EditedNearestNeighbours { SamplingStrategy = strategy, KindSelection = (NeighborVote)parameter },
    };
}
