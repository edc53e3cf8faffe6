using Fer.Engine.Tests;
using TorchSharp;

namespace Fer.TorchSharp.Tests;

/// <summary>Nothing is left behind: not by a step, not by a network.</summary>
public class LeakTests
{
    private const int Steps = 5000;
    private const int Count = 4;

    [Fact]
    public void After_5000_steps_memory_is_as_after_the_first_and_after_dispose_no_tensor_lives()
    {
        NetworkDefinition definition = TestNetworks.Get("residual");
        IReadOnlyDictionary<string, Tensor> weights = TestNetworks.RandomWeights(definition, 2);
        Batch batch = TestNetworks.RandomBatch(definition, Count, 1);
        var engine = new TorchEngine(new TorchEngineOptions
        {
            AveragingDecay = 0.99,
            MaxGradientNorm = 1,
            MicroBatchSize = 3,
            FlipProbability = 0.5,
            RotationDegrees = 10,
        });
        long atStart = LiveTensors();
        ITrainableNetwork network = engine.CompileForTraining(
            definition, weights, new TrainingOptions { BatchSize = Count, L2 = 1e-4, LabelSmoothing = 0.1, ClassWeights = [1, 2, 3] });
        long tensors = 0, bytes = 0;
        for (int step = 0; step < Steps; step++)
        {
            network.TrainStep(batch, 1e-4);
            if (step % 100 == 99)
                network.ReadMetrics();
            if (step == 999)
                (tensors, bytes) = (LiveTensors(), ResidentBytes());
        }

        Assert.Equal(tensors, LiveTensors());
        Assert.InRange(ResidentBytes() - bytes, long.MinValue, 32L << 20);
        network.SaveWeights();
        network.LoadOptimizerState(network.SaveOptimizerState(), network.Step);
        network.Freeze(FreezeRatio.FrozenNodes(definition, 0.5));
        network.Freeze(0);
        BothEngines.Logits(network, batch);
        Assert.Equal(tensors, LiveTensors());
        network.Dispose();
        Assert.Equal(atStart, LiveTensors());
    }

    [Fact]
    public void A_network_outlives_the_dispose_scope_that_it_was_made_in()
    {
        NetworkDefinition definition = TestNetworks.Get("residual");
        Batch batch = TestNetworks.RandomBatch(definition, Count, 1);
        long atStart = LiveTensors();
        ITrainableNetwork network;
        using (torch.NewDisposeScope())
        {
            network = BothEngines.Torch.CompileForTraining(
                definition, TestNetworks.RandomWeights(definition, 2), new TrainingOptions { BatchSize = Count });
        }

        network.TrainStep(batch, 1e-3);
        Assert.True(double.IsFinite(network.ReadMetrics().Loss));
        network.Dispose();
        Assert.Equal(atStart, LiveTensors());
    }

    /// <summary>The tensors of this thread that were made and not disposed of.</summary>
    private static long LiveTensors() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
