using System.Text.Json;

namespace Fer.Models;

/// <summary>What a header says of one tensor, checked against itself.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">Its element type, one that is read.</param>
/// <param name="Shape">The lengths of its dimensions.</param>
/// <param name="Count">Their product, not more than an array holds.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record SafetensorsEntry(string Name, ElementType Type, int[] Shape, int Count, long Begin, long End)
{
    /// <summary>Reads one property of the header.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="property">The tensor's name and description.</param>
    /// <exception cref="TensorFileException">The description contradicts itself, or its type is not read.</exception>
    public static SafetensorsEntry Parse(string file, JsonProperty property)
    {
        string name = property.Name;
        string type = property.Value.GetProperty("dtype").GetString() ?? "";
        if (SafetensorsElementType.Find(type) is not { } elementType)
        {
            throw new TensorFileException(
                $"{file}: '{name}' is of type '{type}'; F32, F16, BF16, F64 and I64 are read: convert it with .float() before saving.");
        }

        int[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(item => item.GetInt32())];
        JsonElement offsets = property.Value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2)
            throw new TensorFileException($"{file}: '{name}' has {offsets.GetArrayLength()} offsets instead of 2.");
        long begin = offsets[0].GetInt64();
        long end = offsets[1].GetInt64();
        long count = shape.Aggregate(1L, (product, length) => checked(product * length));
        long bytes = checked(count * ElementConverter.SizeOf(elementType));
        if (shape.Any(length => length < 0) || begin < 0 || end < begin || end - begin != bytes)
        {
            throw new TensorFileException(
                $"{file}: the shape [{string.Join(", ", shape)}] of '{name}' does not fit its bytes {begin} to {end}.");
        }

        if (count > Array.MaxLength)
            throw new TensorFileException($"{file}: '{name}' has {count} values, more than the {Array.MaxLength} that one array holds.");
        return new SafetensorsEntry(name, elementType, shape, (int)count, begin, end);
    }
}
