namespace Fer.Ml;

/// <summary>A fitted <see cref="VotingClassifier"/>.</summary>
public sealed class VotingModel : EnsembleModel
{
    private readonly double[] _weights;
    private readonly Voting _voting;

    internal VotingModel(
        IReadOnlyList<string> classes, int columns, IReadOnlyList<IClassifierModel> models, double[] weights, Voting voting)
        : base(classes, columns) => (Models, _weights, _voting) = (models, weights, voting);

    /// <summary>The fitted learners.</summary>
    public IReadOnlyList<IClassifierModel> Models { get; }

    internal override string Kind => "voting";

    internal static bool AreWeights(double[] weights) =>
        Array.TrueForAll(weights, weight => weight >= 0 && double.IsFinite(weight)) && double.IsFinite(weights.Sum()) && weights.Sum() > 0;

    internal static VotingModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = reader.Read<int>("columns");
        IClassifierModel[] models = EnsembleFit.Read(reader, classes.Length, columns);
        double[] weights = reader.ReadArray<double>("weights", models.Length);
        var voting = (Voting)reader.Read<int>("voting");
        return AreWeights(weights) && Enum.IsDefined(voting)
            ? new VotingModel(classes, columns, models, weights, voting)
            : throw reader.Invalid("the weights or the way of voting are outside their range");
    }

    private protected override double[] Combine(ReadOnlyMemory<float> rows, int count, int threads, CancellationToken cancellationToken)
    {
        int classes = Classes.Count;
        var result = new double[count * classes];
        double total = _weights.Sum();
        for (int m = 0; m < _weights.Length; m++)
        {
            double weight = _weights[m];
            if (_voting == Voting.Soft)
            {
                double[] probabilities = Models[m].PredictProbabilities(rows, threads, cancellationToken);
                for (int i = 0; i < result.Length; i++)
                    result[i] += weight * probabilities[i];
            }
            else
            {
                int[] labels = Models[m].PredictLabels(rows, threads, cancellationToken);
                for (int row = 0; row < count; row++)
                    result[(row * classes) + labels[row]] += weight;
            }
        }

        for (int i = 0; i < result.Length; i++)
            result[i] /= total;
        return result;
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        EnsembleFit.Write(writer, Models);
        writer.Write("weights", _weights);
        writer.Write("voting", (int)_voting);
    }
}
