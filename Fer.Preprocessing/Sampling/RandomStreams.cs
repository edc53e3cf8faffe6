namespace Fer.Preprocessing;

/// <summary>Keys that keep the samplers' random numbers apart from others of the same seed.</summary>
internal static class RandomStreams
{
    public const ulong Interpolation = 0x73_6D_6F_74_65; // "smote"
    public const ulong Copy = 0x63_6F_70_79; // "copy"
    public const ulong Noise = 0x6E_6F_69_73_65; // "noise"
    public const ulong Selection = 0x75_6E_64_65_72; // "under"
    public const ulong Beta = 0x62_65_74_61; // "beta"
    public const ulong Category = 0x63_61_74; // "cat"
    public const ulong KMeans = 0x6B_6D_65_61_6E_73; // "kmeans"
}
