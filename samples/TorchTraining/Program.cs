// Trains ferd-cnn on a folder of faces, class/picture, with TorchSharp; on a GPU with the pictures and their augmentation there:
//     dotnet run -c Release --project samples/TorchTraining -- faces
//     dotnet run -c Release --project samples/TorchTraining -p:Torch=cuda-linux -- faces cuda
using Fer;
using Fer.Models;
using Fer.Preprocessing;
using Fer.TorchSharp;
using Fer.Training;

if (args is not [string folder, .. string[] rest])
{
    Console.Error.WriteLine("Give a folder of pictures, class/picture, and a device: cpu or cuda.");
    return 2;
}

try
{
    // Data: grey and 48 x 48, not augmented: the device does that.
    TrainingSplit<ImageDataset> pictures = ImageFolder.Load(folder).TrainingSplit();
    (TrainingSplit<ImageDataset> training, EvaluationSplit<ImageDataset> validation) =
        StratifiedSplit.ByFraction(pictures, 0.2, seed: 1);
    var options = new ImageSampleOptions { Transforms = [new GrayscaleTransform(), new ResizeTransform(48, 48, Interpolation.Area)] };
    ImageSampleSource Load(ImageDataset data) => ImageSampleSource.Create(data, bytes => ImageCodecs.Default.Decode(bytes.Span), options);

    // Engine: up to 8 GB of pictures stay on the device, which flips and rotates them at each step.
    var engine = new TorchEngine(new TorchEngineOptions
    {
        Device = rest is [string device] ? device : "cpu",
        MaxResidentBytes = 8L << 30,
        FlipProbability = 0.5,
        RotationDegrees = 10,
    });
    NetworkDefinition definition = NetworkZoo.Create(FerdCnn.Name, pictures.Data.Classes.Count, new TensorShape(1, 48, 48));
    using ITrainableNetwork network = engine.CompileForTraining(
        definition, WeightInitializer.Initialize(definition, seed: 1), new TrainingOptions { BatchSize = 64, LabelSmoothing = 0.1 });

    // Training: a GPU gets 16 steps at a time before anybody asks for their loss.
    var progress = new Progress<TrainingProgress>(now => Console.Error.Write(
        $"\r{now.Phase} {now.Epoch} of {now.Epochs}, step {now.Step} of {now.StepsInEpoch}, {now.ImagesPerSecond:F0} pictures/s   "));
    TrainingHistory history = new Trainer(new TrainerOptions { Epochs = 5, StepsPerExecution = 16 }).Fit(
        network, training.Map(Load), validation.Map(Load), [new ReduceLROnPlateau(factor: 0.5, patience: 2)], progress: progress);
    Console.Error.WriteLine();
    Console.Write(history.ToCsv());
    return 0;
}
catch (FerException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
