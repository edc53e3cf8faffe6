using System.Globalization;
using Fer.Cli.Console;
using Fer.Engine;
using Fer.Models;
using Fer.Preprocessing;
using Fer.Training;

namespace Fer.Cli.Workflows;

/// <summary>Pictures shown to a trained network: a run's, or one of the zoo with weights from a file.</summary>
internal sealed class PredictWorkflow(CommandContext context)
{
    /// <summary>Predicts with a run's network, on pictures prepared as the run's.</summary>
    /// <param name="run">The folder of a finished run.</param>
    /// <param name="files">The pictures.</param>
    public PredictedPictures FromRun(string run, IReadOnlyList<string> files)
    {
        TrainedRun trained = TrainedRun.Load(run);
        ImageSampleSource pictures = new SampleSources(trained.Settings, context).ForEvaluation(
            Gather(trained.Settings.Classes, files), mirrored: false);
        return Predict(trained.Compile, pictures, files);
    }

    /// <summary>Predicts with weights from a file.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="model">The network's name; null for the one that the file names.</param>
    /// <param name="classes">The number of classes; null for as many as the file's head has.</param>
    /// <param name="size">Width and height of the network's input; null for the file's or the published one.</param>
    /// <param name="normalization">How the pictures' values are normalised; null for what suits the file.</param>
    /// <param name="files">The pictures.</param>
    public PredictedPictures FromWeights(
        PretrainedWeights weights, string? model, int? classes, int[]? size, string? normalization, IReadOnlyList<string> files)
    {
        string name = model ?? weights.Metadata?.Model
            ?? throw new FerException($"{weights.File}: does not say which network it is for; name it with --model.");
        NetworkDefinition published = NetworkZoo.Create(name, classes: 1000);
        NetworkDefinition network = NetworkZoo.Create(
            name, classes ?? weights.Classes(published) ?? published.Classes, Input(weights, published, size));
        LoadedWeights loaded = WeightLoader.Fit(network, weights.Tensors, new WeightLoadingOptions { File = weights.File });

        string mode = normalization ?? weights.Normalization(published);
        ImageSampleSource pictures = Decode(
            Gather(ClassNames(weights, network.Classes), files), network.Input, mode, weights.Metadata?.Clahe);
        return Predict(
            (engine, count) => engine.CompileForPrediction(network, loaded.Tensors, Math.Min(TrainedRun.Batch, count)), pictures, files);
    }

    private PredictedPictures Predict(
        Func<IEngine, int, INetwork> compile, ImageSampleSource pictures, IReadOnlyList<string> files)
    {
        using var engine = new CpuEngine(new CpuEngineOptions { Threads = context.Threads });
        using INetwork network = compile(engine, pictures.Count);
        Tensor logits = context.Messages.WithProgress("Predicting", progress => Predictor.PredictLogits(
            network, pictures, ProgressWords.OfPrediction(progress), context.CancellationToken));
        return new PredictedPictures(files, logits, Predictor.ToPredictions(pictures, logits));
    }

    private static TensorShape Input(PretrainedWeights weights, NetworkDefinition published, int[]? size)
    {
        TensorShape usual = weights.Metadata?.Input ?? published.Input;
        (int width, int height) = size is [var w, var h] ? (w, h) : (usual.Width, usual.Height);
        int? channels = weights.InputChannels(published);
        return new TensorShape(channels is 1 or 3 ? channels.Value : usual.Channels, height, width);
    }

    /// <summary>The file's class names if they fit, else numbers.</summary>
    private static string[] ClassNames(PretrainedWeights weights, int count) =>
        weights.Metadata is { Classes: var names } && names.Length == count
            ? names
            : [.. Enumerable.Range(0, count).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Pictures of no known class, which only a data set's form gives the first one.</summary>
    private static ImageDataset Gather(IReadOnlyList<string> classes, IReadOnlyList<string> files)
    {
        foreach (string file in files.Where(Directory.Exists))
            throw new FerException($"{file}: a folder; give the pictures themselves, such as {Path.Combine(file, "*.png")}.");
        string[] ids = [.. files.Select((file, i) => $"{i}/{file}")]; // a picture may be given twice
        return new ImageDataset(classes, new int[files.Count], ids, files);
    }

    private ImageSampleSource Decode(ImageDataset pictures, TensorShape input, string normalization, ClaheSettings? clahe)
    {
        var options = new ImageSampleOptions
        {
            Transforms =
            [
                input.Channels == 1 ? new GrayscaleTransform() : new RgbTransform(),
                new PictureResize(input.Width, input.Height),
                .. clahe is null ? Array.Empty<IImageTransform>() : [clahe.ToTransform()],
            ],
            Normalization = NormalizationModes.Of(normalization),
            InputShape = input,
            PixelPool = Pictures.Pool,
            Threads = context.Threads,
        };
        return context.Messages.WithProgress("Decoding pictures", progress => ImageSampleSource.Create(
            pictures, Pictures.Decode, options, ProgressWords.OfItems(progress), context.CancellationToken));
    }
}
