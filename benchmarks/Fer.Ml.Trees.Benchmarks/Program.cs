using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Fer;
using Fer.Ml;

// Forests on a table written by benchmarks/forests_beside_sklearn.py. One JSON line, to be read beside the peer's:
// Fer.Ml.Trees.Benchmarks FOLDER extra_trees|random_forest|decision_tree [threads] [repeats] [trees].
string folder = args[0];
int threads = Argument(2, Environment.ProcessorCount);
int repeats = Argument(3, 3);
int trees = Argument(4, 100);
FeatureTable training = Read("train"), evaluation = Read("test");
var split = new TrainingSplit<FeatureTable>(training);
var fit = new double[repeats];
var predict = new double[repeats];
var accuracy = new double[repeats];
for (int i = 0; i < repeats; i++) // the first one warms up unless it is alone; each has a seed of its own
{
    IClassifier learner = args[1] switch
    {
        "extra_trees" => new ExtraTreesClassifier { NEstimators = trees, Seed = (ulong)i },
        "random_forest" => new RandomForestClassifier { NEstimators = trees, Seed = (ulong)i },
        _ => new DecisionTreeClassifier { Seed = (ulong)i },
    };
    long start = Stopwatch.GetTimestamp();
    IClassifierModel model = learner.Fit(split, new FitOptions { Threads = threads });
    long fitted = Stopwatch.GetTimestamp();
    int[] labels = model.PredictLabels(evaluation.Values, threads);
    predict[i] = Stopwatch.GetElapsedTime(fitted).TotalSeconds;
    fit[i] = Stopwatch.GetElapsedTime(start, fitted).TotalSeconds;
    accuracy[i] = labels.Where((label, row) => label == evaluation.Labels[row]).Count() / (double)labels.Length;
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{{\"fit\": {Median(fit):F4}, \"predict\": {Median(predict):F5}, \"accuracy\": {accuracy.Average():F5}, "
    + $"\"megabytes\": {Process.GetCurrentProcess().PeakWorkingSet64 >> 20}}}"));

double Median(double[] seconds)
{
    double[] kept = seconds.Length > 1 ? seconds[1..] : seconds;
    Array.Sort(kept);
    return kept[kept.Length / 2];
}

FeatureTable Read(string name)
{
    float[] values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, name + ".f32"))).ToArray();
    int[] labels = MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(Path.Combine(folder, name + ".i32"))).ToArray();
    string[] classes = [.. Enumerable.Range(0, labels.Max() + 1).Select(label => label.ToString(CultureInfo.InvariantCulture))];
    string[] ids = [.. labels.Select((_, row) => row.ToString(CultureInfo.InvariantCulture))];
    return new FeatureTable(classes, labels, ids, values, values.Length / labels.Length);
}

int Argument(int position, int otherwise) =>
    args.Length > position ? int.Parse(args[position], CultureInfo.InvariantCulture) : otherwise;
