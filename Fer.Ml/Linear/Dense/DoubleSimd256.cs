using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>256 bits.</summary>
internal readonly struct DoubleSimd256(Vector256<double> value) : IDenseSimd<DoubleSimd256, double>
{
    private readonly Vector256<double> _value = value;

    public static int Count => 4;

    public static int Bytes => 32;

    public static DoubleSimd256 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleSimd256 Broadcast(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleSimd256 Load(ref double source) => new(Vector256.LoadUnsafe(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref double destination, DoubleSimd256 value) => value._value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleSimd256 MultiplyAdd(DoubleSimd256 a, DoubleSimd256 b, DoubleSimd256 c) =>
        new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleSimd256 Add(DoubleSimd256 a, DoubleSimd256 b) => new(a._value + b._value);
}
