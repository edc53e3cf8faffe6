using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>128 bits.</summary>
internal readonly struct DoubleSimd128(Vector128<double> value) : IDenseSimd<DoubleSimd128, double>
{
    private readonly Vector128<double> _value = value;

    public static int Count => 2;

    public static int Bytes => 16;

    public static DoubleSimd128 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleSimd128 Broadcast(double value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleSimd128 Load(ref double source) => new(Vector128.LoadUnsafe(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref double destination, DoubleSimd128 value) => value._value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleSimd128 MultiplyAdd(DoubleSimd128 a, DoubleSimd128 b, DoubleSimd128 c) =>
        new(Vector128.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleSimd128 Add(DoubleSimd128 a, DoubleSimd128 b) => new(a._value + b._value);
}
