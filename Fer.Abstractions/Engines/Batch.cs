namespace Fer;

/// <summary>Samples and targets for one training step; one object is filled again and again.</summary>
public sealed class Batch
{
    private int _count;

    /// <summary>Makes room for a batch.</summary>
    /// <param name="input">The shape of one sample.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="capacity">The most samples.</param>
    public Batch(TensorShape input, int classes, int capacity)
    {
        if (input.Channels < 1 || input.Height < 1 || input.Width < 1)
            throw new ArgumentOutOfRangeException(nameof(input), input, "A sample has at least one value.");
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        InputShape = input;
        Classes = classes;
        Capacity = capacity;
        Inputs = new float[checked(capacity * input.Size)];
        Targets = new float[checked(capacity * classes)];
    }

    /// <summary>The shape of one sample.</summary>
    public TensorShape InputShape { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The most samples.</summary>
    public int Capacity { get; }

    /// <summary>The number of samples, from 0 to <see cref="Capacity"/>.</summary>
    public int Count
    {
        get => _count;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Capacity);
            _count = value;
        }
    }

    /// <summary>Capacity x C x H x W values.</summary>
    public float[] Inputs { get; }

    /// <summary>Capacity x classes values: each sample's class probabilities, 1 at its class for a hard label.</summary>
    public float[] Targets { get; }

    /// <summary>The values of one sample.</summary>
    public Span<float> Input(int sample) => Inputs.AsSpan(sample * InputShape.Size, InputShape.Size);

    /// <summary>The class probabilities of one sample.</summary>
    public Span<float> Target(int sample) => Targets.AsSpan(sample * Classes, Classes);

    /// <summary>Sets the class of one sample.</summary>
    /// <param name="sample">Which sample.</param>
    /// <param name="label">Its class, from 0 to <see cref="Classes"/> - 1.</param>
    public void SetLabel(int sample, int label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, Classes);
        Span<float> target = Target(sample);
        target.Clear();
        target[label] = 1;
    }
}
