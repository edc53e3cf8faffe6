namespace Fer.Models;

/// <summary>A part of a storage, which PyTorch before 0.4 wrote as a storage of its own.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">The part's first element.</param>
/// <param name="Count">The part's number of elements.</param>
internal sealed record TorchStorageView(TorchStorage Storage, long Offset, long Count);
