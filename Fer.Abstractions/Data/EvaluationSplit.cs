namespace Fer;

/// <summary>
/// The samples a model is judged on. Nothing that learns accepts this type.
/// </summary>
/// <typeparam name="T">What the samples are: pictures, feature rows, network inputs.</typeparam>
/// <param name="data">The samples; whoever creates the split declares what they are for.</param>
public sealed class EvaluationSplit<T>(T data)
    where T : ILabeledData
{
    /// <summary>The samples.</summary>
    public T Data { get; } = data;

    /// <summary>Derives other samples from these; they stay on this side of the border.</summary>
    public EvaluationSplit<TResult> Map<TResult>(Func<T, TResult> derive)
        where TResult : ILabeledData
    {
        ArgumentNullException.ThrowIfNull(derive);
        return new EvaluationSplit<TResult>(derive(Data));
    }
}
