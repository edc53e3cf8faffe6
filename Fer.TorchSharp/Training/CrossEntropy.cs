using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>
/// Softmax and cross-entropy with class weights and label smoothing, as PyTorch's <c>CrossEntropyLoss</c> and the embedded engine:
/// the loss is divided by the sum of class weights if each sample has one class, and by the number of samples if any target is soft.
/// </summary>
internal sealed class CrossEntropy : IDisposable
{
    private readonly float[]? _classWeights;
    private readonly double _labelSmoothing;
    private readonly torch.Tensor? _weights;

    /// <summary>Prepares the loss.</summary>
    /// <param name="options">Class weights and label smoothing.</param>
    /// <param name="device">Where it is computed.</param>
    public CrossEntropy(TrainingOptions options, torch.Device device)
    {
        _labelSmoothing = options.LabelSmoothing;
        _classWeights = options.ClassWeights?.ToArray();
        _weights = _classWeights is null ? null : torch.tensor(_classWeights, device: device).DetachFromDisposeScope();
    }

    /// <summary>What a batch's loss is divided by.</summary>
    /// <param name="targets">count x classes class probabilities.</param>
    /// <param name="count">The number of samples.</param>
    public double WeightSum(ReadOnlySpan<float> targets, int count)
    {
        if (_classWeights is null || targets.ContainsAnyExcept(0, 1))
            return count;
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
            sum += targets[i] * (double)_classWeights[i % _classWeights.Length];
        return sum;
    }

    /// <summary>The loss summed over samples, float32.</summary>
    /// <param name="logits">count x classes, float32.</param>
    /// <param name="targets">count x classes.</param>
    public torch.Tensor Sum(torch.Tensor logits, torch.Tensor targets)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor shares = targets;
        if (_labelSmoothing > 0)
            shares = shares.mul(1 - _labelSmoothing).add_(_labelSmoothing / targets.shape[1]);
        if (_weights is not null)
            shares = shares.mul(_weights);
        return shares.mul(logits.log_softmax(1)).sum().neg().MoveToOuterDisposeScope();
    }

    public void Dispose() => _weights?.Dispose();
}
