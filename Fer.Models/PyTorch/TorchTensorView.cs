namespace Fer.Models;

/// <summary>A tensor as PyTorch describes it: which elements of a storage it shows, in which order.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">The element that the tensor's first value shows.</param>
/// <param name="Dimensions">The lengths of the dimensions.</param>
/// <param name="Strides">How many elements further the next value along each dimension lies; 0 repeats one.</param>
/// <param name="Count">The number of values.</param>
/// <param name="Last">The last element that it shows; below <paramref name="Offset"/> where it shows none.</param>
internal sealed record TorchTensorView(TorchStorage Storage, long Offset, int[] Dimensions, long[] Strides, int Count, long Last)
{
    /// <summary>PyTorch's own limit.</summary>
    private const int MaxDimensions = 64;

    /// <summary>Whether the values lie one after the other, as in C order.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int axis = Dimensions.Length - 1; axis >= 0; axis--)
            {
                if (Dimensions[axis] != 1 && Strides[axis] != expected)
                    return false;
                expected *= Dimensions[axis];
            }

            return true;
        }
    }

    /// <summary>Checks a description.</summary>
    /// <param name="part">The part of a storage that it views.</param>
    /// <param name="offset">The first element, within the part.</param>
    /// <param name="dimensions">The lengths of the dimensions.</param>
    /// <param name="strides">As many strides.</param>
    /// <returns>The view; null where the numbers are negative, too large, or lead outside the part.</returns>
    public static TorchTensorView? Create(TorchStorageView part, long offset, long[] dimensions, long[] strides)
    {
        if (dimensions.Length != strides.Length || dimensions.Length > MaxDimensions || offset < 0)
            return null;
        if (dimensions.Any(length => length is < 0 or > int.MaxValue) || strides.Any(stride => stride < 0))
            return null;

        long count = 1;
        Int128 last = offset;
        bool isEmpty = dimensions.Contains(0);
        for (int i = 0; i < dimensions.Length && !isEmpty; i++)
        {
            count *= dimensions[i];
            last += (Int128)(dimensions[i] - 1) * strides[i];
            if (count > Array.MaxLength)
                return null;
        }

        if (isEmpty ? offset > part.Count : last >= part.Count)
            return null;
        long first = part.Offset + offset;
        int[] lengths = Array.ConvertAll(dimensions, length => (int)length);
        return isEmpty
            ? new TorchTensorView(part.Storage, first, lengths, strides, 0, first - 1)
            : new TorchTensorView(part.Storage, first, lengths, strides, (int)count, part.Offset + (long)last);
    }

    /// <summary>Collects the values in C order.</summary>
    /// <param name="elements">A stretch of the storage that has all elements from the first to the last.</param>
    /// <param name="start">The element that the stretch begins with.</param>
    public float[] Gather(float[] elements, long start)
    {
        var values = new float[Count];
        if (Count == 0)
            return values;
        int rowLength = Dimensions.Length == 0 ? 1 : Dimensions[^1];
        int rowStride = Dimensions.Length == 0 || rowLength == 1 ? 1 : (int)Strides[^1];
        var position = new int[Math.Max(0, Dimensions.Length - 1)];
        long row = Offset - start;
        for (int done = 0; done < Count; done += rowLength)
        {
            for (int i = 0; i < rowLength; i++)
                values[done + i] = elements[row + (long)i * rowStride];
            row = Advance(position, row);
        }

        return values;
    }

    /// <summary>Where the next row begins.</summary>
    private long Advance(int[] position, long row)
    {
        for (int axis = position.Length - 1; axis >= 0; axis--)
        {
            row += Strides[axis];
            if (++position[axis] < Dimensions[axis])
                return row;
            row -= Strides[axis] * position[axis];
            position[axis] = 0;
        }

        return row;
    }
}
