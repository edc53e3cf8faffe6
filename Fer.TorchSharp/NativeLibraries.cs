using System.Runtime.InteropServices;
using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>Finds out whether libtorch is there, and turns its errors into ones that name the way out.</summary>
internal static class NativeLibraries
{
    private const string Packages =
        "add a package with it to the application: TorchSharp-cpu, or for an NVIDIA GPU TorchSharp-cuda-linux or TorchSharp-cuda-windows";

    /// <summary>Loads libtorch before the first use of TorchSharp.</summary>
    /// <returns>The definition, unchanged.</returns>
    public static NetworkDefinition Require(NetworkDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Load(() => torch.InitializeDeviceType(DeviceType.CPU));
        return definition;
    }

    /// <summary>The device of a name.</summary>
    /// <param name="name">"cpu", "cuda", or "cuda:1" for the second GPU.</param>
    /// <exception cref="ArgumentException">The name is not one of these.</exception>
    /// <exception cref="TorchUnavailableException">The native libraries or the device are not there.</exception>
    public static torch.Device Open(string name)
    {
        (DeviceType type, int index) = Parse(name);
        Load(() => torch.InitializeDeviceType(DeviceType.CPU));
        if (type == DeviceType.CPU)
            return torch.CPU;
        bool isThere = false;
        Load(() => isThere = torch.TryInitializeDeviceType(DeviceType.CUDA) && index < torch.cuda.device_count());
        if (!isThere)
        {
            throw new TorchUnavailableException(
                $"The device '{name}' is not there: it takes an NVIDIA GPU with a driver for CUDA 12, and the package "
                + "TorchSharp-cuda-linux or TorchSharp-cuda-windows in the place of TorchSharp-cpu.");
        }

        return new torch.Device(DeviceType.CUDA, index);
    }

    /// <summary>Runs work on a device; where it lacks memory, the error says what to do.</summary>
    public static T Guard<T>(torch.Device device, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (IsOutOfMemory(error))
        {
            throw new DeviceMemoryException(
                $"The device '{device}' has too little memory for this: take a smaller batch (half of --batch), smaller pictures (--size), "
                + "a micro-batch size (the same result with less memory, but for batch norms), or bfloat16.", error);
        }
    }

    /// <summary>Whether libtorch says that memory ran out: CUDA's allocator, or the CPU's.</summary>
    internal static bool IsOutOfMemory(Exception error) =>
        error is ExternalException
        && (error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase));

    /// <summary>The error for native libraries that cannot be loaded; null for other errors.</summary>
    internal static TorchUnavailableException? Explain(Exception error) => error switch
    {
        TypeInitializationException { InnerException: { } inner } => Explain(inner),
        DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or NotSupportedException =>
            new TorchUnavailableException($"TorchSharp's native libraries cannot be loaded; {Packages}.", error),
        _ => null,
    };

    private static (DeviceType Type, int Index) Parse(string name) => name.Split(':') switch
    {
        ["cpu"] => (DeviceType.CPU, -1),
        ["cuda"] => (DeviceType.CUDA, 0),
        ["cuda", var number] when int.TryParse(number, out int index) && index >= 0 => (DeviceType.CUDA, index),
        _ => throw new ArgumentException($"There is no device '{name}'; give cpu, cuda, or cuda:1 for the second GPU.", nameof(name)),
    };

    /// <summary>Runs what loads the native libraries.</summary>
    /// <exception cref="TorchUnavailableException">They cannot be loaded.</exception>
    internal static void Load(Action load)
    {
        try
        {
            load();
        }
        catch (Exception error) when (Explain(error) is { } explained)
        {
            throw explained;
        }
    }
}
