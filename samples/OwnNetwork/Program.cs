// Defines a small network and trains it on a folder of pictures, class/picture:
//     dotnet run -c Release --project samples/OwnNetwork -- faces
using Fer;
using Fer.Engine;
using Fer.Models;
using Fer.Preprocessing;
using Fer.Training;

if (args is not [string folder])
{
    Console.Error.WriteLine("Give a folder of pictures, class/picture.");
    return 2;
}

try
{
    // Data: split before anything is fitted, then grey and small, the training side with random flips.
    TrainingSplit<ImageDataset> pictures = ImageFolder.Load(folder).TrainingSplit();
    (TrainingSplit<ImageDataset> training, EvaluationSplit<ImageDataset> validation) =
        StratifiedSplit.ByFraction(pictures, 0.2, seed: 1);
    var options = new ImageSampleOptions { Transforms = [new GrayscaleTransform(), new ResizeTransform(32, 32, Interpolation.Area)] };
    ImageSampleSource Load(ImageDataset data, ImageSampleOptions how) =>
        ImageSampleSource.Create(data, bytes => ImageCodecs.Default.Decode(bytes.Span), how);
    var trainingSamples = training.Map(data => Load(data, options with { Augmentations = [new HorizontalFlip()] }));
    var validationSamples = validation.Map(data => Load(data, options));

    // Network: two convolutions and a linear layer.
    NetworkDefinition definition = new NetworkBuilder("tiny", new TensorShape(1, 32, 32))
        .Add("conv1", new Conv2d(16, Kernel: 3, Padding: 1)).Add("relu1", new ReLU()).Add("pool1", new MaxPool2d(2, 2))
        .Add("conv2", new Conv2d(32, Kernel: 3, Padding: 1)).Add("relu2", new ReLU()).Add("pool2", new MaxPool2d(2, 2))
        .Add("flatten", new Flatten())
        .Add("output", new Linear(pictures.Data.Classes.Count))
        .Build();

    // Training: five epochs of Adam, the learning rate halved when it gets stuck.
    using var engine = new CpuEngine();
    using ITrainableNetwork network = engine.CompileForTraining(
        definition, WeightInitializer.Initialize(definition, seed: 1), new TrainingOptions { BatchSize = 32 });
    TrainingHistory history = new Trainer(new TrainerOptions { Epochs = 5 }).Fit(
        network, trainingSamples, validationSamples, [new ReduceLROnPlateau(factor: 0.5, patience: 2)]);
    Console.Write(history.ToCsv());
    return 0;
}
catch (FerException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
