namespace Fer.Preprocessing;

/// <summary>
/// Turns 8-bit channels into network inputs as torchvision's ToTensor and Normalize do, in single precision:
/// <c>(value / 255 - mean) / std</c>.
/// </summary>
public sealed class Normalization
{
    private readonly float[][] _tables;

    /// <summary>Creates a normalisation.</summary>
    /// <param name="mean">The mean to subtract: one for all channels, or one per channel.</param>
    /// <param name="std">The standard deviation to divide by, above 0: as many as means.</param>
    public Normalization(IReadOnlyList<float> mean, IReadOnlyList<float> std)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(std);
        if (mean.Count == 0 || mean.Count != std.Count)
        {
            throw new ArgumentException(
                $"{mean.Count} means and {std.Count} standard deviations; as many of each are needed, at least one.", nameof(std));
        }

        foreach (float value in mean)
        {
            if (!float.IsFinite(value))
                throw new ArgumentOutOfRangeException(nameof(mean), value, "A mean must be finite.");
        }

        foreach (float value in std)
        {
            if (!(value > 0 && float.IsFinite(value)))
                throw new ArgumentOutOfRangeException(nameof(std), value, "A standard deviation must be finite and above 0.");
        }

        Mean = [.. mean];
        Std = [.. std];
        _tables = [.. mean.Zip(std, ToTable)];
    }

    /// <summary>Values from 0 to 1: mean 0, standard deviation 1.</summary>
    public static Normalization None { get; } = new([0], [1]);

    /// <summary>The means and deviations of ImageNet's red, green and blue, which torchvision's weights expect.</summary>
    public static Normalization ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>The mean of all channels or of each, on the scale from 0 to 1.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>The standard deviation of all channels or of each, on the scale from 0 to 1.</summary>
    public IReadOnlyList<float> Std { get; }

    /// <summary>Whether pictures of so many channels can be normalised.</summary>
    public bool Accepts(int channels) => _tables.Length == 1 || _tables.Length == channels;

    /// <summary>Writes a picture channel by channel (C, H, W).</summary>
    /// <param name="image">The picture.</param>
    /// <param name="destination">Exactly Channels x Height x Width values.</param>
    public void Apply(Image image, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        byte[] pixels = image.Pixels;
        int channels = image.Channels;
        if (!Accepts(channels))
            throw new ArgumentException($"{_tables.Length} means do not fit a picture of {channels} channels.", nameof(image));
        if (destination.Length != pixels.Length)
            throw new ArgumentException($"A picture of {pixels.Length} values does not fit {destination.Length}.", nameof(destination));

        int positions = pixels.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            float[] table = _tables[_tables.Length == 1 ? 0 : c];
            Span<float> plane = destination.Slice(c * positions, positions);
            for (int i = 0, from = c; i < plane.Length; i++, from += channels)
                plane[i] = table[pixels[from]];
        }
    }

    private static float[] ToTable(float mean, float std)
    {
        var table = new float[256];
        for (int value = 0; value < table.Length; value++)
            table[value] = ((value / 255f) - mean) / std;
        return table;
    }
}
