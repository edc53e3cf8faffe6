using System.Diagnostics;
using System.Globalization;
using Fer;
using Fer.Engine;
using Fer.Models;

// One JSON line, to be read beside the peer's of the same form: median images per second over steps.
int threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
const int Batch = 64;
const int Steps = 12;
NetworkDefinition network = FerdCnn.Create();
using var engine = new CpuEngine(new CpuEngineOptions { Threads = threads });
using ITrainableNetwork training = engine.CompileForTraining(
    network, WeightInitializer.Initialize(network, 1), new TrainingOptions { BatchSize = Batch });
var batch = new Batch(network.Input, network.Classes, Batch) { Count = Batch };
RandomGenerator random = RandomGenerator.Create(1);
for (int i = 0; i < batch.Inputs.Length; i++)
    batch.Inputs[i] = (float)random.NextGaussian();
for (int n = 0; n < Batch; n++)
    batch.SetLabel(n, n % network.Classes);
var logits = new float[Batch * network.Classes];

double train = Median(() => training.TrainStep(batch, 1e-4), Steps);
double predict = Median(() => training.Predict(batch.Inputs, Batch, logits), Steps);
double one = Median(() => training.Predict(batch.Inputs, 1, logits), 4 * Steps);
string[] figures =
[
    $"\"network\": \"{network.Name}\"", $"\"threads\": {threads}", $"\"batch\": {Batch}",
    Figure("trainImagesPerSecond", Batch / train), Figure("predictImagesPerSecond", Batch / predict),
    Figure("predictOneMilliseconds", one * 1e3),
];
Console.WriteLine($"{{{string.Join(", ", figures)}}}");

static string Figure(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {value:F3}");

static double Median(Action step, int count)
{
    for (int i = 0; i < 3; i++)
        step();
    var seconds = new double[count];
    for (int i = 0; i < count; i++)
    {
        long start = Stopwatch.GetTimestamp();
        step();
        seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    Array.Sort(seconds);
    return seconds[count / 2];
}
