namespace Fer.Engine;

/// <summary>What a convolution is compiled for.</summary>
/// <param name="BatchSize">The most samples.</param>
/// <param name="Training">Whether the network learns; if not, weights can be kept transformed.</param>
/// <param name="Winograd">Whether it may use Winograd's algorithm.</param>
internal readonly record struct ConvolutionOptions(int BatchSize, bool Training, bool Winograd);
