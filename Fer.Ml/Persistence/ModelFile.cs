namespace Fer.Ml;

/// <summary>Models to and from named arrays; the first of them says of which kind the model is.</summary>
public static class ModelFile
{
    private const string Kind = "kind";

    // Each kind of model with what reads it. A name is part of the file format: it does not change.
    private static readonly Dictionary<string, Func<ModelReader, IClassifierModel>> s_kinds = new(StringComparer.Ordinal)
    {
        [LinearModel.KindName] = LinearModel.Read,
        [QuadraticModel.KindName] = QuadraticModel.Read,
        [GaussianNBModel.KindName] = GaussianNBModel.Read,
        [KNeighborsModel.KindName] = KNeighborsModel.Read,
        [SvcModel.KindName] = SvcModel.Read,
    };

    /// <summary>Writes a model, preceded by its kind.</summary>
    public static void Write(IClassifierModel model, string kind, ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Kind, kind);
        writer.Write("classes", model.Classes.ToArray());
        writer.Write("columns", model.Columns);
    }

    /// <summary>Reads a model of any kind.</summary>
    /// <exception cref="ModelFileException">It is damaged, or of an unknown kind.</exception>
    public static IClassifierModel Read(ModelReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        string kind = reader.Read<string>(Kind);
        return s_kinds.TryGetValue(kind, out Func<ModelReader, IClassifierModel>? read)
            ? read(reader)
            : throw reader.Invalid($"the kind of model '{kind}' is not known");
    }
}
