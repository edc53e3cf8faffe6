// How much accuracy SMOTE before the split feigns, against SMOTE after it: docs/leakage.md.
//     dotnet run -c Release --project benchmarks/SmoteBeforeSplit -- FER2013 [seeds 3] [size 48] [epochs 0]
// FER2013 holds train/class/picture and validation/class/picture. A fifth of train is held back each time; validation, less
// its copies of train pictures, is the test that no protocol has touched. With epochs above 0, ferd-cnn is trained too.
using System.Globalization;
using Fer;
using Fer.Preprocessing;
using SmoteBeforeSplit;

if (args is not [string folder, ..])
{
    Console.Error.WriteLine("Give the folder that holds train/class/picture and validation/class/picture.");
    return 2;
}

int seeds = Argument(1, 3), size = Argument(2, 48), epochs = Argument(3, 0);
(FeatureTable table, string[] contents) = PixelTable.Read(ImageFolder.Load(folder).TrainingSplit().Data, size);
(FeatureTable test, string[] testContents) = PixelTable.Read(ImageFolder.Load(folder).EvaluationSplit().Data, size);
test = test.Subset([.. Enumerable.Range(0, test.Count).Except(PixelTable.CopiesOf(contents, testContents))]);
var untouched = new EvaluationSplit<FeatureTable>(test);

IContender[] contenders =
    [new NearestNeighborContender(), .. epochs > 0 ? [new FerdCnnContender(size, epochs)] : Array.Empty<IContender>()];
var figures = new Figures();
for (ulong seed = 1; seed <= (ulong)seeds; seed++)
{
    // As the library has it: split, identical pictures on one side; then SMOTE, which takes the training split and nothing else.
    (TrainingSplit<FeatureTable> training, EvaluationSplit<FeatureTable> heldBack) =
        StratifiedSplit.ByFraction(new TrainingSplit<FeatureTable>(table), 0.2, seed, contents);
    TrainingSplit<FeatureTable> balanced = new Smote { Seed = seed }.FitResample(training).Map(resampled => resampled.ToTable());

    // The mistake. No type lets it happen by accident: by hand, all pictures are declared training data and resampled, and what comes
    // out is copied into a plain table and split as if its rows were independent of each other.
    ResampledTable resampled = new Smote { Seed = seed }.FitResample(new TrainingSplit<FeatureTable>(table)).Data;
    (TrainingSplit<FeatureTable> leaky, EvaluationSplit<FeatureTable> feigned) =
        StratifiedSplit.ByFraction(new TrainingSplit<FeatureTable>(resampled.ToTable()), 0.2, seed);
    figures.Note("share of the feigned test with a relative in training", Kinship.Share(resampled, leaky.Data, feigned.Data));

    foreach (IContender contender in contenders)
    {
        Judge(contender, "no SMOTE", training, ("held-back pictures", heldBack), ("untouched test", untouched));
        Judge(contender, "SMOTE after the split", balanced, ("held-back pictures", heldBack), ("untouched test", untouched));
        Judge(contender, "SMOTE before the split", leaky, ("held-back rows", feigned), ("untouched test", untouched));
    }

    void Judge(
        IContender contender, string protocol, TrainingSplit<FeatureTable> data,
        params (string Name, EvaluationSplit<FeatureTable> Rows)[] tests)
    {
        Predictions[] predictions = contender.FitPredict(data, [.. tests.Select(test => test.Rows)], seed);
        foreach ((string name, Predictions predicted) in tests.Select(test => test.Name).Zip(predictions))
            figures.Add($"{contender.Name} | {protocol} | {name}", predicted);
    }
}

Console.WriteLine($"{table.Count} pictures of {size}x{size}, {test.Count} in the untouched test, {seeds} seeds.");
figures.Print();
return 0;

int Argument(int position, int otherwise) =>
    args.Length > position ? int.Parse(args[position], CultureInfo.InvariantCulture) : otherwise;
