namespace Fer.Ml;

/// <summary>A fitted <see cref="StackingClassifier"/> or <see cref="BlendingClassifier"/>.</summary>
public sealed class StackingModel : EnsembleModel
{
    private readonly bool _passthrough;

    internal StackingModel(
        IReadOnlyList<string> classes, int columns, IReadOnlyList<IClassifierModel> models, IClassifierModel final, bool passthrough)
        : base(classes, columns) => (Models, FinalModel, _passthrough) = (models, final, passthrough);

    /// <summary>The models below.</summary>
    public IReadOnlyList<IClassifierModel> Models { get; }

    /// <summary>The model above, which takes the others' probabilities.</summary>
    public IClassifierModel FinalModel { get; }

    internal override string Kind => "stacking";

    internal static StackingModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = reader.Read<int>("columns");
        IClassifierModel[] models = EnsembleFit.Read(reader, classes.Length, columns);
        IClassifierModel final = ModelFile.Read(reader.Part("final"));
        bool passthrough = reader.Read<int>("passthrough") != 0;
        return final.Columns == EnsembleFit.MetaColumns(models.Length, classes.Length, columns, passthrough)
            && final.Classes.Count == classes.Length
            ? new StackingModel(classes, columns, models, final, passthrough)
            : throw reader.Invalid("the final model does not fit the models below it");
    }

    private protected override double[] Combine(ReadOnlyMemory<float> rows, int count, int threads, CancellationToken cancellationToken)
    {
        int width = FinalModel.Columns;
        var features = new float[checked(count * width)];
        int[] all = [.. Enumerable.Range(0, count)];
        for (int m = 0; m < Models.Count; m++)
        {
            double[] probabilities = Models[m].PredictProbabilities(rows, threads, cancellationToken);
            EnsembleFit.WriteMeta(probabilities, all, m, Classes.Count, features, width);
        }

        if (_passthrough)
            EnsembleFit.WritePassthrough(rows.Span, Columns, features, width);
        return FinalModel.PredictProbabilities(features, threads, cancellationToken);
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        EnsembleFit.Write(writer, Models);
        FinalModel.Save(writer.Part("final"));
        writer.Write("passthrough", _passthrough ? 1 : 0);
    }
}
