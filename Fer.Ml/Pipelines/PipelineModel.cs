namespace Fer.Ml;

/// <summary>A fitted <see cref="Pipeline"/>: transforms rows, then predicts.</summary>
public sealed class PipelineModel : IClassifierModel, ILabelModel
{
    private readonly IReadOnlyList<ITransformerModel> _transformers;

    internal PipelineModel(int columns, IReadOnlyList<ITransformerModel> transformers, IClassifierModel learner) =>
        (Columns, _transformers, Learner) = (columns, transformers, learner);

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => Learner.Classes;

    /// <inheritdoc/>
    public int Columns { get; }

    /// <summary>The fitted transformers, in order; samplers leave none.</summary>
    public IReadOnlyList<ITransformerModel> Transformers => _transformers;

    /// <summary>The fitted learner.</summary>
    public IClassifierModel Learner { get; }

    /// <inheritdoc/>
    public double[] PredictProbabilities(ReadOnlyMemory<float> rows, int threads = 0, CancellationToken cancellationToken = default)
    {
        rows = Transform(rows, threads, cancellationToken);
        return Learner.PredictProbabilities(rows, threads, cancellationToken);
    }

    int[] ILabelModel.PredictLabels(ReadOnlyMemory<float> rows, int threads, CancellationToken cancellationToken)
    {
        rows = Transform(rows, threads, cancellationToken);
        return Learner.PredictLabels(rows, threads, cancellationToken);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter writer)
    {
        ModelFile.Write(this, "pipeline", writer);
        writer.Write("transformers", _transformers.Count);
        for (int i = 0; i < _transformers.Count; i++)
            _transformers[i].Save(writer.Part($"transformer{i}"));
        Learner.Save(writer.Part("learner"));
    }

    internal static PipelineModel Read(ModelReader reader)
    {
        int columns = reader.Read<int>("columns"), count = reader.Read<int>("transformers"), current = columns;
        var transformers = new List<ITransformerModel>();
        for (int i = 0; i < count; i++)
        {
            ITransformerModel transformer = ModelFile.ReadTransformer(reader.Part($"transformer{i}"));
            if (transformer.Columns != current)
                throw reader.Invalid($"transformer {i} takes {transformer.Columns} features, but gets {current}");
            current = transformer.OutputColumns;
            transformers.Add(transformer);
        }

        IClassifierModel learner = ModelFile.Read(reader.Part("learner"));
        return learner.Columns == current && learner.Classes.SequenceEqual(reader.ReadArray<string>("classes"))
            ? new PipelineModel(columns, transformers, learner)
            : throw reader.Invalid($"the learner takes {learner.Columns} features, but gets {current}, or has other classes");
    }

    private ReadOnlyMemory<float> Transform(ReadOnlyMemory<float> rows, int threads, CancellationToken cancellationToken)
    {
        RowBlocks.Count(rows, Columns);
        foreach (ITransformerModel transformer in _transformers)
            rows = transformer.Transform(rows, threads, cancellationToken);
        return rows;
    }
}
