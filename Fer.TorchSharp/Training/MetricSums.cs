using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>Metrics summed on the device, which is waited for only when they are read.</summary>
internal sealed class MetricSums(torch.Device device) : IDisposable
{
    private readonly torch.Tensor _loss = torch.zeros(1, torch.ScalarType.Float64, device).DetachFromDisposeScope();
    private readonly torch.Tensor _correct = torch.zeros(1, torch.ScalarType.Int64, device).DetachFromDisposeScope();
    private long _samples;
    private double _weights;

    /// <summary>Adds samples.</summary>
    /// <param name="logits">count x classes.</param>
    /// <param name="targets">count x classes.</param>
    /// <param name="lossSum">Their summed loss.</param>
    public void Add(torch.Tensor logits, torch.Tensor targets, torch.Tensor lossSum)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        _loss.add_(lossSum.detach());
        _correct.add_(logits.argmax(1).eq(targets.argmax(1)).sum());
    }

    /// <summary>Counts a batch.</summary>
    public void Count(int samples, double weights)
    {
        _samples += samples;
        _weights += weights;
    }

    /// <summary>The sums since the last call.</summary>
    public TrainingMetrics Read()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var metrics = new TrainingMetrics(_samples, _loss.cpu().ToDouble(), _weights, _correct.cpu().ToInt64());
        Clear();
        return metrics;
    }

    /// <summary>Forgets the sums.</summary>
    public void Clear()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        _loss.zero_();
        _correct.zero_();
        (_samples, _weights) = (0, 0);
    }

    public void Dispose()
    {
        _loss.Dispose();
        _correct.Dispose();
    }
}
