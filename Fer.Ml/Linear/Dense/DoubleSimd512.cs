using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>512 bits.</summary>
internal readonly struct DoubleSimd512(Vector512<double> value) : IDenseSimd<DoubleSimd512, double>
{
    private readonly Vector512<double> _value = value;

    public static int Count => 8;

    public static int Bytes => 64;

    public static DoubleSimd512 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleSimd512 Broadcast(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleSimd512 Load(ref double source) => new(Vector512.LoadUnsafe(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref double destination, DoubleSimd512 value) => value._value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleSimd512 MultiplyAdd(DoubleSimd512 a, DoubleSimd512 b, DoubleSimd512 c) =>
        new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleSimd512 Add(DoubleSimd512 a, DoubleSimd512 b) => new(a._value + b._value);
}
