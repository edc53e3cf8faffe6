using System.Collections.Concurrent;

namespace Fer.Preprocessing;

/// <summary>
/// Contrast-limited adaptive histogram equalisation as a transform: of a grey picture itself, of a colour picture's lightness, bit
/// for bit as with OpenCV 4's <c>cvtColor</c> before and after. Alpha stays. Safe on many threads at once; see <see cref="Clahe"/>.
/// </summary>
public sealed class ClaheTransform : IImageTransform
{
    private readonly ConcurrentBag<Clahe> _idle = [];

    /// <summary>Creates the transform.</summary>
    /// <param name="options">Clip limit and tiles; <see cref="ClaheOptions.Default"/> if null.</param>
    /// <param name="space">What the lightness of a colour picture is. Default L*a*b*.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public ClaheTransform(ClaheOptions? options = null, LightnessSpace space = LightnessSpace.Lab)
    {
        if (!Enum.IsDefined(space))
            throw new ArgumentOutOfRangeException(nameof(space), space, "Not a lightness space.");
        var first = new Clahe(options, threads: 1);
        _idle.Add(first);
        Options = first.Options;
        Space = space;
    }

    /// <summary>Clip limit and tiles.</summary>
    public ClaheOptions Options { get; }

    /// <summary>What the lightness of a colour picture is.</summary>
    public LightnessSpace Space { get; }

    /// <inheritdoc/>
    public Image Apply(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!_idle.TryTake(out Clahe? clahe))
            clahe = new Clahe(Options, threads: 1);
        Image equalized = LightnessEqualizer.Apply(image, Space, clahe.Apply);
        _idle.Add(clahe);
        return equalized;
    }
}
