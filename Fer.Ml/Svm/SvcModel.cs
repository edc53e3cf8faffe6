using System.Buffers;

namespace Fer.Ml;

/// <summary>What <see cref="SVC"/> learns: the rows that the borders between pairs of classes rest on.</summary>
public sealed class SvcModel : ClassifierModel, IDecisionFunction
{
    internal const string KindName = "svc";

    private const int VectorsPerBlock = 128;

    private readonly KernelFunction _kernel;
    private readonly int[] _present;
    private readonly int[] _support;
    private readonly int[] _labels; // of the support vectors, positions in _present
    private readonly float[] _vectors;
    private readonly double[] _coefficients; // support vectors x (present classes - 1)
    private readonly double[] _rhos;
    private readonly double[] _norms;

    private SvcModel(
        IReadOnlyList<string> classes, int columns, KernelFunction kernel, int[] present, int[] support, int[] labels, float[] vectors,
        double[] coefficients, double[] rhos)
        : base(classes, columns)
    {
        _kernel = kernel;
        _present = present;
        _support = support;
        _labels = labels;
        _vectors = vectors;
        _coefficients = coefficients;
        _rhos = rhos;
        _norms = [.. Enumerable.Range(0, labels.Length).Select(i => DenseRows.Dot(Vector(i), Vector(i)))];
    }

    /// <summary>The numbers of the training rows that are support vectors, rising.</summary>
    public IReadOnlyList<int> Support => _support;

    internal override string Kind => KindName;

    /// <inheritdoc/>
    /// <returns>
    /// Rows x classes: the pairs won, and a part of 1 that grows with how clearly; for two classes the distance from the border and
    /// its negative. Classes that training lacked have negative infinity.
    /// </returns>
    public double[] DecisionFunction(ReadOnlyMemory<float> rows, int threads = 0, CancellationToken cancellationToken = default) =>
        RunBlocks(rows, threads, Score, cancellationToken);

    /// <summary>Gathers the pairs' solutions.</summary>
    internal static SvcModel Create(
        TrainingData data, KernelFunction kernel, int[] present, int[][] rowsOfClasses, PairSolution[] solutions)
    {
        int others = present.Length - 1;
        var coefficients = new SortedDictionary<int, double[]>();
        int pair = 0;
        for (int first = 0; first < present.Length; first++)
        {
            for (int second = first + 1; second < present.Length; second++, pair++)
            {
                int[] rows = [.. rowsOfClasses[first], .. rowsOfClasses[second]];
                for (int i = 0; i < rows.Length; i++)
                {
                    if (solutions[pair].Coefficients[i] == 0)
                        continue;
                    if (!coefficients.TryGetValue(rows[i], out double[]? row))
                        coefficients.Add(rows[i], row = new double[others]);
                    row[i < rowsOfClasses[first].Length ? second - 1 : first] = solutions[pair].Coefficients[i];
                }
            }
        }

        int[] support = [.. coefficients.Keys];
        return new SvcModel(
            data.Classes,
            data.Columns,
            kernel,
            present,
            support,
            Array.ConvertAll(support, row => Array.IndexOf(present, data.Labels[row])),
            [.. support.SelectMany(row => data.Row(row).ToArray())],
            [.. coefficients.Values.SelectMany(row => row)],
            Array.ConvertAll(solutions, solution => solution.Rho));
    }

    internal static SvcModel Read(ModelReader reader)
    {
        string[] classes = reader.ReadArray<string>("classes");
        int columns = reader.Read<int>("columns");
        int[] present = reader.ReadArray<int>("present");
        int[] support = reader.ReadArray<int>("support");
        int[] labels = reader.ReadArray<int>("labels", support.Length);
        if (present.Length < 2 || Array.Exists(present, label => (uint)label >= (uint)classes.Length)
            || Array.Exists(labels, label => (uint)label >= (uint)present.Length))
        {
            throw reader.Invalid("a label is outside the classes");
        }

        SvcKernel kernel = reader.Read<string>("kernel") switch
        {
            "rbf" => SvcKernel.Rbf,
            "linear" => SvcKernel.Linear,
            string other => throw reader.Invalid($"there is no kernel '{other}'"),
        };
        return new SvcModel(
            classes,
            columns,
            new KernelFunction(kernel, reader.Read<double>("gamma")),
            present,
            support,
            labels,
            reader.ReadArray<float>("vectors", (long)support.Length * columns),
            reader.ReadArray<double>("coefficients", (long)support.Length * (present.Length - 1)),
            reader.ReadArray<double>("rhos", (long)present.Length * (present.Length - 1) / 2));
    }

    private protected override void PredictBlock(ReadOnlySpan<float> rows, Span<double> probabilities)
    {
        Score(rows, probabilities);
        Softmax.NormalizeRows(probabilities, Classes.Count);
    }

    private protected override void ScoreBlock(ReadOnlySpan<float> rows, Span<double> scores) => Score(rows, scores);

    private protected override void SaveContent(ModelWriter writer)
    {
        writer.Write("kernel", _kernel.Kind == SvcKernel.Rbf ? "rbf" : "linear");
        writer.Write("gamma", _kernel.Gamma);
        writer.Write("present", _present);
        writer.Write("support", _support);
        writer.Write("labels", _labels);
        writer.Write("vectors", _vectors, _support.Length, Columns);
        writer.Write("coefficients", _coefficients, _support.Length, _present.Length - 1);
        writer.Write("rhos", _rhos);
    }

    private ReadOnlySpan<float> Vector(int index) => _vectors.AsSpan(index * Columns, Columns);

    private void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        int count = rows.Length / Columns;
        int width = DenseKernel.Padded(count);
        double[] sums = ArrayPool<double>.Shared.Rent(_rhos.Length * width);
        for (int pair = 0; pair < _rhos.Length; pair++)
            sums.AsSpan(pair * width, width).Fill(-_rhos[pair]);
        AddPulls(rows, width, sums);
        scores.Fill(double.NegativeInfinity);
        for (int row = 0; row < count; row++)
            Decide(sums, row, width, scores.Slice(row * Classes.Count, Classes.Count));
        ArrayPool<double>.Shared.Return(sums);
    }

    /// <summary>Adds the pulls of all support vectors to the sums of the pairs, pairs x width.</summary>
    private void AddPulls(ReadOnlySpan<float> rows, int width, double[] sums)
    {
        int stride = DenseKernel.Stride(Columns);
        int queryStride = DenseKernel.Stride(width);
        double[] queries = ArrayPool<double>.Shared.Rent(Columns * queryStride); // the rows, column by column
        double[] block = ArrayPool<double>.Shared.Rent(VectorsPerBlock * stride);
        double[] products = ArrayPool<double>.Shared.Rent(VectorsPerBlock * width);
        var norms = new double[width];
        Array.Clear(queries, 0, Columns * queryStride);
        for (int row = 0; row < rows.Length / Columns; row++)
        {
            ReadOnlySpan<float> values = rows.Slice(row * Columns, Columns);
            norms[row] = DenseRows.Dot(values, values);
            for (int column = 0; column < Columns; column++)
                queries[column * queryStride + row] = values[column];
        }

        for (int first = 0; first < _labels.Length; first += VectorsPerBlock)
        {
            int number = Math.Min(VectorsPerBlock, _labels.Length - first);
            int padded = DenseKernel.Padded(number);
            for (int i = 0; i < number; i++)
                DenseRows.Convert(Vector(first + i), [], 1, block.AsSpan(i * stride, Columns));
            Array.Clear(products, 0, padded * width);
            DenseKernel.Best.MultiplyAdd(block, stride, 1, queries, queryStride, products, width, padded, width, Columns);
            for (int i = 0; i < number; i++)
            {
                Span<double> values = products.AsSpan(i * width, width);
                _kernel.Apply(values, _norms[first + i], norms);
                AddPulls(first + i, values, sums);
            }
        }

        ArrayPool<double>.Shared.Return(queries);
        ArrayPool<double>.Shared.Return(block);
        ArrayPool<double>.Shared.Return(products);
    }

    /// <summary>Adds one support vector's pull to the pairs that its class is of.</summary>
    private void AddPulls(int vector, ReadOnlySpan<double> values, double[] sums)
    {
        int own = _labels[vector];
        for (int other = 0; other < _present.Length; other++)
        {
            if (other == own)
                continue;
            double coefficient = _coefficients[vector * (_present.Length - 1) + (other < own ? other : other - 1)];
            if (coefficient != 0)
            {
                int pair = Pair(Math.Min(own, other), Math.Max(own, other));
                DenseVectors.AddScaled(sums.AsSpan(pair * values.Length, values.Length), coefficient, values);
            }
        }
    }

    /// <summary>The place of a pair of classes: (0, 1), (0, 2), ..., (1, 2), ...</summary>
    private int Pair(int first, int second) => first * (2 * _present.Length - first - 1) / 2 + second - first - 1;

    /// <summary>The scores of a row from the sums of its pairs; a positive sum speaks for the first class of the pair.</summary>
    private void Decide(double[] sums, int row, int width, Span<double> scores)
    {
        if (_present.Length == 2)
        {
            scores[_present[0]] = sums[row];
            scores[_present[1]] = -sums[row];
            return;
        }

        Span<double> votes = stackalloc double[_present.Length];
        Span<double> confidences = stackalloc double[_present.Length];
        votes.Clear();
        confidences.Clear();
        for (int first = 0; first < _present.Length; first++)
        {
            for (int second = first + 1; second < _present.Length; second++)
            {
                double sum = sums[Pair(first, second) * width + row];
                votes[sum < 0 ? second : first]++;
                confidences[first] += sum;
                confidences[second] -= sum;
            }
        }

        for (int i = 0; i < _present.Length; i++)
            scores[_present[i]] = votes[i] + confidences[i] / (3 * (Math.Abs(confidences[i]) + 1));
    }
}
