using Fer;
using Fer.Engine;
using Fer.Models;
using Fer.Training;

namespace SmoteBeforeSplit;

/// <summary>ferd-cnn after a number of epochs, without augmentation.</summary>
internal sealed class FerdCnnContender(int size, int epochs) : IContender
{
    private const int Batch = 64;

    public string Name => "ferd-cnn";

    public Predictions[] FitPredict(
        TrainingSplit<FeatureTable> training, IReadOnlyList<EvaluationSplit<FeatureTable>> tests, ulong seed)
    {
        var input = new TensorShape(1, size, size);
        NetworkDefinition definition = FerdCnn.Create(training.Data.Classes.Count, input);
        using var engine = new CpuEngine();
        using ITrainableNetwork network = engine.CompileForTraining(
            definition, WeightInitializer.Initialize(definition, seed),
            new TrainingOptions { BatchSize = Batch, Seed = seed, L2 = 0.0003 });
        new Trainer(new TrainerOptions { Epochs = epochs, Seed = seed }).Fit(
            network, training.Map(Samples), tests[0].Map(Samples));
        return [.. tests.Select(test => Predictor.Predict(network, Samples(test.Data)))];

        TensorSamples Samples(FeatureTable table) => new(input, table.Values, table.Classes, table.Labels, table.Ids);
    }
}
