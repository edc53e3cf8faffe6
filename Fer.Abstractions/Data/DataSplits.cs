namespace Fer;

/// <summary>Two sides of one data set with no sample on both.</summary>
/// <typeparam name="T">What the samples are.</typeparam>
public sealed class DataSplits<T>
    where T : ILabeledData
{
    /// <summary>Joins the two sides.</summary>
    /// <exception cref="DataLeakageException">A sample's identity stands on both sides.</exception>
    public DataSplits(TrainingSplit<T> training, EvaluationSplit<T> evaluation)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(evaluation);
        var trained = new HashSet<string>(training.Data.Ids, StringComparer.Ordinal);
        string? shared = evaluation.Data.Ids.FirstOrDefault(trained.Contains);
        if (shared is not null)
            throw new DataLeakageException($"'{shared}' stands on both sides of the split; split again so that each sample has one side.");
        Training = training;
        Evaluation = evaluation;
    }

    /// <summary>The side to learn from.</summary>
    public TrainingSplit<T> Training { get; }

    /// <summary>The side to judge on.</summary>
    public EvaluationSplit<T> Evaluation { get; }

    /// <summary>Takes the two sides apart.</summary>
    public void Deconstruct(out TrainingSplit<T> training, out EvaluationSplit<T> evaluation) =>
        (training, evaluation) = (Training, Evaluation);
}
