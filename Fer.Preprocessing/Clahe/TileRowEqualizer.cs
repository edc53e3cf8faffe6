using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Preprocessing;

/// <summary>
/// Makes the tables of tiles with 8 bits per pixel, from a level to the equalised one, in <see cref="LevelOrder"/>.
/// The scratch memory of one thread.
/// </summary>
internal sealed class TileRowEqualizer
{
    private const int Levels = 256;

    /// <summary>Neighbouring pixels are often equal; with several histograms an increment need not wait for the one before.</summary>
    private const int Copies = 4;

    /// <summary>Below so many pixels one histogram is faster than adding up several.</summary>
    private const int SingleCopyArea = 512;

    private static readonly byte[] Rests = CreateRests();

    private readonly ClaheGrid _grid;
    private readonly int _pitch;
    private readonly ushort[] _small = [];
    private readonly int[] _large = [];
    private readonly byte[] _places;

    /// <param name="grid">The pictures' tiles.</param>
    public TileRowEqualizer(ClaheGrid grid)
    {
        _grid = grid;
        _pitch = grid.X.Tiles * grid.X.TileLength;
        _places = new byte[checked(_pitch * grid.Y.TileLength)];
        int bins = (grid.TileArea < SingleCopyArea ? 1 : Copies) * Levels;
        if (grid.TileArea <= ushort.MaxValue)
            _small = new ushort[bins];
        else
            _large = new int[bins];
    }

    /// <summary>Reads a row of pixels of the row of tiles, mirrored where the tiles reach beyond the picture.</summary>
    /// <param name="source">The picture's row.</param>
    /// <param name="y">The row within the tiles.</param>
    public void ReadRow(ReadOnlySpan<byte> source, int y)
    {
        Span<byte> places = _places.AsSpan(y * _pitch, _pitch);
        LevelOrder.PlacesOf(source, places);
        for (int x = source.Length; x < places.Length; x++)
            places[x] = places[_grid.X.Reflect(x)];
    }

    /// <summary>Makes the tables of the row of tiles whose pixels were read.</summary>
    /// <param name="luts">The tables, 256 bytes per tile.</param>
    public void BuildLuts(Span<byte> luts)
    {
        for (int tileX = 0; tileX < _grid.X.Tiles; tileX++)
        {
            Span<byte> lut = luts.Slice(tileX * Levels, Levels);
            if (_small.Length > 0)
            {
                Count<ushort>(_small, tileX);
                BuildLut(_small.AsSpan(0, Levels), lut);
            }
            else
            {
                Count<int>(_large, tileX);
                BuildLut(_large.AsSpan(0, Levels), lut);
            }
        }
    }

    private void Count<T>(Span<T> histograms, int tileX)
        where T : unmanaged, IBinaryInteger<T>
    {
        histograms.Clear();
        int copy = histograms.Length > Levels ? Levels : 0;
        ref T first = ref MemoryMarshal.GetReference(histograms);
        ref T second = ref Unsafe.Add(ref first, copy);
        ref T third = ref Unsafe.Add(ref second, copy);
        ref T fourth = ref Unsafe.Add(ref third, copy);
        int width = _grid.X.TileLength;
        ref byte places = ref MemoryMarshal.GetReference(_places.AsSpan(tileX * width));
        for (int y = 0; y < _grid.Y.TileLength; y++)
        {
            nint x = 0;
            for (; x <= width - 4; x += 4)
            {
                Unsafe.Add(ref first, (nuint)Unsafe.Add(ref places, x))++;
                Unsafe.Add(ref second, (nuint)Unsafe.Add(ref places, x + 1))++;
                Unsafe.Add(ref third, (nuint)Unsafe.Add(ref places, x + 2))++;
                Unsafe.Add(ref fourth, (nuint)Unsafe.Add(ref places, x + 3))++;
            }

            for (; x < width; x++)
                Unsafe.Add(ref first, (nuint)Unsafe.Add(ref places, x))++;
            places = ref Unsafe.Add(ref places, _pitch);
        }

        AddUp(histograms);
    }

    private static void AddUp<T>(Span<T> histograms)
        where T : unmanaged, IBinaryInteger<T>
    {
        ref T bins = ref MemoryMarshal.GetReference(histograms);
        for (nuint copy = Levels; copy < (nuint)histograms.Length; copy += Levels)
        {
            for (nuint i = 0; i < Levels; i += (nuint)Vector256<T>.Count)
                (Vector256.LoadUnsafe(ref bins, i) + Vector256.LoadUnsafe(ref bins, copy + i)).StoreUnsafe(ref bins, i);
        }
    }

    /// <summary>Clipping, cumulative sum and rounding for tiles whose counts fit into 16 bits.</summary>
    private void BuildLut(Span<ushort> histogram, Span<byte> lut)
    {
        ref ushort bins = ref MemoryMarshal.GetReference(histogram);
        Vector256<ushort> limit = Vector256.Create((ushort)Math.Min(_grid.ClipLimit, ushort.MaxValue));
        (uint share, uint rest) = Math.DivRem(Excess(ref bins, limit), Levels);
        ref byte rests = ref MemoryMarshal.GetReference(Rests.AsSpan((int)rest * Levels, Levels));

        Vector256<ushort> shares = Vector256.Create((ushort)share);
        Vector256<ushort> sums = Vector256<ushort>.Zero;
        for (nuint i = 0; i < Levels; i += 16)
        {
            sums += Vector256.Min(Vector256.LoadUnsafe(ref bins, i), limit) + shares + Widen(Vector128.LoadUnsafe(ref rests, i));
            sums.StoreUnsafe(ref bins, i);
        }

        Vector256<ushort> lanesBefore = CumulativeSum(sums) - sums;
        ref byte output = ref MemoryMarshal.GetReference(lut[..Levels]);
        for (nuint i = 0; i < Levels; i += 16)
            ScaledLevels.FromSums(Vector256.LoadUnsafe(ref bins, i) + lanesBefore, _grid.Scale).StoreUnsafe(ref output, i);
    }

    private static uint Excess(ref ushort bins, Vector256<ushort> limit)
    {
        Vector256<ushort> excess = Vector256<ushort>.Zero;
        for (nuint i = 0; i < Levels; i += 16)
        {
            Vector256<ushort> counts = Vector256.LoadUnsafe(ref bins, i);
            excess += counts - Vector256.Min(counts, limit);
        }

        return Vector256.Sum(excess);
    }

    private static Vector256<ushort> Widen(Vector128<byte> values) => Vector256.WidenLower(values.ToVector256Unsafe());

    private static Vector256<ushort> CumulativeSum(Vector256<ushort> values)
    {
        Vector128<ushort> lower = CumulativeSum(values.GetLower());
        Vector128<ushort> upper = CumulativeSum(values.GetUpper()) + Vector128.Create(lower[7]);
        return Vector256.Create(lower, upper);
    }

    private static Vector128<ushort> CumulativeSum(Vector128<ushort> values)
    {
        values += ShiftUp(values, 1);
        values += ShiftUp(values, 2);
        return values + ShiftUp(values, 4);
    }

    // An index below zero, seen without sign, is out of range and gives zero.
    private static Vector128<ushort> ShiftUp(Vector128<ushort> values, ushort lanes) =>
        Vector128.Shuffle(values, Vector128<ushort>.Indices - Vector128.Create(lanes));

    private void BuildLut(Span<int> histogram, Span<byte> lut)
    {
        Span<int> ordered = stackalloc int[Levels];
        for (int level = 0; level < Levels; level++)
            ordered[level] = histogram[LevelOrder.PlaceOf(level)];
        ReferenceClahe.ClipHistogram(ordered, _grid.ClipLimit);
        int sum = 0;
        for (int level = 0; level < Levels; level++)
        {
            sum += ordered[level];
            lut[LevelOrder.PlaceOf(level)] = (byte)MathF.Round(sum * _grid.Scale);
        }
    }

    // For each number of pixels left over (row), which bins (column, in level order) get one of them.
    private static byte[] CreateRests()
    {
        var rests = new byte[Levels * Levels];
        for (int rest = 1; rest < Levels; rest++)
        {
            int step = Levels / rest;
            for (int i = 0; i < rest; i++)
                rests[(rest * Levels) + LevelOrder.PlaceOf(i * step)] = 1;
        }

        return rests;
    }
}
