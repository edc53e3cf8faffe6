using Fer.Models;
using Fer.Preprocessing;
using Fer.Training;

namespace Fer.Cli.Workflows;

/// <summary>The network of a finished run, with the settings it was trained with.</summary>
/// <param name="Folder">The run folder.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Weights">Its weights.</param>
internal sealed record TrainedRun(string Folder, TrainSettings Settings, IReadOnlyDictionary<string, Tensor> Weights)
{
    /// <summary>The pictures per batch; results do not depend on it.</summary>
    public const int Batch = 64;

    /// <summary>Reads a run folder.</summary>
    /// <exception cref="FerException">It is not a finished run.</exception>
    public static TrainedRun Load(string folder) =>
        new(folder, TrainSettings.Load(folder), RunFolder.ReadWeights(folder, new Safetensors()).Tensors);

    /// <summary>The pictures that it learnt from or was chosen by.</summary>
    public SampleList ReadSamples() => SampleList.Load(Path.Combine(Folder, SampleList.FileName));

    /// <summary>Compiles the network for prediction.</summary>
    /// <param name="engine">What runs it.</param>
    /// <param name="pictures">How many pictures there are.</param>
    public INetwork Compile(IEngine engine, int pictures) => engine.CompileForPrediction(
        NetworkZoo.Create(Settings.Model, Settings.Classes.Length, Settings.InputShape), Weights, Math.Min(Batch, pictures));

    /// <summary>Pictures with the run's classes, by name; the data may lack some of them.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="data">Where they are from, for messages.</param>
    /// <exception cref="DatasetException">There are pictures of a class that the run does not know.</exception>
    public ImageDataset WithClasses(ImageDataset pictures, string data)
    {
        int[] counts = pictures.CountPerClass();
        string[] absent = [.. pictures.Classes.Where((_, c) => counts[c] == 0)];
        try
        {
            return LabelMap.Between(pictures.Classes, Settings.Classes, drop: absent).Apply(pictures);
        }
        catch (DatasetException error)
        {
            throw new DatasetException($"{data}: does not have the run's classes: {error.Message}", error);
        }
    }
}
