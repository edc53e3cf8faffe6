using System.Diagnostics;
using System.Globalization;
using Fer;
using Fer.Preprocessing;
using Fer.Sampling.Benchmarks;

// SMOTE on random features with FER2013's class counts, the whole way from a table to a table. One JSON line, to be read beside the
// peer's: Fer.Sampling.Benchmarks [columns] [threads] [repeats].
// Or to 60,000 rows that are written block by block, with the peak of memory: Fer.Sampling.Benchmarks stream [columns] [threads] [FILE].
if (args is ["stream", ..])
{
    StreamedSmote.Run(Argument(1, 9216), Argument(2, Environment.ProcessorCount), args.ElementAtOrDefault(3));
    return;
}

int columns = Argument(0, 256);
int threads = Argument(1, Environment.ProcessorCount);
int repeats = Argument(2, 3);
string[] classes = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"];
int[] counts = [3995, 436, 4097, 7215, 4965, 4830, 3171];

int[] labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
float[] values = RandomFeatures.Create(labels, columns);
string[] ids = [.. labels.Select((_, row) => row.ToString(CultureInfo.InvariantCulture))];
var training = new TrainingSplit<FeatureTable>(new FeatureTable(classes, labels, ids, values, columns));

var smote = new Smote { Threads = threads };
int rows = 0;
var seconds = new double[repeats];
for (int i = -1; i < repeats; i++)
{
    long start = Stopwatch.GetTimestamp();
    rows = smote.FitResample(training).Data.ToTable(threads).Count;
    if (i >= 0) // the first one warms up
        seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
}

Array.Sort(seconds);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{{\"case\": \"smote {labels.Length}x{columns} -> {rows}\", \"threads\": {threads}, \"seconds\": {seconds[repeats / 2]:F4}}}"));

int Argument(int position, int otherwise) =>
    args.Length > position ? int.Parse(args[position], CultureInfo.InvariantCulture) : otherwise;
