using System.Text.Json;

namespace Fer.Engine.Tests;

public class EngineProfilerTests
{
    private const int Count = 5;

    [Fact]
    public void A_training_step_is_broken_down_by_layer()
    {
        NetworkDefinition definition = TestNetworks.Get("residual-features");
        EngineProfiler profiler = Profile(definition, steps: 3);

        Assert.True(profiler.PeakMultiplyAddsPerSecond > 0);
        Assert.Equal(3, profiler.Operations[0].ForwardRuns);
        Assert.Equal("Adam", profiler.Operations[^1].Name);
        foreach (NetworkNode node in definition.Nodes.Where(node => node.Layer is Conv2d or Linear))
            Assert.Contains(profiler.Operations, operation => operation.Name == node.Name);

        // Forward once, backward to the weights and, but for the first layer, to the input.
        long firstLayer = definition.Nodes[0].Layer.MultiplyAdds(definition.Input, definition.Shapes[0]);
        long expected = 3L * Count * (3 * definition.MultiplyAdds - firstLayer);
        Assert.Equal(expected, profiler.Operations.Sum(operation => operation.MultiplyAdds));
        Assert.All(profiler.Operations, operation => Assert.True(operation.Bytes > 0 && operation.Total > TimeSpan.Zero, operation.Name));
    }

    [Fact]
    public void The_table_names_kernels_and_the_trace_is_JSON_that_viewers_open()
    {
        EngineProfiler profiler = Profile(TestNetworks.Get("winograd-residual"), steps: 2);
        string table = ProfileReport.ToText(profiler);
        Assert.Contains("Winograd 3x3 32-48", table, StringComparison.Ordinal);
        Assert.Contains("BatchNorm + Add + ReLU", table, StringComparison.Ordinal);

        using var stream = new MemoryStream();
        ProfileReport.WriteTrace(profiler, stream);
        using JsonDocument trace = JsonDocument.Parse(stream.ToArray());
        JsonElement[] events = [.. trace.RootElement.GetProperty("traceEvents").EnumerateArray()];
        Assert.Equal(profiler.Events.Count, events.Length);
        Assert.All(events, item => Assert.Equal("X", item.GetProperty("ph").GetString()));
        double[] starts = [.. events.Select(item => item.GetProperty("ts").GetDouble())];
        Assert.Equal(starts.Order(), starts);
    }

    [Fact]
    public void Only_so_many_single_runs_are_kept()
    {
        var profiler = new EngineProfiler(maxEvents: 4);
        Run(TestNetworks.Get("linear"), profiler, steps: 10);
        Assert.Equal(4, profiler.Events.Count);
        Assert.Equal(10, profiler.Operations[0].ForwardRuns);
    }

    private static EngineProfiler Profile(NetworkDefinition definition, int steps)
    {
        var profiler = new EngineProfiler();
        Run(definition, profiler, steps);
        return profiler;
    }

    private static void Run(NetworkDefinition definition, EngineProfiler profiler, int steps)
    {
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = 2, Profiler = profiler });
        using ITrainableNetwork network = engine.CompileForTraining(
            definition, TestNetworks.RandomWeights(definition, seed: 1), new TrainingOptions { BatchSize = 8 });
        for (int step = 0; step < steps; step++)
            network.TrainStep(TestNetworks.RandomBatch(definition, Count, (ulong)step), 1e-3);
    }
}
