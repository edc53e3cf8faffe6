namespace Fer.Ml;

/// <summary>The rows of a kernel matrix, computed when they are asked for; those used last are kept.</summary>
internal sealed class KernelRows
{
    private readonly TrainingData _data;
    private readonly KernelFunction _kernel;
    private readonly int[] _rows;
    private readonly double[] _norms;
    private readonly double[] _products;
    private readonly int _capacity;
    private readonly LinkedListNode<int>?[] _nodes;
    private readonly float[]?[] _values;
    private readonly LinkedList<int> _used = new(); // the last one first

    public KernelRows(TrainingData data, KernelFunction kernel, int[] rows, long cacheBytes)
    {
        _data = data;
        _kernel = kernel;
        _rows = rows;
        int padded = DenseKernel.Padded(rows.Length);
        _capacity = (int)Math.Clamp(cacheBytes / (sizeof(float) * padded), 2, Math.Max(2, rows.Length));
        _nodes = new LinkedListNode<int>?[rows.Length];
        _values = new float[]?[rows.Length];
        _products = new double[rows.Length];
        _norms = Array.ConvertAll(rows, row => DenseRows.Dot(data.Row(row), data.Row(row)));
        Diagonal = new double[padded];
        for (int i = 0; i < rows.Length; i++)
            Diagonal[i] = kernel.Kind == SvcKernel.Linear ? _norms[i] : 1;
    }

    /// <summary>Each row compared with itself, padded by zeros.</summary>
    public double[] Diagonal { get; }

    /// <summary>A row compared with all, padded by zeros; valid until two others have been asked for.</summary>
    public float[] Row(int index)
    {
        if (_nodes[index] is { } node)
        {
            _used.Remove(node);
            _used.AddFirst(node);
            return _values[index]!;
        }

        float[] row = TakeBuffer();
        for (int i = 0; i < _rows.Length; i++)
            _products[i] = DenseRows.Dot(_data.Row(_rows[index]), _data.Row(_rows[i]));
        _kernel.Apply(_products, _norms[index], _norms);
        for (int i = 0; i < _rows.Length; i++)
            row[i] = (float)_products[i];
        _values[index] = row;
        _nodes[index] = _used.AddFirst(index);
        return row;
    }

    private float[] TakeBuffer()
    {
        if (_used.Count < _capacity)
            return new float[Diagonal.Length];
        int last = _used.Last!.Value;
        _used.RemoveLast();
        float[] row = _values[last]!;
        _values[last] = null;
        _nodes[last] = null;
        return row;
    }
}
