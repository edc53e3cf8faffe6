using Fer;
using Fer.Preprocessing;

namespace SmoteBeforeSplit;

/// <summary>The class of the nearest training row.</summary>
internal sealed class NearestNeighborClassifier : IClassifier
{
    public string Name => "nearest neighbour";

    public Predictions[] FitPredict(
        TrainingSplit<FeatureTable> training, IReadOnlyList<EvaluationSplit<FeatureTable>> tests, ulong seed) =>
        [.. tests.Select(test => Predict(training.Data, test.Data))];

    private static Predictions Predict(FeatureTable training, FeatureTable test)
    {
        NeighborTable nearest = NearestNeighbors.Between(Rows(test), Rows(training), neighbors: 1);
        var probabilities = new double[test.Count * test.Classes.Count];
        for (int i = 0; i < test.Count; i++)
            probabilities[(i * test.Classes.Count) + training.Labels[nearest.Indices(i)[0]]] = 1;
        return new Predictions(test.Classes, test.Ids, test.Labels, probabilities);
    }

    private static FeatureRows<float> Rows(FeatureTable table) => new(table.Values, table.Columns);
}
