using System.Numerics;

namespace Fer.Preprocessing;

/// <summary>The bits of a pixel that hold one channel.</summary>
internal readonly record struct BmpMask(uint Bits)
{
    private readonly int _shift = BitOperations.TrailingZeroCount(Bits) & 31;

    /// <summary>The channel's value, brought to 0 to 255 and cut off, as Pillow does; 0 without bits.</summary>
    public byte Extract(uint pixel) => Bits == 0 ? (byte)0 : (byte)((ulong)((pixel & Bits) >> _shift) * 255 / (Bits >> _shift));
}
