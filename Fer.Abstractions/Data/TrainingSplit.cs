namespace Fer;

/// <summary>
/// The samples a model may learn from. Samplers, fitted transforms and trainers take this type and no other,
/// so that evaluation data cannot reach them by mistake.
/// </summary>
/// <typeparam name="T">What the samples are: pictures, feature rows, network inputs.</typeparam>
/// <param name="data">The samples; whoever creates the split declares what they are for.</param>
public sealed class TrainingSplit<T>(T data)
    where T : ILabeledData
{
    /// <summary>The samples.</summary>
    public T Data { get; } = data;

    /// <summary>Derives other samples from these; they stay on this side of the border.</summary>
    public TrainingSplit<TResult> Map<TResult>(Func<T, TResult> derive)
        where TResult : ILabeledData
    {
        ArgumentNullException.ThrowIfNull(derive);
        return new TrainingSplit<TResult>(derive(Data));
    }
}
