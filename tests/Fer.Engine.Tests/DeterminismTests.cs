using Fer.Models;

namespace Fer.Engine.Tests;

public class DeterminismTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Training_gives_the_same_bits_on_any_number_of_threads(int threads)
    {
        Assert.Equal(TrainedWeights(threads: 1, steps: 4), TrainedWeights(threads, steps: 4));
    }

    [Theory]
    [MemberData(nameof(TestNetworks.Small), MemberType = typeof(TestNetworks))]
    public void Every_layer_gives_the_same_bits_on_one_and_three_threads(string name)
    {
        NetworkDefinition definition = TestNetworks.Get(name);
        Assert.Equal(TrainedWeights(definition, threads: 1, steps: 2), TrainedWeights(definition, threads: 3, steps: 2));
    }

    [Fact]
    public void Training_continues_from_a_saved_state_with_the_same_bits()
    {
        NetworkDefinition definition = FerdCnn.Create(3, new TensorShape(1, 16, 16));
        var options = new TrainingOptions { BatchSize = 8, Seed = 3, L2 = 0.0003 };
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 2 });
        using ITrainableNetwork first = engine.CompileForTraining(definition, WeightInitializer.Initialize(definition, 1), options);
        for (int step = 0; step < 3; step++)
            first.TrainStep(TestNetworks.RandomBatch(definition, 8, (ulong)step), 1e-3);

        using ITrainableNetwork second = engine.CompileForTraining(definition, first.SaveWeights(), options);
        second.LoadOptimizerState(first.SaveOptimizerState(), first.Step);
        foreach (ITrainableNetwork network in new[] { first, second })
        {
            for (int step = 3; step < 6; step++)
                network.TrainStep(TestNetworks.RandomBatch(definition, 8, (ulong)step), 1e-3);
        }

        Assert.Equal(Flat(first), Flat(second));
    }

    [Theory]
    [InlineData("ferd-cnn")]
    [InlineData("cbam")]
    [InlineData("inverted-residual")]
    [InlineData("residual-downsampling")]
    [InlineData("pools-beside-each-other")]
    [InlineData("grouped3x3")]
    [InlineData("activations-in-a-row")]
    [InlineData("concat-flattened")]
    public void A_step_allocates_no_managed_memory_after_the_first(string name)
    {
        const int Threads = 3;
        NetworkDefinition definition = TestNetworks.Get(name);
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = Threads });
        using ITrainableNetwork network = engine.CompileForTraining(
            definition, WeightInitializer.Initialize(definition, 1), new TrainingOptions { BatchSize = 8 });
        Batch batch = TestNetworks.RandomBatch(definition, 8, 1);
        var logits = new float[8 * 3];
        for (int i = 0; i < 3; i++)
        {
            network.TrainStep(batch, 1e-3);
            network.Predict(batch.Inputs, 8, logits);
        }

        // What a step allocates shows in every round; a lock that first meets contention allocates once.
        long[] least = [.. Enumerable.Repeat(long.MaxValue, Threads)], before = new long[Threads];
        for (int round = 0; round < 4; round++)
        {
            engine.RunOnEachThread(thread => before[thread] = GC.GetAllocatedBytesForCurrentThread());
            before[0] = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 3; i++)
            {
                network.TrainStep(batch, 1e-3);
                network.ReadMetrics();
                network.Predict(batch.Inputs, 8, logits);
            }

            least[0] = Math.Min(least[0], GC.GetAllocatedBytesForCurrentThread() - before[0]);
            engine.RunOnEachThread(thread =>
            {
                if (thread > 0)
                    least[thread] = Math.Min(least[thread], GC.GetAllocatedBytesForCurrentThread() - before[thread]);
            });
        }

        Assert.All(least, bytes => Assert.Equal(0, bytes));
    }

    private static float[] TrainedWeights(int threads, int steps) =>
        TrainedWeights(FerdCnn.Create(3, new TensorShape(1, 24, 20)), threads, steps);

    private static float[] TrainedWeights(NetworkDefinition definition, int threads, int steps)
    {
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = threads });
        using ITrainableNetwork network = engine.CompileForTraining(
            definition, WeightInitializer.Initialize(definition, 1), new TrainingOptions { BatchSize = 16, Seed = 9, L2 = 0.0003 });
        for (int step = 0; step < steps; step++)
            network.TrainStep(TestNetworks.RandomBatch(definition, step == 2 ? 5 : 16, (ulong)step), 1e-3);
        return Flat(network);
    }

    private static float[] Flat(ITrainableNetwork network) =>
        [.. network.SaveWeights().OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.Values)];
}
