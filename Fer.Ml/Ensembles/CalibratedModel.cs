namespace Fer.Ml;

/// <summary>A fitted <see cref="CalibratedClassifier"/>.</summary>
public sealed class CalibratedModel : EnsembleModel
{
    private readonly IReadOnlyList<ICalibrationCurve[]> _curves;
    private readonly int[] _present;

    internal CalibratedModel(
        IReadOnlyList<string> classes,
        int columns,
        IReadOnlyList<IClassifierModel> models,
        IReadOnlyList<ICalibrationCurve[]> curves,
        int[] present)
        : base(classes, columns) => (Models, _curves, _present) = (models, curves, present);

    /// <summary>The fitted copies, one per fold.</summary>
    public IReadOnlyList<IClassifierModel> Models { get; }

    internal override string Kind => "calibrated";

    /// <summary>What is calibrated: the decision function if there is one, else the probabilities.</summary>
    internal static double[] Score(IClassifierModel model, ReadOnlyMemory<float> rows, int threads, CancellationToken cancellationToken) =>
        model is IDecisionFunction scoring
            ? scoring.DecisionFunction(rows, threads, cancellationToken)
            : model.PredictProbabilities(rows, threads, cancellationToken);

    internal static CalibratedModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = reader.Read<int>("columns");
        IClassifierModel[] models = EnsembleFit.Read(reader, classes.Length, columns);
        int[] present = reader.ReadArray<int>("present");
        if (present.Length < 2 || !Array.TrueForAll(present, label => (uint)label < (uint)classes.Length))
            throw reader.Invalid("the classes calibrated are not among the classes");
        var curves = new List<ICalibrationCurve[]>();
        for (int m = 0; m < models.Length; m++)
        {
            int count = present.Length == 2 ? 1 : present.Length;
            curves.Add([.. Enumerable.Range(0, count).Select(c => CalibrationCurves.Read(reader.Part($"curve{m}_{c}")))]);
        }

        return new CalibratedModel(classes, columns, models, curves, present);
    }

    private protected override double[] Combine(ReadOnlyMemory<float> rows, int count, int threads, CancellationToken cancellationToken)
    {
        int classes = Classes.Count;
        var result = new double[checked(count * classes)];
        var own = new double[classes];
        for (int m = 0; m < Models.Count; m++)
        {
            double[] scores = Score(Models[m], rows, threads, cancellationToken);
            for (int row = 0; row < count; row++)
            {
                Calibrate(scores.AsSpan(row * classes, classes), _curves[m], own);
                for (int label = 0; label < classes; label++)
                    result[(row * classes) + label] += own[label];
            }
        }

        for (int i = 0; i < result.Length; i++)
            result[i] /= Models.Count;
        return result;
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        EnsembleFit.Write(writer, Models);
        writer.Write("present", _present);
        for (int m = 0; m < _curves.Count; m++)
        {
            for (int c = 0; c < _curves[m].Length; c++)
                _curves[m][c].Save(writer.Part($"curve{m}_{c}"));
        }
    }

    /// <summary>The probabilities of one row: each class's curve, brought to the sum 1; all alike where every curve says 0.</summary>
    private void Calibrate(ReadOnlySpan<double> scores, ICalibrationCurve[] curves, double[] probabilities)
    {
        Array.Clear(probabilities);
        if (curves.Length == 1)
        {
            probabilities[_present[1]] = curves[0].Evaluate(scores[_present[1]]);
            probabilities[_present[0]] = 1 - probabilities[_present[1]];
            return;
        }

        double sum = 0;
        for (int c = 0; c < curves.Length; c++)
            sum += probabilities[_present[c]] = curves[c].Evaluate(scores[_present[c]]);
        foreach (int label in _present)
            probabilities[label] = sum > 0 ? probabilities[label] / sum : 1.0 / _present.Length;
    }
}
