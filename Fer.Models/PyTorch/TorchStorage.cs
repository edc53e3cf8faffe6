namespace Fer.Models;

/// <summary>A block of elements in a PyTorch file that one tensor or several view.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">The elements' type.</param>
/// <param name="Count">The number of elements that it is said to have.</param>
internal sealed record TorchStorage(string Key, ElementType Type, long Count)
{
    /// <summary>The bytes that it must have.</summary>
    public long Bytes => Count * ElementConverter.SizeOf(Type);
}
