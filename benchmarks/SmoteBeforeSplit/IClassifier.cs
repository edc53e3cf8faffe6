using Fer;

namespace SmoteBeforeSplit;

/// <summary>Learns from a table and judges others.</summary>
internal interface IClassifier
{
    string Name { get; }

    Predictions[] FitPredict(TrainingSplit<FeatureTable> training, IReadOnlyList<EvaluationSplit<FeatureTable>> tests, ulong seed);
}
