using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Fer;
using Fer.Ml;
using Fer.Ml.Benchmarks;

// Fits one learner on a table and predicts another; one JSON line, to be read beside the peer's:
// Fer.Ml.Benchmarks FOLDER LEARNER [THREADS] [REPEATS]
// FOLDER holds train.f32 and test.f32 (floats, row by row) and train.i32 and test.i32 (classes), as ml_beside_sklearn.py writes them.
if (args.Length < 2 || !Learners.All.TryGetValue(args[1], out IClassifier? learner))
{
    string learners = string.Join(", ", Learners.All.Keys);
    Console.Error.WriteLine($"Usage: Fer.Ml.Benchmarks FOLDER LEARNER [THREADS] [REPEATS], with LEARNER one of {learners}");
    return 1;
}

int threads = Argument(2, Environment.ProcessorCount);
int repeats = Argument(3, 3);
FeatureTable train = Read("train"), test = Read("test");
var options = new FitOptions { Threads = threads };
double[] fit = new double[repeats], predict = new double[repeats];
int[] labels = [];
for (int i = -1; i < repeats; i++)
{
    long start = Stopwatch.GetTimestamp();
    IClassifierModel model = learner.Fit(new TrainingSplit<FeatureTable>(train), options);
    long fitted = Stopwatch.GetTimestamp();
    labels = model.PredictLabels(test.Values, threads);
    if (i < 0)
        continue; // the first one warms up
    fit[i] = Stopwatch.GetElapsedTime(start, fitted).TotalSeconds;
    predict[i] = Stopwatch.GetElapsedTime(fitted).TotalSeconds;
}

Array.Sort(fit);
Array.Sort(predict);
double accuracy = labels.Where((label, row) => label == test.Labels[row]).Count() / (double)labels.Length;
long peak = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{{\"fit\": {fit[repeats / 2]:F4}, \"predict\": {predict[repeats / 2]:F5}, "
    + $"\"accuracy\": {accuracy:F4}, \"f1\": {MacroF1():F4}, \"mib\": {peak}}}"));
return 0;

FeatureTable Read(string name)
{
    int[] classes = [.. MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(Path.Combine(args[0], name + ".i32")))];
    float[] values = [.. MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(args[0], name + ".f32")))];
    string[] ids = [.. Enumerable.Range(0, classes.Length).Select(row => row.ToString(CultureInfo.InvariantCulture))];
    string[] names = [.. Enumerable.Range(0, 7).Select(label => label.ToString(CultureInfo.InvariantCulture))];
    return new FeatureTable(names, classes, ids, values, values.Length / classes.Length);
}

double MacroF1() => Enumerable.Range(0, test.Classes.Count).Average(label =>
{
    int right = 0, said = 0, there = 0;
    for (int row = 0; row < labels.Length; row++)
    {
        said += labels[row] == label ? 1 : 0;
        there += test.Labels[row] == label ? 1 : 0;
        right += labels[row] == label && test.Labels[row] == label ? 1 : 0;
    }

    return said + there == 0 ? 0 : 2.0 * right / (said + there);
});

int Argument(int position, int otherwise) =>
    args.Length > position ? int.Parse(args[position], CultureInfo.InvariantCulture) : otherwise;
