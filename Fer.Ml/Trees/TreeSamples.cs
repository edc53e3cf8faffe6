using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fer.Ml;

/// <summary>
/// The samples that a tree grows from, so ordered that those of each node are neighbours, and the node that is looked at. Within a node
/// they are ordered by class and then by row: classes are counted run by run, and the table is read in its own order.
/// </summary>
internal sealed class TreeSamples
{
    private readonly int[] _allLabels;
    private readonly int[] _byClass;
    private readonly int[] _spareRows;
    private readonly int[] _spareLabels;
    private readonly double[] _spareWeights;

    public TreeSamples(int[] labels, int classes)
    {
        _allLabels = labels;
        _byClass = SortByClass(labels, classes);
        Rows = new int[labels.Length];
        Labels = new int[labels.Length];
        Weights = new double[labels.Length];
        _spareRows = new int[labels.Length];
        _spareLabels = new int[labels.Length];
        _spareWeights = new double[labels.Length];
        Totals = new double[classes];
        ClassEnds = new int[classes];
    }

    /// <summary>The rows of the table; those of the node from <see cref="Start"/> to <see cref="End"/>, as in the next two.</summary>
    public int[] Rows { get; }

    public int[] Labels { get; }

    public double[] Weights { get; }

    /// <summary>The samples: the rows with a weight.</summary>
    public int Total { get; private set; }

    /// <summary>The weight of all samples.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>Whether every sample weighs 1.</summary>
    public bool UnitWeights { get; private set; }

    /// <summary>The node's first sample.</summary>
    public int Start { get; private set; }

    /// <summary>The sample behind the node's last.</summary>
    public int End { get; private set; }

    public int Count => End - Start;

    /// <summary>The weight of each class in the node.</summary>
    public double[] Totals { get; }

    /// <summary>The sample behind the last of each class in the node.</summary>
    public int[] ClassEnds { get; }

    /// <summary>The weight of the node's samples.</summary>
    public double Weight { get; private set; }

    /// <summary>Takes the rows that have a weight.</summary>
    public void Reset(ReadOnlySpan<double> weights)
    {
        Total = 0;
        TotalWeight = 0;
        UnitWeights = true;
        foreach (int row in _byClass)
        {
            double weight = weights[row];
            if (weight == 0)
                continue;
            Rows[Total] = row;
            Labels[Total] = _allLabels[row];
            Weights[Total] = weight;
            TotalWeight += weight;
            UnitWeights &= weight == 1;
            Total++;
        }
    }

    /// <summary>Looks at a node.</summary>
    public void Open(int start, int end)
    {
        Start = start;
        End = end;
        Weight = 0;
        int at = start;
        for (int c = 0; c < Totals.Length; c++)
        {
            double total = 0;
            for (; at < end && Labels[at] == c; at++)
                total += Weights[at];
            Totals[c] = total;
            ClassEnds[c] = at;
            Weight += total;
        }
    }

    /// <summary>Moves the node's samples that go to the left before the others, without changing their order otherwise.</summary>
    /// <param name="split">The split.</param>
    /// <param name="table">The table.</param>
    /// <returns>The first sample of the right child.</returns>
    public int Divide(in Split split, TreeTable table)
    {
        ref float value = ref MemoryMarshal.GetReference(table.Column(split.Feature, Count, out int stride));
        ref int rows = ref MemoryMarshal.GetArrayDataReference(Rows), labels = ref MemoryMarshal.GetArrayDataReference(Labels);
        ref int spareRows = ref MemoryMarshal.GetArrayDataReference(_spareRows);
        ref int spareLabels = ref MemoryMarshal.GetArrayDataReference(_spareLabels);
        ref double weights = ref MemoryMarshal.GetArrayDataReference(Weights);
        ref double spareWeights = ref MemoryMarshal.GetArrayDataReference(_spareWeights);
        float threshold = split.Threshold;
        int left = Start, right = 0, end = End;
        for (int i = Start; i < end; i++)
        {
            int row = Unsafe.Add(ref rows, i), label = Unsafe.Add(ref labels, i);
            double weight = Unsafe.Add(ref weights, i);
            // Both sides are written, and only that of the sample goes on: which one it is cannot be foretold.
            Unsafe.Add(ref rows, left) = Unsafe.Add(ref spareRows, right) = row;
            Unsafe.Add(ref labels, left) = Unsafe.Add(ref spareLabels, right) = label;
            Unsafe.Add(ref weights, left) = Unsafe.Add(ref spareWeights, right) = weight;
            int toLeft = Unsafe.Add(ref value, row * stride) <= threshold ? 1 : 0;
            left += toLeft;
            right += 1 - toLeft;
        }

        Array.Copy(_spareRows, 0, Rows, left, right);
        Array.Copy(_spareLabels, 0, Labels, left, right);
        Array.Copy(_spareWeights, 0, Weights, left, right);
        return left;
    }

    /// <summary>Adds up the weights of each class in a range of samples.</summary>
    public void Sum(int start, int end, Span<double> totals)
    {
        totals.Clear();
        for (int i = start; i < end; i++)
            totals[Labels[i]] += Weights[i];
    }

    private static int[] SortByClass(int[] labels, int classes)
    {
        var next = new int[classes + 1];
        foreach (int label in labels)
            next[label + 1]++;
        for (int c = 1; c <= classes; c++)
            next[c] += next[c - 1];
        var rows = new int[labels.Length];
        for (int row = 0; row < labels.Length; row++)
            rows[next[labels[row]]++] = row;
        return rows;
    }
}
