using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>
/// The exponential moving average of the weights and statistics that learn (Polyak and Juditsky, 1992), as a module of its own for
/// evaluation.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly Scalar _decay;
    private readonly Scalar _rest;
    private readonly FlatStorage _weights;
    private readonly FlatStorage _statistics;

    /// <summary>Takes over the module of the averages.</summary>
    /// <param name="average">The module with the averages so far.</param>
    /// <param name="parameters">The parameters that learn, in the optimiser's order.</param>
    /// <param name="statistics">The statistics that learn, in the order of the block that they are averaged from.</param>
    /// <param name="decay">The share of the average that stays.</param>
    /// <param name="device">The device.</param>
    public WeightAverage(
        TorchNetwork average, IEnumerable<NetworkParameter> parameters, IEnumerable<NetworkParameter> statistics, double decay,
        torch.Device device)
    {
        _weights = new FlatStorage(parameters.Select(average.Find), device);
        _statistics = new FlatStorage(statistics.Select(average.Find), device);
        (_decay, _rest) = (decay.ToScalar(), (1 - decay).ToScalar());
    }

    /// <summary>Takes a step's weights and statistics into the average.</summary>
    public void Update(torch.Tensor weights, torch.Tensor statistics)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        _weights.Values.mul_(_decay).add_(weights, _rest);
        _statistics.Values.mul_(_decay).add_(statistics, _rest);
    }

    /// <summary>Leaves the averages in memory of their own, and frees the rest.</summary>
    public void Release()
    {
        _weights.Release();
        _statistics.Release();
        Dispose();
    }

    public void Dispose()
    {
        _weights.Dispose();
        _statistics.Dispose();
        _decay.Dispose();
        _rest.Dispose();
    }
}
