using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Fer.Preprocessing.Tests;

public class KFoldTests
{
    /// <summary>Random labels and groups with at least as many groups, and samples of a class, as folds.</summary>
    private static readonly Arbitrary<(int[] Labels, string[] Groups, int Folds, ulong? Seed)> Cases = (
        from folds in Gen.Choose(2, 6)
        from classes in Gen.Choose(1, 5)
        from extra in Gen.Choose(0, classes - 1).ListOf()
        from groups in Gen.Choose(folds, 12)
        from seed in Gen.Choose(0, 1000)
        let labels = (int[])[.. Enumerable.Repeat(0, folds), .. extra]
        select (labels, Groups(labels.Length, groups, folds, (ulong)seed), folds, seed % 3 == 0 ? null : (ulong?)seed)).ToArbitrary();

    [Fact]
    public void Folds_equal_those_of_scikit_learn()
    {
        foreach (JsonElement @case in Fixtures.ReadJson("k_folds.json").GetProperty("cases").EnumerateArray())
        {
            int[] labels = Ints(@case, "labels");
            string[] groups = [.. @case.GetProperty("groups").EnumerateArray().Select(key => key.GetString()!)];
            int folds = @case.GetProperty("folds").GetInt32();
            var data = new TrainingSplit<LabeledIds>(new LabeledIds(labels, @case.GetProperty("classes").GetInt32()));
            Assert.Equal(Ints(@case, "stratified"), FoldOf(new StratifiedKFold(folds).Split(data)));
            Assert.Equal(Ints(@case, "stratified_grouped"), FoldOf(new StratifiedGroupKFold(folds).Split(data, groups)));
            int[] grouped = FoldOf(new GroupKFold(folds).Split(data, groups));
            if (groups.Distinct().Count() <= 16)
                Assert.Equal(Ints(@case, "grouped"), grouped);
            // With more groups NumPy's sort leaves the order of equal ones open.
            Assert.Equal(Sizes(Ints(@case, "grouped")).Order(), Sizes(grouped).Order());
        }
    }

    [Fact]
    public void Each_sample_is_judged_on_once_and_classes_are_spread_evenly() => Prop.ForAll(Cases, @case =>
    {
        LabeledIds data = Data(@case.Labels);
        IReadOnlyList<DataSplits<LabeledIds>> splits =
            new StratifiedKFold(@case.Folds, @case.Seed).Split(new TrainingSplit<LabeledIds>(data));
        AssertPartition(data, splits, @case.Folds);
        foreach (int label in @case.Labels.Distinct())
        {
            int[] counts = [.. splits.Select(split => split.Evaluation.Data.Labels.Count(other => other == label))];
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }

        int[] sizes = [.. splits.Select(split => split.Evaluation.Data.Labels.Count)];
        Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_group_stands_on_both_sides() => Prop.ForAll(Cases, @case =>
    {
        LabeledIds data = Data(@case.Labels);
        var training = new TrainingSplit<LabeledIds>(data);
        IReadOnlyList<DataSplits<LabeledIds>>[] both =
        [
            new GroupKFold(@case.Folds, @case.Seed).Split(training, @case.Groups),
            new StratifiedGroupKFold(@case.Folds, @case.Seed).Split(training, @case.Groups),
        ];
        Dictionary<string, string> groupOf = data.Ids.Zip(@case.Groups).ToDictionary();
        foreach (IReadOnlyList<DataSplits<LabeledIds>> splits in both)
        {
            AssertPartition(data, splits, @case.Folds);
            Assert.All(splits, split => Assert.Empty(
                split.Training.Data.Ids.Select(id => groupOf[id]).Intersect(split.Evaluation.Data.Ids.Select(id => groupOf[id]))));
        }

        int[] sizes = [.. both[0].Select(split => split.Evaluation.Data.Labels.Count)];
        Assert.InRange(sizes.Max() - sizes.Min(), 0, @case.Groups.CountBy(group => group).Max(group => group.Value));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_seed_gives_the_same_folds_and_another_seed_others()
    {
        var data = new TrainingSplit<LabeledIds>(new LabeledIds([.. Enumerable.Range(0, 120).Select(i => i % 3)], 3));
        string[] groups = [.. Enumerable.Range(0, 120).Select(i => $"{i / 4}")];
        Func<ulong?, int[]>[] kinds =
        [
            seed => FoldOf(new StratifiedKFold(4, seed).Split(data)),
            seed => FoldOf(new GroupKFold(4, seed).Split(data, groups)),
            seed => FoldOf(new StratifiedGroupKFold(4, seed).Split(data, groups)),
        ];
        Assert.All(kinds, kind =>
        {
            Assert.Equal(kind(5), kind(5));
            Assert.NotEqual(kind(5), kind(6));
            Assert.NotEqual(kind(5), kind(null));
        });
    }

    [Fact]
    public void Too_few_samples_groups_or_folds_are_refused()
    {
        var data = new TrainingSplit<LabeledIds>(new LabeledIds([0, 0, 0, 1, 1], 2));
        string[] groups = ["a", "a", "b", "b", "b"];
        DatasetAssert.Fails(() => new StratifiedKFold(4).Split(data), "4 folds", "largest has 3");
        DatasetAssert.Fails(() => new GroupKFold(3).Split(data, groups), "3 groups", "there are 2");
        DatasetAssert.Fails(() => new StratifiedGroupKFold(3).Split(data, groups), "3 groups", "there are 2");
        Assert.Throws<ArgumentException>(() => new GroupKFold(2).Split(data, ["a"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StratifiedKFold(1));
    }

    [Fact]
    public void Merged_keys_are_shared_directly_or_through_others()
    {
        string[] keys = GroupKeys.Merge(["a", "a", "b", "c", "d"], ["x", "y", "y", "z", "w"]);
        Assert.Equal([keys[0], keys[0], keys[0], keys[3], keys[4]], keys);
        Assert.Equal(3, keys.Distinct().Count());
        Assert.Throws<ArgumentException>(() => GroupKeys.Merge(["a"], ["a", "b"]));
    }

    private static LabeledIds Data(int[] labels) => new(labels, labels.Max() + 1);

    private static string[] Groups(int samples, int groups, int folds, ulong seed)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        // The first samples make sure of a group per fold.
        return [.. Enumerable.Range(0, samples).Select(i => $"g{(i < folds ? i : random.Next(groups))}")];
    }

    private static int[] Ints(JsonElement @case, string name) =>
        [.. @case.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    private static int[] Sizes(int[] foldOf) => [.. foldOf.CountBy(fold => fold).Select(fold => fold.Value)];

    private static int[] FoldOf(IReadOnlyList<DataSplits<LabeledIds>> splits)
    {
        Dictionary<string, int> folds = splits.Index()
            .SelectMany(split => split.Item.Evaluation.Data.Ids.Select(id => (Id: id, Fold: split.Index)))
            .ToDictionary(pair => pair.Id, pair => pair.Fold);
        return [.. Enumerable.Range(0, folds.Count).Select(i => folds[$"id {i}"])];
    }

    private static void AssertPartition(LabeledIds data, IReadOnlyList<DataSplits<LabeledIds>> splits, int folds)
    {
        Assert.Equal(folds, splits.Count);
        Assert.Equal(data.Ids.Order(), splits.SelectMany(split => split.Evaluation.Data.Ids).Order());
        Assert.All(splits, split => Assert.Equal(
            data.Ids.Order(), split.Training.Data.Ids.Concat(split.Evaluation.Data.Ids).Order()));
    }
}
