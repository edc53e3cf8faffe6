using System.Globalization;
using Fer;
using Fer.Ml;
using Fer.Ml.Benchmarks;

// What benchmarks/ml_beside_sklearn.py and benchmarks/ml_accuracy_beside_sklearn.py run; a JSON line per learner:
// Fer.Ml.Benchmarks time FOLDER THREADS REPEATS LEARNER     seconds of fitting and predicting
// Fer.Ml.Benchmarks memory FOLDER THREADS LEARNER           how far the peak of one fit and one prediction lies above the tables
// Fer.Ml.Benchmarks accuracy FOLDER THREADS SEED LEARNER...
// FOLDER holds a table to learn from and one to judge on, see TableFile.
if (args.Length < 4)
{
    Console.Error.WriteLine("Usage: Fer.Ml.Benchmarks time|memory|accuracy FOLDER THREADS [REPEATS|SEED] LEARNER...");
    return 2;
}

FeatureTable train = TableFile.Read(args[1], "train"), test = TableFile.Read(args[1], "test");
var split = new TrainingSplit<FeatureTable>(train);
var options = new FitOptions { Threads = Number(args[2]) };
switch (args[0])
{
    case "time":
        Time(Learners.Get(args[4], seed: 0), Number(args[3]));
        return 0;
    case "memory":
        double before = Memory.Restart();
        Learners.Get(args[3], seed: 0).Fit(split, options).PredictLabels(test.Values, options.Threads);
        Print($"{{\"mib\": {Memory.Peak() - before:F1}}}");
        return 0;
    default:
        foreach (string name in args[4..])
        {
            int[] labels = Learners.Get(name, (ulong)Number(args[3])).Fit(split, options).PredictLabels(test.Values, options.Threads);
            Print($"{{\"learner\": \"{name}\", \"accuracy\": {Accuracy(labels):F5}}}");
        }

        return 0;
}

void Time(IClassifier learner, int repeats)
{
    // Compiles what will be measured.
    IClassifierModel model = learner.Fit(new TrainingSplit<FeatureTable>(TableFile.Thin(train, 10)), options);
    int[] labels = model.PredictLabels(test.Values, options.Threads);
    model.PredictProbabilities(test.Values, options.Threads);

    var fits = new Stopwatches[repeats];
    for (int i = 0; i < repeats; i++)
        fits[i] = Stopwatches.Time(() => model = learner.Fit(split, options));
    Stopwatches fit = fits.OrderBy(time => time.Wall).ElementAt(repeats / 2);
    Stopwatches predict = Stopwatches.Median(3, () => labels = model.PredictLabels(test.Values, options.Threads));
    Stopwatches probabilities = Stopwatches.Median(3, () => model.PredictProbabilities(test.Values, options.Threads));
    string times = $"{Item("fit", fit)}, {Item("predict", predict)}, {Item("probabilities", probabilities)}";
    Print($"{{{times}, \"accuracy\": {Accuracy(labels):F5}}}");
}

string Item(string name, Stopwatches time) =>
    string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {time.Wall:F6}, \"{name}_cpu\": {time.Processor:F6}");

double Accuracy(int[] labels) => labels.Where((label, row) => label == test.Labels[row]).Count() / (double)labels.Length;

int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
