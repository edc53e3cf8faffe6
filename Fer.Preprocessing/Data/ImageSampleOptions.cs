namespace Fer.Preprocessing;

/// <summary>How pictures become network inputs.</summary>
public sealed record ImageSampleOptions
{
    /// <summary>Applied once to each decoded picture, in order: grey conversion, resize, equalisation. Default none.</summary>
    public IReadOnlyList<IImageTransform> Transforms { get; init; } = [];

    /// <summary>
    /// Applied at each load, in order, with the sample's own random stream. They may change the pictures' size, if all become
    /// alike. Default none; leave it so to evaluate.
    /// </summary>
    public IReadOnlyList<IImageAugmentation> Augmentations { get; init; } = [];

    /// <summary>
    /// The classes whose pictures are augmented, by name; the others stay as they are, as where only the rare classes want
    /// more variety (Robu et al.). Default null: all.
    /// </summary>
    public IReadOnlyList<string>? AugmentedClasses { get; init; }

    /// <summary>The last step, from 8 bits to numbers. Default <see cref="Normalization.None"/>: values from 0 to 1.</summary>
    public Normalization Normalization { get; init; } = Normalization.None;

    /// <summary>The shape that each transformed picture must have, before augmentation. Default null: the first picture's.</summary>
    public TensorShape? InputShape { get; init; }

    /// <summary>The seed of the augmentation. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>The most bytes of transformed pictures to keep in memory; more are decoded at each load. Default 2 GiB.</summary>
    public long CacheBytes { get; init; } = 2L << 30;

    /// <summary>
    /// The pool that the decoder takes its pictures' memory from, if it does: what it has decoded goes back there when the transforms
    /// have made another picture of it. Default null: decoded pictures are left to the garbage collector.
    /// </summary>
    public PixelPool? PixelPool { get; init; }

    /// <summary>The most threads to decode with at the start. Default 0: all cores.</summary>
    public int Threads { get; init; }
}
