using Fer;

namespace SmoteBeforeSplit;

/// <summary>What is judged under each protocol: learns from a table and predicts others.</summary>
internal interface IContender
{
    string Name { get; }

    Predictions[] FitPredict(TrainingSplit<FeatureTable> training, IReadOnlyList<EvaluationSplit<FeatureTable>> tests, ulong seed);
}
