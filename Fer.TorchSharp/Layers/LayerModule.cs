using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using Modules = TorchSharp.Modules;

namespace Fer.TorchSharp;

/// <summary>A layer's parameters and statistics, or a step in the names of layers: "features" in "features.0".</summary>
[SuppressMessage("Style", "IDE1006:Naming Styles", Justification = "TorchSharp names parameters after their fields.")]
[SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "The base class disposes what is registered.")]
internal sealed class LayerModule : torch.nn.Module
{
    private Modules.Parameter? weight;
    private Modules.Parameter? bias;
    private torch.Tensor? running_mean;
    private torch.Tensor? running_var;

    /// <summary>Makes room for a layer's parameters, all zero.</summary>
    /// <param name="name">The last part of the layer's name.</param>
    /// <param name="parameters">The parameters; none for a step in the names.</param>
    /// <param name="device">Where to.</param>
    public LayerModule(string name, IReadOnlyList<ParameterDefinition> parameters, torch.Device device)
        : base(name)
    {
        foreach (ParameterDefinition parameter in parameters)
        {
            long[] dimensions = [.. parameter.Dimensions.Select(length => (long)length)];
            torch.Tensor values = torch.zeros(dimensions, device: device).DetachFromDisposeScope();
            switch (parameter.Name)
            {
                case nameof(weight):
                    weight = new Modules.Parameter(values);
                    break;
                case nameof(bias):
                    bias = new Modules.Parameter(values);
                    break;
                case nameof(running_mean):
                    running_mean = values;
                    break;
                case nameof(running_var):
                    running_var = values;
                    break;
                default:
                    throw new NetworkDefinitionException($"TorchSharp knows no parameter named '{parameter.Name}'.");
            }
        }

        RegisterComponents();
    }

    public torch.Tensor Weight => weight!;

    public torch.Tensor? Bias => bias;

    public torch.Tensor RunningMean => running_mean!;

    public torch.Tensor RunningVariance => running_var!;

    /// <summary>A parameter or statistic by its name within the layer.</summary>
    public torch.Tensor this[string name] => name switch
    {
        nameof(weight) => weight!,
        nameof(bias) => bias!,
        nameof(running_mean) => running_mean!,
        _ => running_var!,
    };
}
