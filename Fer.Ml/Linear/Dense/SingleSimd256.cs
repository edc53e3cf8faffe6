using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>256 bits.</summary>
internal readonly struct SingleSimd256(Vector256<float> value) : IDenseSimd<SingleSimd256, float>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    public static int Bytes => 32;

    public static SingleSimd256 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleSimd256 Broadcast(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleSimd256 Load(ref float source) => new(Vector256.LoadUnsafe(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref float destination, SingleSimd256 value) => value._value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleSimd256 MultiplyAdd(SingleSimd256 a, SingleSimd256 b, SingleSimd256 c) =>
        new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleSimd256 Add(SingleSimd256 a, SingleSimd256 b) => new(a._value + b._value);
}
