// Reads a face and says its expression with the weights of a finished run:
//     dotnet run --project samples/PredictExpression -- RUN/weights.safetensors face.jpg
using Fer;
using Fer.Engine;
using Fer.Models;
using Fer.Preprocessing;

if (args is not [string weightsFile, string pictureFile])
{
    Console.Error.WriteLine("Give a run's weights and a picture: RUN/weights.safetensors face.jpg");
    return 2;
}

try
{
    // The picture, as the network was trained on it: grey, 48x48, from 0 to 1.
    Image face = new GrayscaleTransform().Apply(ImageCodecs.Default.Load(pictureFile));
    face = new ResizeTransform(48, 48, Interpolation.Area).Apply(face);
    var input = new float[face.Pixels.Length];
    Normalization.None.Apply(face, input);

    // The network: a definition, weights that fit it, an engine that runs it.
    using FileStream file = File.OpenRead(weightsFile);
    TensorFileContent weights = new Safetensors().Read(file);
    string[] classes = weights.Metadata["classes"].Split(',');
    using var engine = new CpuEngine();
    using INetwork network = engine.CompileForPrediction(FerdCnn.Create(classes.Length), weights.Tensors, batchSize: 1);

    var logits = new float[classes.Length];
    network.Predict(input, count: 1, logits);
    foreach ((float logit, string name) in logits.Zip(classes).OrderByDescending(pair => pair.First))
        Console.WriteLine($"{name,-10} {logit,8:F3}");
    return 0;
}
catch (Exception error) when (error is FerException or IOException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
