namespace Fer.Preprocessing;

/// <summary>What a sampler does, which decides what a strategy means to it.</summary>
internal enum SamplingType
{
    /// <summary>It adds rows.</summary>
    OverSampling,

    /// <summary>It removes rows until as many are left as are wanted.</summary>
    UnderSampling,

    /// <summary>It removes the rows that it finds amiss, however many they are.</summary>
    Cleaning,
}
