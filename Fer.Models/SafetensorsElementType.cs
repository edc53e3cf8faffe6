namespace Fer.Models;

/// <summary>The element types that are read, by their names in the header.</summary>
internal static class SafetensorsElementType
{
    /// <summary>32-bit floating point, the one type that is written.</summary>
    public const string Float32 = "F32";

    /// <summary>The type of a name; null for one that is not read.</summary>
    public static ElementType? Find(string name) => name switch
    {
        Float32 => ElementType.Float32,
        "F16" => ElementType.Float16,
        "BF16" => ElementType.BFloat16,
        "F64" => ElementType.Float64,
        "I64" => ElementType.Int64,
        _ => null,
    };
}
