using System.Reflection;

namespace Fer.Cli.Workflows;

/// <summary>
/// The engines on TorchSharp. The command does not refer to Fer.TorchSharp, but takes the engine where its assembly lies beside the
/// command's own.
/// </summary>
internal static class TorchEngines
{
    public const string Cpu = "torch-cpu";

    public const string Cuda = "torch-cuda";

    /// <summary>On the GPU with convolutions and linear layers in bfloat16.</summary>
    public const string CudaBFloat16 = "torch-cuda-bfloat16";

    /// <summary>How many steps a GPU is given before their metrics are read, so that it does not wait for the command.</summary>
    public const int StepsPerExecution = 16;

    private const string EngineType = "Fer.TorchSharp.TorchEngine, Fer.TorchSharp";
    private const string OptionsType = "Fer.TorchSharp.TorchEngineOptions, Fer.TorchSharp";

    // Larger training sets cross over to the GPU batch by batch.
    private const long MaxResidentBytes = 8L << 30;

    // Those of the command's augmentations that the GPU knows.
    private static readonly string[] s_onDevice = ["flip", "rotate"];

    public static string[] Names => [Cpu, Cuda, CudaBFloat16];

    /// <summary>Whether an engine is one of these.</summary>
    public static bool Has(string engine) => Names.Contains(engine);

    /// <summary>Whether an engine runs on a GPU.</summary>
    public static bool IsGpu(string engine) => engine is Cuda or CudaBFloat16;

    /// <summary>Whether pictures are augmented on the GPU, not when they are loaded.</summary>
    public static bool AugmentsOnDevice(TrainSettings settings) =>
        IsGpu(settings.Engine) && settings.Augment && settings is { AugmentedClasses: null, MixUp: 0, CutMix: 0 }
        && settings.Augmentations.All(s_onDevice.Contains);

    /// <summary>Creates the engine.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="threads">The threads on the CPU.</param>
    /// <param name="settings">The run that it is to train; null for none.</param>
    /// <exception cref="FerException">The command was built without it, or its libraries or device are not there.</exception>
    public static IEngine Create(string name, int threads, TrainSettings? settings = null)
    {
        var options = new Dictionary<string, object>
        {
            ["Device"] = name == Cpu ? "cpu" : "cuda",
            ["Threads"] = threads,
        };
        if (settings is not null && AugmentsOnDevice(settings))
        {
            options["FlipProbability"] = settings.Augmentations.Contains("flip") ? 0.5 : 0.0;
            options["RotationDegrees"] = settings.Augmentations.Contains("rotate") ? settings.RotationDegrees : 0.0;
        }

        if (IsGpu(name) && (settings is null || !settings.Augment || AugmentsOnDevice(settings)))
            options["MaxResidentBytes"] = MaxResidentBytes;
        return Create(name, options);
    }

    /// <summary>Refuses an engine whose assembly is not there.</summary>
    /// <exception cref="FerException">The command was built without it.</exception>
    public static void Require(string name)
    {
        if (Type.GetType(EngineType) is null)
            throw Missing(name);
    }

    // The types' names are constants, so that trimming and its analysis can follow them.
    private static IEngine Create(string name, Dictionary<string, object> values)
    {
        Type optionsType = Type.GetType(OptionsType) ?? throw Missing(name);
        object options = Activator.CreateInstance(optionsType)!;
        foreach ((string property, object value) in values)
            optionsType.GetProperty(property)!.SetValue(options, value);
        if (name == CudaBFloat16)
        {
            PropertyInfo precision = optionsType.GetProperty("Precision")!;
            precision.SetValue(options, Enum.Parse(precision.PropertyType, "BFloat16"));
        }

        Type engineType = Type.GetType(EngineType) ?? throw Missing(name);
        ConstructorInfo constructor = engineType.GetConstructors().Single();
        return (IEngine)constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, [options], culture: null);
    }

    private static FerException Missing(string name) => new(
        $"--engine {name}: this build of the command has no TorchSharp; build it with "
        + "'dotnet build -c Release Fer.Cli -p:Torch=cpu' (or cuda-linux, cuda-windows), or take --engine cpu.");
}
