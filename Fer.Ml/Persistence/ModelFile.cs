using System.Collections.Concurrent;

namespace Fer.Ml;

/// <summary>Models to and from named arrays; the first of them says of which kind the model is.</summary>
public static class ModelFile
{
    private const string Kind = "kind";

    private static readonly ConcurrentDictionary<string, Func<ModelReader, IClassifierModel>> s_registered = new(StringComparer.Ordinal);

    // Each kind of model with what reads it. A name is part of the file format: it does not change.
    private static readonly Dictionary<string, Func<ModelReader, IClassifierModel>> s_kinds = new(StringComparer.Ordinal)
    {
        ["dummy"] = DummyClassifierModel.Read,
        ["pipeline"] = PipelineModel.Read,
        ["voting"] = VotingModel.Read,
        ["stacking"] = StackingModel.Read,
        ["bagging"] = BaggingModel.Read,
        ["ada_boost"] = AdaBoostModel.Read,
        ["calibrated"] = CalibratedModel.Read,
        [DecisionTreeModel.KindName] = DecisionTreeModel.Read,
        [ForestModel.KindName] = ForestModel.Read,
        [HistGradientBoostingModel.FileKind] = HistGradientBoostingModel.Load,
        [LinearModel.KindName] = LinearModel.Read,
        [QuadraticModel.KindName] = QuadraticModel.Read,
        [GaussianNBModel.KindName] = GaussianNBModel.Read,
        [KNeighborsModel.KindName] = KNeighborsModel.Read,
        [SvcModel.KindName] = SvcModel.Read,
        [MLPModel.KindName] = MLPModel.Read,
    };

    private static readonly Dictionary<string, Func<ModelReader, ITransformerModel>> s_transformers = new(StringComparer.Ordinal)
    {
        ["standard_scaler"] = StandardScalerModel.Read,
        ["min_max_scaler"] = MinMaxScalerModel.Read,
        ["pca"] = PcaModel.Read,
        ["feature_selection"] = FeatureSelectionModel.Read,
    };

    /// <summary>Saves a model as a .npz file, which NumPy can look into.</summary>
    /// <exception cref="FerException">The file cannot be written.</exception>
    public static void Save(IClassifierModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        var writer = new ModelWriter();
        model.Save(writer);
        NpzFile.Write(path, writer.Arrays);
    }

    /// <summary>Loads a model; it predicts the same bits as the one that was saved.</summary>
    /// <exception cref="NpzException">The file is missing or not a whole .npz file.</exception>
    /// <exception cref="ModelFileException">It holds no model, or a damaged one.</exception>
    public static IClassifierModel Load(string path) => Load(path, Read);

    /// <summary>Saves a fitted transformer as a .npz file.</summary>
    /// <exception cref="FerException">The file cannot be written.</exception>
    public static void Save(ITransformerModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        var writer = new ModelWriter();
        model.Save(writer);
        NpzFile.Write(path, writer.Arrays);
    }

    /// <summary>Loads a fitted transformer.</summary>
    /// <inheritdoc cref="Load(string)" path="/exception"/>
    public static ITransformerModel LoadTransformer(string path) => Load(path, ReadTransformer);

    /// <summary>Makes a kind of model of one's own loadable.</summary>
    /// <param name="kind">Its name in files, which <see cref="Write(IClassifierModel, string, ModelWriter)"/> got.</param>
    /// <param name="read">Reads what the model's <see cref="IClassifierModel.Save"/> wrote.</param>
    /// <exception cref="ArgumentException">The name is one of this library's.</exception>
    public static void Register(string kind, Func<ModelReader, IClassifierModel> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(read);
        if (s_kinds.ContainsKey(kind))
            throw new ArgumentException($"The kind '{kind}' is one of this library's; choose another name.", nameof(kind));
        s_registered[kind] = read;
    }

    /// <summary>Writes a model, preceded by its kind.</summary>
    public static void Write(IClassifierModel model, string kind, ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Kind, kind);
        writer.Write("classes", model.Classes.ToArray());
        writer.Write("columns", model.Columns);
    }

    /// <summary>Writes a fitted transformer, preceded by its kind.</summary>
    internal static void Write(ITransformerModel model, string kind, ModelWriter writer)
    {
        writer.Write(Kind, kind);
        writer.Write("columns", model.Columns);
    }

    /// <summary>Reads a model of any kind.</summary>
    /// <exception cref="ModelFileException">It is damaged, or of an unknown kind.</exception>
    public static IClassifierModel Read(ModelReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        string kind = reader.Read<string>(Kind);
        return s_kinds.TryGetValue(kind, out Func<ModelReader, IClassifierModel>? read) || s_registered.TryGetValue(kind, out read)
            ? read(reader)
            : throw reader.Invalid($"the kind of model '{kind}' is not known");
    }

    /// <summary>Reads a fitted transformer of any kind.</summary>
    /// <exception cref="ModelFileException">It is damaged, or of an unknown kind.</exception>
    internal static ITransformerModel ReadTransformer(ModelReader reader)
    {
        string kind = reader.Read<string>(Kind);
        return s_transformers.TryGetValue(kind, out Func<ModelReader, ITransformerModel>? read)
            ? read(reader)
            : throw reader.Invalid($"the kind of transformer '{kind}' is not known");
    }

    private static T Load<T>(string path, Func<ModelReader, T> read)
    {
        var reader = new ModelReader(NpzFile.Read(path), path);
        try
        {
            return read(reader);
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new ModelFileException($"{path}: its arrays contradict each other ({error.Message}); save the model again.", error);
        }
    }
}
