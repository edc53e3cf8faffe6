namespace Fer;

/// <summary>Computes the features of a derived row, the same at every call; safe to call from several threads at once.</summary>
/// <param name="origin">Which row.</param>
/// <param name="destination">As many values as the source has columns.</param>
public delegate void DerivedRowWriter(RowOrigin origin, Span<float> destination);
