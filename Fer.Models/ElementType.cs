namespace Fer.Models;

/// <summary>The types that a tensor's elements have in weight files; all become 32-bit floating point.</summary>
internal enum ElementType
{
    Float32,
    Float16,
    BFloat16,
    Float64,
    Int8,
    UInt8,
    Int16,
    Int32,
    Int64,
    Bool,
}
