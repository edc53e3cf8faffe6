using Fer;
using Fer.Ml;

namespace SmoteBeforeSplit;

/// <summary>The class of the nearest training row.</summary>
internal sealed class NearestNeighborContender : IContender
{
    public string Name => "nearest neighbour";

    public Predictions[] FitPredict(
        TrainingSplit<FeatureTable> training, IReadOnlyList<EvaluationSplit<FeatureTable>> tests, ulong seed)
    {
        IClassifierModel model = new KNeighborsClassifier { NNeighbors = 1 }.Fit(training);
        return [.. tests.Select(test => model.Predict(test))];
    }
}
