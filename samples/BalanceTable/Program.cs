// Balances the classes of a table of features by SMOTE:
//     dotnet run --project samples/BalanceTable
using Fer;
using Fer.Preprocessing;

// 100 rows of two features: 80 of class "happy", 20 of class "disgust".
int[] labels = [.. Enumerable.Range(0, 100).Select(row => row < 80 ? 0 : 1)];
string[] ids = [.. labels.Select((_, row) => $"row{row}")];
RandomGenerator random = RandomGenerator.Create(seed: 1);
float[] values = [.. labels.SelectMany(label => new[] { label + random.NextSingle(), random.NextSingle() })];
var training = new TrainingSplit<FeatureTable>(new FeatureTable(["happy", "disgust"], labels, ids, values, columns: 2));

// Only a training split can be resampled: split first, balance afterwards.
ResampledTable balanced = new Smote { KNeighbors = 5, Seed = 1 }.FitResample(training).Data;
foreach ((int label, int count) in balanced.Labels.CountBy(label => label))
    Console.WriteLine($"{balanced.Classes[label],-10} {count}");

FeatureTable table = balanced.ToTable(); // or balanced.ReadBlocks(1000), if it is larger than memory
Console.WriteLine($"{balanced.Ids[^1]}: {string.Join(", ", table.Row(table.Count - 1).ToArray())}");
