using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>512 bits.</summary>
internal readonly struct SingleSimd512(Vector512<float> value) : IDenseSimd<SingleSimd512, float>
{
    private readonly Vector512<float> _value = value;

    public static int Count => 16;

    public static int Bytes => 64;

    public static SingleSimd512 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleSimd512 Broadcast(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleSimd512 Load(ref float source) => new(Vector512.LoadUnsafe(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref float destination, SingleSimd512 value) => value._value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleSimd512 MultiplyAdd(SingleSimd512 a, SingleSimd512 b, SingleSimd512 c) =>
        new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleSimd512 Add(SingleSimd512 a, SingleSimd512 b) => new(a._value + b._value);
}
