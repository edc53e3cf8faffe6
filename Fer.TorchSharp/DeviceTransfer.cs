using System.Runtime.InteropServices;
using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>Brings values to a device.</summary>
internal static class DeviceTransfer
{
    /// <summary>
    /// Copies values to a device. Page-locked memory lies between, so that the call returns before a GPU has taken them, and does
    /// not wait for its work.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="dimensions">The tensor's dimensions.</param>
    /// <param name="device">The device.</param>
    public static torch.Tensor Upload(ReadOnlySpan<float> values, long[] dimensions, torch.Device device)
    {
        torch.Tensor host = torch.empty(dimensions);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(host.bytes));
        return ToDevice(host, device);
    }

    /// <summary>Copies whole numbers to a device, likewise.</summary>
    public static torch.Tensor Upload(ReadOnlySpan<int> values, torch.Device device)
    {
        torch.Tensor host = torch.empty(values.Length, dtype: torch.ScalarType.Int32);
        values.CopyTo(MemoryMarshal.Cast<byte, int>(host.bytes));
        return ToDevice(host, device);
    }

    /// <summary>The dimensions of one sample: C, H, W.</summary>
    public static long[] Dimensions(TensorShape shape) => [shape.Channels, shape.Height, shape.Width];

    // libtorch gives page-locked memory out again only when the copies from it have ended.
    private static torch.Tensor ToDevice(torch.Tensor host, torch.Device device) =>
        device.type == DeviceType.CPU ? host : NativeLibraries.Guard(device, () => host.pin_memory().to(device, non_blocking: true));
}
