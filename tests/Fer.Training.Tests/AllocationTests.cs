namespace Fer.Training.Tests;

public class AllocationTests
{
    [Fact]
    public void No_step_allocates_memory_after_the_first_ones()
    {
        var source = new SyntheticSamples("train", 600);
        var network = new SoftmaxRegression(new TensorShape(1, 4, 4), 3, 6);
        long trainingStart = 0, trainingEnd = 0, loadingStart = 0, loadingEnd = 0;
        source.OnLoad = (load, _, _) => Measure(load, 60, 590, ref loadingStart, ref loadingEnd);
        network.OnTrainStep = () => Measure((int)network.Step, 10, 99, ref trainingStart, ref trainingEnd);
        new Trainer(new TrainerOptions()).Fit(
            network, source.ForTraining(), new SyntheticSamples("validation", 5).ForEvaluation(),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(trainingStart > 0 && loadingStart > 0);
        Assert.Equal(0, trainingEnd - trainingStart);
        Assert.Equal(0, loadingEnd - loadingStart);
    }

    private static void Measure(int number, int first, int last, ref long start, ref long end)
    {
        if (number == first)
            start = GC.GetAllocatedBytesForCurrentThread();
        else if (number == last)
            end = GC.GetAllocatedBytesForCurrentThread();
    }
}
