using FsCheck;
using FsCheck.Fluent;

namespace Fer.Preprocessing.Tests;

public class StratifiedSplitTests
{
    /// <summary>Random labels with at least two samples of each of up to five classes, a fraction and a seed.</summary>
    private static readonly Arbitrary<(int[] Labels, int Classes, double Fraction, ulong Seed)> Cases = (
        from classes in Gen.Choose(1, 5)
        from extra in Gen.Choose(0, classes - 1).ListOf()
        from percent in Gen.Choose(1, 99)
        from seed in Gen.Choose(0, int.MaxValue)
        select (Shuffled([.. extra, .. Enumerable.Range(0, classes), .. Enumerable.Range(0, classes)], (ulong)seed),
            classes, percent / 100.0, (ulong)seed)).ToArbitrary();

    [Fact]
    public void Sides_are_disjoint_complete_and_stratified() => Prop.ForAll(Cases, @case =>
    {
        var data = new LabeledIds(@case.Labels, @case.Classes);
        (TrainingSplit<LabeledIds> training, EvaluationSplit<LabeledIds> evaluation) = Split(data, @case.Fraction, @case.Seed);

        AssertPartition(data, training.Data, evaluation.Data);
        int[] all = Counts(data);
        int[] held = Counts(evaluation.Data);
        for (int c = 0; c < all.Length; c++)
        {
            Assert.InRange(held[c], 1, all[c] - 1);
            Assert.True(Math.Abs(held[c] - (@case.Fraction * all[c])) <= 1);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Groups_stay_on_one_side_and_shares_are_off_by_less_than_the_largest() => Prop.ForAll(Cases, @case =>
    {
        var data = new LabeledIds(@case.Labels, @case.Classes);
        string[] groups = GroupsWithinClasses(@case.Labels, @case.Seed);
        if (TooFewGroups(@case.Labels, groups))
        {
            Assert.Throws<DatasetException>(() => Split(data, @case.Fraction, @case.Seed, groups));
            return;
        }

        (TrainingSplit<LabeledIds> training, EvaluationSplit<LabeledIds> evaluation) = Split(data, @case.Fraction, @case.Seed, groups);
        AssertPartition(data, training.Data, evaluation.Data);
        Assert.Empty(GroupsOf(data, training.Data, groups).Intersect(GroupsOf(data, evaluation.Data, groups)));
        int[] all = Counts(data);
        int[] held = Counts(evaluation.Data);
        int largest = groups.CountBy(group => group).Max(group => group.Value);
        for (int c = 0; c < all.Length; c++)
        {
            Assert.InRange(held[c], 1, all[c] - 1);
            double wanted = Math.Clamp(Math.Round(@case.Fraction * all[c], MidpointRounding.AwayFromZero), 1, all[c] - 1);
            Assert.True(Math.Abs(held[c] - wanted) < largest);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Groups_that_mix_classes_stay_on_one_side() => Prop.ForAll(Cases, @case =>
    {
        // Every class gets samples on their own too, so that a split always exists.
        int[] labels = [.. @case.Labels, .. @case.Labels];
        var data = new LabeledIds(labels, @case.Classes);
        RandomGenerator random = RandomGenerator.Create(@case.Seed);
        string[] groups = [.. labels.Select((_, i) => i < @case.Labels.Length ? $"{random.Next(1 + (labels.Length / 3))}" : $"own {i}")];

        (TrainingSplit<LabeledIds> training, EvaluationSplit<LabeledIds> evaluation) = Split(data, @case.Fraction, @case.Seed, groups);
        AssertPartition(data, training.Data, evaluation.Data);
        Assert.Empty(GroupsOf(data, training.Data, groups).Intersect(GroupsOf(data, evaluation.Data, groups)));
        Assert.DoesNotContain(0, Counts(training.Data));
        Assert.DoesNotContain(0, Counts(evaluation.Data));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_seed_gives_the_same_split_and_another_seed_another()
    {
        var data = new LabeledIds([.. Enumerable.Range(0, 200).Select(i => i % 3)], 3);
        IReadOnlyList<string> first = Split(data, 0.3, 1).Evaluation.Data.Ids;
        Assert.Equal(first, Split(data, 0.3, 1).Evaluation.Data.Ids);
        Assert.NotEqual(first, Split(data, 0.3, 2).Evaluation.Data.Ids);
    }

    [Fact]
    public void Every_sample_is_held_back_about_equally_often()
    {
        var data = new LabeledIds(new int[20], 1);
        var heldBack = new int[20];
        for (ulong seed = 0; seed < 2000; seed++)
        {
            foreach (string id in Split(data, 0.25, seed).Evaluation.Data.Ids)
                heldBack[int.Parse(id.AsSpan(3), provider: null)]++;
        }

        Assert.All(heldBack, times => Assert.InRange(times, 420, 580));
    }

    [Theory]
    [InlineData(new[] { 0, 0, 1 }, "'class 1' has 1 sample")]
    [InlineData(new[] { 1, 1 }, "'class 0' has no samples")]
    public void A_class_that_cannot_stand_on_both_sides_is_an_error(int[] labels, string message)
    {
        DatasetException error = Assert.Throws<DatasetException>(() => Split(new LabeledIds(labels, 2), 0.5, 0));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("at least 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_of_one_group_is_an_error()
    {
        DatasetException error = Assert.Throws<DatasetException>(
            () => Split(new LabeledIds([0, 0, 1, 1], 2), 0.5, 0, ["a", "b", "c", "c"]));
        Assert.Contains("'class 1' has 2 samples", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Fractions_outside_0_to_1_are_refused(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Split(new LabeledIds([0, 0], 1), fraction, 0));

    private static DataSplits<LabeledIds> Split(LabeledIds data, double fraction, ulong seed, string[]? groups = null) =>
        StratifiedSplit.ByFraction(new TrainingSplit<LabeledIds>(data), fraction, seed, groups);

    private static int[] Shuffled(int[] labels, ulong seed)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        random.Shuffle(labels.AsSpan());
        return labels;
    }

    private static string[] GroupsWithinClasses(int[] labels, ulong seed)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        return [.. labels.Select(label => $"{label} {random.Next(1 + (labels.Length / 3))}")];
    }

    private static bool TooFewGroups(int[] labels, string[] groups) =>
        labels.Zip(groups).Distinct().CountBy(pair => pair.First).Any(count => count.Value < 2);

    private static IEnumerable<string> GroupsOf(LabeledIds data, LabeledIds side, string[] groups)
    {
        Dictionary<string, string> groupOf = data.Ids.Zip(groups).ToDictionary(pair => pair.First, pair => pair.Second);
        return side.Ids.Select(id => groupOf[id]);
    }

    private static int[] Counts(LabeledIds data) =>
        [.. Enumerable.Range(0, data.Classes.Count).Select(c => data.Labels.Count(label => label == c))];

    private static void AssertPartition(LabeledIds data, LabeledIds training, LabeledIds evaluation)
    {
        Assert.Equal(data.Ids.Order(), training.Ids.Concat(evaluation.Ids).Order());
        Dictionary<string, int> labelOf = data.Ids.Zip(data.Labels).ToDictionary(pair => pair.First, pair => pair.Second);
        Assert.All(training.Ids.Zip(training.Labels), pair => Assert.Equal(labelOf[pair.First], pair.Second));
        Assert.All(evaluation.Ids.Zip(evaluation.Labels), pair => Assert.Equal(labelOf[pair.First], pair.Second));
    }
}
