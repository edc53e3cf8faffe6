using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Fer;
using Fer.Ml;

// Histogram gradient boosting on a table that boosting_beside_sklearn.py wrote, from a table to predictions. One JSON line,
// to be read beside the peers': Fer.Ml.Boosting.Benchmarks FOLDER [rounds] [threads] [repeats]. The folder holds train.f32,
// test.f32 (rows x columns), train.i32 and test.i32 (classes).
string folder = args[0];
int rounds = Argument(1, 100);
int threads = Argument(2, Environment.ProcessorCount);
int repeats = Argument(3, 1);

FeatureTable train = Load("train"), test = Load("test");
var training = new TrainingSplit<FeatureTable>(train);
var learner = new HistGradientBoostingClassifier { NEstimators = rounds };
var fits = new double[repeats];
var predictions = new double[repeats];
double accuracy = 0, processor = 0;
for (int i = -1; i < repeats; i++)
{
    TimeSpan before = Environment.CpuUsage.TotalTime;
    long start = Stopwatch.GetTimestamp();

    // The first one warms up, with few rounds.
    HistGradientBoostingClassifier run = i < 0 ? learner with { NEstimators = 3 } : learner;
    HistGradientBoostingModel model = run.Fit(training, new FitOptions { Threads = threads });
    double fitted = Stopwatch.GetElapsedTime(start).TotalSeconds;
    processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    start = Stopwatch.GetTimestamp();
    int[] labels = model.PredictLabels(test.Values, threads);
    double predicted = Stopwatch.GetElapsedTime(start).TotalSeconds;
    accuracy = labels.Where((label, row) => label == test.Labels[row]).Count() / (double)labels.Length;
    if (i >= 0)
        (fits[i], predictions[i]) = (fitted, predicted);
}

Array.Sort(fits);
Array.Sort(predictions);
long peak = Process.GetCurrentProcess().PeakWorkingSet64;
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{{\"learner\": \"fer\", \"fit_s\": {fits[repeats / 2]:F3}, \"fit_cpu_s\": {processor:F3}, "
    + $"\"predict_s\": {predictions[repeats / 2]:F4}, \"accuracy\": {accuracy:F4}, \"peak_mb\": {peak / 1048576.0:F0}}}"));

FeatureTable Load(string name)
{
    float[] values = [.. MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, name + ".f32")))];
    int[] labels = [.. MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(Path.Combine(folder, name + ".i32")))];
    string[] classes = [.. Enumerable.Range(0, labels.Max() + 1).Select(label => $"class {label}")];
    return new FeatureTable(classes, labels, [.. labels.Select((_, row) => $"{name} {row}")], values, values.Length / labels.Length);
}

int Argument(int position, int otherwise) =>
    args.Length > position ? int.Parse(args[position], CultureInfo.InvariantCulture) : otherwise;
