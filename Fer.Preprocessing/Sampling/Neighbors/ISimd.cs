namespace Fer.Preprocessing;

/// <summary>
/// A SIMD register of floats as a type argument, so that one kernel source serves every register width: the JIT compiles each use
/// for its width with nothing left of the abstraction.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal interface ISimd<TSelf>
    where TSelf : struct, ISimd<TSelf>
{
    /// <summary>The number of floats.</summary>
    static abstract int Count { get; }

    /// <summary>All lanes the same value.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary>Reads <see cref="Count"/> values.</summary>
    static abstract TSelf Load(ref float source);

    /// <summary>Writes <see cref="Count"/> values.</summary>
    static abstract void Store(ref float destination, TSelf value);

    /// <summary>a * b + c, fused where the hardware can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>a + b.</summary>
    static abstract TSelf Add(TSelf a, TSelf b);

    /// <summary>A bit per lane: whether the value is at most the first or at most the second limit.</summary>
    static abstract uint AtMostEither(TSelf value, TSelf limit1, TSelf limit2);
}
