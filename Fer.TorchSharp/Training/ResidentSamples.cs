using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>A data set on the device: all samples and targets, loaded once.</summary>
internal sealed class ResidentSamples : IDisposable
{
    private const int UploadCount = 256;

    private readonly torch.Device _device;
    private readonly int _classes;
    private readonly torch.Tensor _inputs;
    private readonly torch.Tensor _targets;
    private readonly float[] _hostTargets;

    private ResidentSamples(ISampleSource samples, torch.Device device)
    {
        _device = device;
        _classes = samples.Classes.Count;
        _inputs = torch.empty([samples.Labels.Count, .. DeviceTransfer.Dimensions(samples.InputShape)], device: device)
            .DetachFromDisposeScope();
        _targets = torch.empty([samples.Labels.Count, _classes], device: device).DetachFromDisposeScope();
        _hostTargets = new float[samples.Labels.Count * _classes];
    }

    /// <summary>The number of samples.</summary>
    public int Count => _hostTargets.Length / _classes;

    /// <summary>The bytes that samples take.</summary>
    public static long Bytes(ISampleSource samples) =>
        (long)samples.Labels.Count * (samples.InputShape.Size + samples.Classes.Count) * sizeof(float);

    /// <summary>Loads all samples and copies them to the device.</summary>
    public static ResidentSamples Load(ISampleSource samples, torch.Device device, CancellationToken cancellationToken)
    {
        var resident = new ResidentSamples(samples, device);
        try
        {
            for (int first = 0; first < resident.Count; first += UploadCount)
            {
                cancellationToken.ThrowIfCancellationRequested();
                resident.Upload(samples, first, Math.Min(UploadCount, resident.Count - first));
            }

            return resident;
        }
        catch
        {
            resident.Dispose();
            throw;
        }
    }

    /// <summary>Samples by number, for the caller's dispose scope.</summary>
    public (torch.Tensor Inputs, torch.Tensor Targets) Gather(ReadOnlySpan<int> samples)
    {
        torch.Tensor index = DeviceTransfer.Upload(samples, _device);
        return NativeLibraries.Guard(_device, () => (_inputs.index_select(0, index), _targets.index_select(0, index)));
    }

    /// <summary>The targets of samples, for the host.</summary>
    public float[] Targets(ReadOnlySpan<int> samples)
    {
        var targets = new float[samples.Length * _classes];
        for (int i = 0; i < samples.Length; i++)
            _hostTargets.AsSpan(samples[i] * _classes, _classes).CopyTo(targets.AsSpan(i * _classes));
        return targets;
    }

    public void Dispose()
    {
        _inputs.Dispose();
        _targets.Dispose();
    }

    private void Upload(ISampleSource samples, int first, int count)
    {
        int size = samples.InputShape.Size;
        var inputs = new float[count * size];
        for (int i = 0; i < count; i++)
        {
            Load(samples, first + i, inputs.AsSpan(i * size, size));
            samples.LoadTarget(first + i, _hostTargets.AsSpan((first + i) * _classes, _classes));
        }

        using DisposeScope scope = torch.NewDisposeScope();
        long[] dimensions = [count, .. DeviceTransfer.Dimensions(samples.InputShape)];
        _inputs.narrow(0, first, count).copy_(DeviceTransfer.Upload(inputs, dimensions, _device));
        _targets.narrow(0, first, count).copy_(
            DeviceTransfer.Upload(_hostTargets.AsSpan(first * _classes, count * _classes), [count, _classes], _device));
    }

    private static void Load(ISampleSource samples, int sample, Span<float> destination)
    {
        try
        {
            samples.Load(sample, epoch: 0, destination);
        }
        catch (Exception error) when (error is not FerException)
        {
            throw new FerException($"{samples.Ids[sample]}: the sample cannot be loaded: {error.Message}", error);
        }
    }
}
