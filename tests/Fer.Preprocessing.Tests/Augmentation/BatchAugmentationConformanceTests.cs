namespace Fer.Preprocessing.Tests;

/// <summary>What every augmentation of batches must keep to; new ones are found by reflection.</summary>
public class BatchAugmentationConformanceTests
{
    private static readonly TensorShape[] Shapes = [new(1), new(5), new(1, 1, 7), new(1, 6, 6), new(3, 5, 8)];

    public static TheoryData<Type> Augmentations =>
        [.. typeof(MixUp).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IBatchAugmentation)))];

    [Fact]
    public void The_augmentations_are_found() => Assert.Equal(3, Augmentations.Count);

    [Theory]
    [MemberData(nameof(Augmentations))]
    public void The_random_numbers_decide_everything(Type type)
    {
        foreach (Func<Batch> create in Batches())
        {
            Batch first = create(), second = create();
            RandomGenerator firstRandom = RandomGenerator.Create(11), secondRandom = RandomGenerator.Create(11);
            for (int i = 0; i < 3; i++)
            {
                Create(type).Apply(first, ref firstRandom);
                Create(type).Apply(second, ref secondRandom);
            }

            Assert.Equal(first.Inputs, second.Inputs);
            Assert.Equal(first.Targets, second.Targets);
            Assert.Equal(firstRandom.NextUInt64(), secondRandom.NextUInt64());
        }
    }

    [Theory]
    [MemberData(nameof(Augmentations))]
    public void Targets_stay_probabilities_and_values_lie_between_those_of_the_batch(Type type)
    {
        RandomGenerator random = RandomGenerator.Create(12);
        foreach (Func<Batch> create in Batches())
        {
            for (int i = 0; i < 10; i++)
            {
                Batch batch = create();
                Create(type).Apply(batch, ref random);
                for (int n = 0; n < batch.Count; n++)
                {
                    Assert.Equal(1, batch.Target(n).ToArray().Sum(), 1e-6);
                    Assert.All(batch.Target(n).ToArray(), target => Assert.InRange(target, 0, 1));
                    Assert.All(batch.Input(n).ToArray(), value => Assert.InRange(value, 0, 1));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Augmentations))]
    public void What_lies_beyond_the_last_sample_is_left_alone_and_a_single_sample_too(Type type)
    {
        RandomGenerator random = RandomGenerator.Create(13);
        foreach (Func<Batch> create in Batches())
        {
            Batch batch = create(), before = create();
            Create(type).Apply(batch, ref random);
            int kept = batch.Count < 2 ? 0 : batch.Count;
            Assert.Equal(before.Inputs.Skip(kept * batch.InputShape.Size), batch.Inputs.Skip(kept * batch.InputShape.Size));
            Assert.Equal(before.Targets.Skip(kept * batch.Classes), batch.Targets.Skip(kept * batch.Classes));
        }
    }

    [Theory]
    [MemberData(nameof(Augmentations))]
    public void A_missing_batch_is_refused(Type type)
    {
        RandomGenerator random = RandomGenerator.Create(14);
        Assert.Throws<ArgumentNullException>(() => Create(type).Apply(null!, ref random));
    }

    private static IBatchAugmentation Create(Type type) => type.Name switch
    {
        nameof(MixUp) => new MixUp(),
        nameof(CutMix) => new CutMix(),
        nameof(RandomBatchChoice) => new RandomBatchChoice(new MixUp(0.2), new CutMix()),
        _ => throw new NotSupportedException($"How is {type.Name} made?"),
    };

    private static IEnumerable<Func<Batch>> Batches() =>
        from shape in Shapes
        from count in new[] { 0, 1, 2, 5, 6 }
        select (Func<Batch>)(() => RandomBatch(shape, count));

    private static Batch RandomBatch(TensorShape shape, int count)
    {
        RandomGenerator random = RandomGenerator.Create(10);
        var batch = new Batch(shape, classes: 4, capacity: 6) { Count = count };
        foreach (ref float value in batch.Inputs.AsSpan())
            value = random.NextSingle();
        for (int n = 0; n < batch.Capacity; n++)
            batch.SetLabel(n, random.Next(4));
        return batch;
    }
}
