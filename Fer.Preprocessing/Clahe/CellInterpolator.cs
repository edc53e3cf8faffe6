using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fer.Preprocessing;

/// <summary>
/// Interpolates between the tables of neighbouring tiles for 8 bits per pixel. The scratch memory of one thread.
/// </summary>
/// <remarks>
/// The four tables that meet in a cell are woven into one of 32-bit entries (upper left, upper right, lower left and lower right
/// byte), so that a pixel costs one look-up, and whole registers of pixels are then interpolated at once.
/// </remarks>
internal sealed class CellInterpolator
{
    private const int Levels = 256;
    private const int Step = 16;

    private readonly ClaheGrid _grid;
    private readonly int[] _cellOffsets;
    private readonly float[] _leftWeights;
    private readonly float[] _rightWeights;
    private readonly uint[] _wovenLuts;
    private readonly uint[] _entries;
    private readonly byte[] _places;

    /// <param name="grid">The pictures' tiles.</param>
    public CellInterpolator(ClaheGrid grid)
    {
        _grid = grid;
        int width = grid.X.Length;
        int paddedWidth = Math.Max(width, Step);
        _cellOffsets = new int[width];
        _leftWeights = new float[paddedWidth];
        _rightWeights = new float[paddedWidth];
        _wovenLuts = new uint[grid.X.Cells * Levels];
        _entries = new uint[paddedWidth];
        _places = new byte[width];
        for (int x = 0; x < width; x++)
        {
            (int cell, _rightWeights[x]) = grid.X.Locate(x);
            _leftWeights[x] = 1f - _rightWeights[x];
            _cellOffsets[x] = cell * Levels;
        }
    }

    /// <summary>Makes ready for the rows of a cell.</summary>
    /// <param name="luts">The tables of all tiles, row by row, 256 bytes each.</param>
    /// <param name="cellY">The cell's number from the top.</param>
    public void WeaveLuts(ReadOnlySpan<byte> luts, int cellY)
    {
        (int topTile, int bottomTile) = _grid.Y.TilesOf(cellY);
        int lutRow = _grid.X.Tiles * Levels;
        ReadOnlySpan<byte> top = luts.Slice(topTile * lutRow, lutRow);
        ReadOnlySpan<byte> bottom = luts.Slice(bottomTile * lutRow, lutRow);
        for (int cellX = 0; cellX < _grid.X.Cells; cellX++)
        {
            (int leftTile, int rightTile) = _grid.X.TilesOf(cellX);
            int left = leftTile * Levels;
            int right = rightTile * Levels;
            Weave(
                top.Slice(left, Levels), top.Slice(right, Levels), bottom.Slice(left, Levels), bottom.Slice(right, Levels),
                _wovenLuts.AsSpan(cellX * Levels, Levels));
        }
    }

    /// <summary>Interpolates a row of the cell made ready.</summary>
    /// <param name="source">The row.</param>
    /// <param name="destination">The row, may be the same memory.</param>
    /// <param name="bottomWeight">The weight of the tiles below.</param>
    public void InterpolateRow(ReadOnlySpan<byte> source, Span<byte> destination, float bottomWeight)
    {
        LevelOrder.PlacesOf(source, _places);
        LookUp(source.Length);
        Interpolate(destination, bottomWeight);
    }

    private static void Weave(
        ReadOnlySpan<byte> topLeft, ReadOnlySpan<byte> topRight, ReadOnlySpan<byte> bottomLeft, ReadOnlySpan<byte> bottomRight,
        Span<uint> woven)
    {
        ref byte a = ref MemoryMarshal.GetReference(topLeft);
        ref byte b = ref MemoryMarshal.GetReference(topRight);
        ref byte c = ref MemoryMarshal.GetReference(bottomLeft);
        ref byte d = ref MemoryMarshal.GetReference(bottomRight);
        ref uint output = ref MemoryMarshal.GetReference(woven);
        for (nuint i = 0; i < Levels; i += 16)
        {
            (Vector128<ushort> top, Vector128<ushort> upper) = Zip(Vector128.LoadUnsafe(ref a, i), Vector128.LoadUnsafe(ref b, i));
            (Vector128<ushort> bottom, Vector128<ushort> lower) = Zip(Vector128.LoadUnsafe(ref c, i), Vector128.LoadUnsafe(ref d, i));
            (Vector128<uint> first, Vector128<uint> second) = Zip(top, bottom);
            (Vector128<uint> third, Vector128<uint> fourth) = Zip(upper, lower);
            first.StoreUnsafe(ref output, i);
            second.StoreUnsafe(ref output, i + 4);
            third.StoreUnsafe(ref output, i + 8);
            fourth.StoreUnsafe(ref output, i + 12);
        }
    }

    // Entry by entry the low one below the high one, twice as wide.
    private static (Vector128<ushort> Lower, Vector128<ushort> Upper) Zip(Vector128<byte> low, Vector128<byte> high) =>
        Sse2.IsSupported
            ? (Sse2.UnpackLow(low, high).AsUInt16(), Sse2.UnpackHigh(low, high).AsUInt16())
            : (Vector128.WidenLower(low) | (Vector128.WidenLower(high) << 8),
                Vector128.WidenUpper(low) | (Vector128.WidenUpper(high) << 8));

    private static (Vector128<uint> Lower, Vector128<uint> Upper) Zip(Vector128<ushort> low, Vector128<ushort> high) =>
        Sse2.IsSupported
            ? (Sse2.UnpackLow(low, high).AsUInt32(), Sse2.UnpackHigh(low, high).AsUInt32())
            : (Vector128.WidenLower(low) | (Vector128.WidenLower(high) << 16),
                Vector128.WidenUpper(low) | (Vector128.WidenUpper(high) << 16));

    private void LookUp(int width)
    {
        ref byte places = ref MemoryMarshal.GetArrayDataReference(_places);
        ref int offsets = ref MemoryMarshal.GetArrayDataReference(_cellOffsets);
        ref uint luts = ref MemoryMarshal.GetArrayDataReference(_wovenLuts);
        ref uint entries = ref MemoryMarshal.GetArrayDataReference(_entries);
        for (nint x = 0; x < width; x++)
            Unsafe.Add(ref entries, x) = Unsafe.Add(ref luts, (nint)(uint)(Unsafe.Add(ref offsets, x) + Unsafe.Add(ref places, x)));
    }

    private void Interpolate(Span<byte> destination, float bottom)
    {
        ref uint entries = ref MemoryMarshal.GetArrayDataReference(_entries);
        ref float left = ref MemoryMarshal.GetArrayDataReference(_leftWeights);
        ref float right = ref MemoryMarshal.GetArrayDataReference(_rightWeights);
        float top = 1f - bottom;
        if (destination.Length < Step)
        {
            Span<byte> levels = stackalloc byte[Step];
            ScaledLevels.Interpolate(ref entries, ref left, ref right, 0, top, bottom).CopyTo(levels);
            levels[..destination.Length].CopyTo(destination);
            return;
        }

        ref byte output = ref MemoryMarshal.GetReference(destination);
        nuint last = (nuint)(destination.Length - Step); // the last vector overlaps the one before
        for (nuint x = 0; x < last; x += Step)
            ScaledLevels.Interpolate(ref entries, ref left, ref right, x, top, bottom).StoreUnsafe(ref output, x);
        ScaledLevels.Interpolate(ref entries, ref left, ref right, last, top, bottom).StoreUnsafe(ref output, last);
    }
}
