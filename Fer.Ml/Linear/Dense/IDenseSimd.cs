namespace Fer.Ml;

/// <summary>
/// A SIMD register as a type argument, so that one kernel source serves every register width: the JIT compiles each use
/// for its width with nothing left of the abstraction.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="TValue">Float or double.</typeparam>
internal interface IDenseSimd<TSelf, TValue>
    where TSelf : struct, IDenseSimd<TSelf, TValue>
{
    /// <summary>The number of values.</summary>
    static abstract int Count { get; }

    /// <summary>The bytes of the register.</summary>
    static abstract int Bytes { get; }

    /// <summary>All lanes 0.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>All lanes the same value.</summary>
    static abstract TSelf Broadcast(TValue value);

    /// <summary>Reads <see cref="Count"/> values.</summary>
    static abstract TSelf Load(ref TValue source);

    /// <summary>Writes <see cref="Count"/> values.</summary>
    static abstract void Store(ref TValue destination, TSelf value);

    /// <summary>a * b + c, rounded once: every width gives the same bits.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>a + b.</summary>
    static abstract TSelf Add(TSelf a, TSelf b);
}
