namespace Fer.Ml;

/// <summary>
/// A SIMD register of doubles as a type argument, so that one kernel source serves every register width: the JIT compiles each use
/// for its width with nothing left of the abstraction.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal interface IDoubleSimd<TSelf>
    where TSelf : struct, IDoubleSimd<TSelf>
{
    /// <summary>The number of doubles.</summary>
    static abstract int Count { get; }

    /// <summary>All lanes the same value.</summary>
    static abstract TSelf Broadcast(double value);

    /// <summary>Reads <see cref="Count"/> values.</summary>
    static abstract TSelf Load(ref double source);

    /// <summary>Writes <see cref="Count"/> values.</summary>
    static abstract void Store(ref double destination, TSelf value);

    /// <summary>a * b + c, rounded once: every width gives the same bits.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>a + b.</summary>
    static abstract TSelf Add(TSelf a, TSelf b);
}
