using System.Buffers;

namespace Fer.Ml;

/// <summary>The weights that an <see cref="MLPClassifier"/> learnt. It predicts by itself, without an engine.</summary>
public sealed class MLPModel : ClassifierModel
{
    internal const string KindName = "mlp";

    private readonly int[] _present;
    private readonly MLPActivation _activation;
    private readonly float[][] _coefficients;
    private readonly float[][] _intercepts;
    private readonly MLPLayer[] _layers; // none if there is one class

    internal MLPModel(
        IReadOnlyList<string> classes, int columns, int[] present, MLPActivation activation, float[][] coefficients, float[][] intercepts,
        int iterations)
        : base(classes, columns)
    {
        _present = present;
        _activation = activation;
        _coefficients = coefficients;
        _intercepts = intercepts;
        Iterations = iterations;
        _layers = [.. coefficients.Zip(intercepts, (weights, biases) => new MLPLayer(weights, biases))];
    }

    /// <summary>The epochs of the fit.</summary>
    public int Iterations { get; }

    /// <summary>The layers, the one of the classes among them.</summary>
    public int Layers => _layers.Length;

    internal override string Kind => KindName;

    /// <summary>A layer's weights, outputs x inputs.</summary>
    /// <param name="layer">From 0 on.</param>
    public ReadOnlyMemory<float> Coefficients(int layer) => _coefficients[layer];

    /// <summary>A layer's intercepts, one per output.</summary>
    /// <param name="layer">From 0 on.</param>
    public ReadOnlyMemory<float> Intercepts(int layer) => _intercepts[layer];

    internal static MLPModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = reader.Read<int>("columns");
        int[] present = reader.ReadArray<int>("present");
        int[] sizes = reader.ReadArray<int>("layer_sizes");
        if (present.Length == 0 || Array.Exists(present, label => (uint)label >= (uint)classes.Length))
            throw reader.Invalid("a label is outside the classes");
        if (columns < 1 || Array.Exists(sizes, size => size < 1) || (sizes.Length == 0 ? present.Length != 1 : sizes[^1] != present.Length))
            throw reader.Invalid($"layers of [{string.Join(", ", sizes)}] outputs do not fit {present.Length} classes");
        MLPActivation activation = reader.Read<string>("activation") switch
        {
            "relu" => MLPActivation.Relu,
            "logistic" => MLPActivation.Logistic,
            "identity" => MLPActivation.Identity,
            string other => throw reader.Invalid($"there is no activation '{other}'"),
        };
        var coefficients = new float[sizes.Length][];
        var intercepts = new float[sizes.Length][];
        for (int layer = 0; layer < sizes.Length; layer++)
        {
            coefficients[layer] = reader.ReadArray<float>($"coefs{layer}", (long)sizes[layer] * (layer == 0 ? columns : sizes[layer - 1]));
            intercepts[layer] = reader.ReadArray<float>($"intercepts{layer}", sizes[layer]);
        }

        return new MLPModel(classes, columns, present, activation, coefficients, intercepts, reader.Read<int>("iterations"));
    }

    private protected override void PredictBlock(ReadOnlySpan<float> rows, Span<double> probabilities)
    {
        ScoreBlock(rows, probabilities);
        Softmax.NormalizeRows(probabilities, Classes.Count);
    }

    private protected override void ScoreBlock(ReadOnlySpan<float> rows, Span<double> scores)
    {
        int count = rows.Length / Columns;
        scores.Fill(double.NegativeInfinity);
        if (_layers.Length == 0)
        {
            for (int row = 0; row < count; row++)
                scores[row * Classes.Count + _present[0]] = 0;
            return;
        }

        int padded = DenseKernel.Padded(count);
        float[] values = ArrayPool<float>.Shared.Rent(padded * Columns);
        rows.CopyTo(values);
        values.AsSpan(rows.Length, padded * Columns - rows.Length).Clear();
        int stride = Columns;
        for (int i = 0; i < _layers.Length; i++)
        {
            float[] outputs = ArrayPool<float>.Shared.Rent(padded * _layers[i].Width);
            _layers[i].Apply(values, stride, padded, outputs);
            if (i < _layers.Length - 1)
                MLPLayer.Activate(outputs.AsSpan(0, padded * _layers[i].Width), _activation);
            ArrayPool<float>.Shared.Return(values);
            (values, stride) = (outputs, _layers[i].Width);
        }

        for (int row = 0; row < count; row++)
        {
            for (int output = 0; output < _present.Length; output++)
                scores[row * Classes.Count + _present[output]] = values[row * stride + output];
        }

        ArrayPool<float>.Shared.Return(values);
    }

    private protected override void SaveContent(ModelWriter writer)
    {
        writer.Write("present", _present);
        writer.Write("activation", _activation switch
        {
            MLPActivation.Relu => "relu",
            MLPActivation.Logistic => "logistic",
            _ => "identity",
        });
        writer.Write("layer_sizes", Array.ConvertAll(_intercepts, values => values.Length));
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            int outputs = _intercepts[layer].Length;
            writer.Write($"coefs{layer}", _coefficients[layer], outputs, _coefficients[layer].Length / outputs);
            writer.Write($"intercepts{layer}", _intercepts[layer]);
        }

        writer.Write("iterations", Iterations);
    }
}
