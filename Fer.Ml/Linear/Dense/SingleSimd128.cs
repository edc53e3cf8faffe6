using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>128 bits.</summary>
internal readonly struct SingleSimd128(Vector128<float> value) : IDenseSimd<SingleSimd128, float>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    public static int Bytes => 16;

    public static SingleSimd128 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleSimd128 Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleSimd128 Load(ref float source) => new(Vector128.LoadUnsafe(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref float destination, SingleSimd128 value) => value._value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleSimd128 MultiplyAdd(SingleSimd128 a, SingleSimd128 b, SingleSimd128 c) =>
        new(Vector128.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleSimd128 Add(SingleSimd128 a, SingleSimd128 b) => new(a._value + b._value);
}
