using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>
/// A network definition as a TorchSharp module: N x C x H x W pictures in, N x classes logits out. It can be used like any other
/// module; its parameters have the definition's names, which are torchvision's for the networks of the zoo.
/// </summary>
/// <remarks>
/// Layers before <see cref="FrozenNodes"/> always run as in evaluation. Values that no layer reads any more are disposed of at
/// once. Dropout draws from TorchSharp's global generator.
/// </remarks>
public sealed class TorchNetwork : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private readonly LayerFunction[] _functions;
    private readonly LayerModule?[] _modules;
    private readonly EvaluationPlan _logits;
    private readonly EvaluationPlan _features;

    /// <summary>Builds the module.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="weights">A tensor for every parameter and statistic, under its full name.</param>
    /// <param name="device">Where to; null for the CPU.</param>
    /// <exception cref="TensorFileException">A weight is missing or has other dimensions.</exception>
    /// <exception cref="NetworkDefinitionException">The engine does not know a layer, or cannot name a module after it.</exception>
    /// <exception cref="TorchUnavailableException">The native libraries are not there.</exception>
    public TorchNetwork(NetworkDefinition definition, IReadOnlyDictionary<string, Tensor> weights, torch.Device? device = null)
        : base(NativeLibraries.Require(definition).Name)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Definition = definition;
        _modules = ModuleTree.Build(this, definition, device ?? torch.CPU);
        _functions = [.. definition.Nodes.Select(CreateFunction)];
        _logits = EvaluationPlan.For(definition, definition.Nodes.Count - 1);
        _features = EvaluationPlan.For(definition, definition.FeatureNode);
        LoadWeights(weights);
    }

    /// <summary>The network it was built from.</summary>
    public NetworkDefinition Definition { get; }

    /// <summary>How many nodes at the network's beginning do not learn.</summary>
    public int FrozenNodes { get; private set; }

    /// <summary>What convolutions and linear layers compute in. Default float32.</summary>
    public TorchPrecision Precision { get; set; }

    /// <summary>The random numbers of dropout; null for TorchSharp's own generator.</summary>
    internal LayerRandom? Random { get; set; }

    /// <summary>The nodes that the logits depend on.</summary>
    internal IEnumerable<int> TowardsLogits => _logits.Steps.Select(step => step.Node);

    /// <summary>Computes the logits.</summary>
    /// <param name="input">N x C x H x W pictures.</param>
    /// <returns>N x classes values, float32.</returns>
    public override torch.Tensor forward(torch.Tensor input) => Evaluate(input, _logits);

    /// <summary>Computes the features (<see cref="NetworkDefinition.FeatureNode"/>).</summary>
    /// <param name="input">N x C x H x W pictures.</param>
    /// <returns>N x features values, float32, each sample in C x H x W order.</returns>
    public torch.Tensor ExtractFeatures(torch.Tensor input) => Evaluate(input, _features);

    /// <summary>Keeps the first so many nodes from learning: their parameters require no gradient.</summary>
    /// <param name="nodes">From 0 to less than the head's position (<see cref="FreezeRatio.Head"/>).</param>
    public void Freeze(int nodes)
    {
        ThrowIfHeadIsFrozen(Definition, nodes);
        FrozenNodes = nodes;
        foreach (NetworkParameter parameter in Definition.Parameters.Where(parameter => parameter.Definition.IsTrainable))
            Find(parameter).requires_grad = parameter.Node >= nodes;
    }

    /// <summary>A copy of all weights and statistics by full name.</summary>
    public IReadOnlyDictionary<string, Tensor> SaveWeights() => Definition.Parameters.ToDictionary(
        parameter => parameter.Name,
        parameter => new Tensor(parameter.Definition.Dimensions, TensorValues.ToArray(Find(parameter))),
        StringComparer.Ordinal);

    /// <summary>Replaces all weights and statistics.</summary>
    /// <exception cref="TensorFileException">A weight is missing or has other dimensions.</exception>
    public void LoadWeights(IReadOnlyDictionary<string, Tensor> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        foreach (NetworkParameter parameter in Definition.Parameters)
            TensorValues.Import(weights, parameter.Name, parameter.Definition.Dimensions, Find(parameter));
    }

    /// <summary>A parameter's or statistic's tensor.</summary>
    internal torch.Tensor Find(NetworkParameter parameter) => _modules[parameter.Node]![parameter.Definition.Name];

    /// <summary>Refuses to freeze a network's head.</summary>
    internal static void ThrowIfHeadIsFrozen(NetworkDefinition definition, int nodes)
    {
        int head = FreezeRatio.Head(definition);
        if (nodes >= 0 && (nodes == 0 || nodes <= head))
            return;
        throw new ArgumentOutOfRangeException(
            nameof(nodes), nodes, $"The frozen nodes of '{definition.Name}' are from 0 to {head}: its head must learn.");
    }

    private LayerFunction CreateFunction(NetworkNode node, int i)
    {
        try
        {
            return LayerFunctions.Create(node.Layer, Definition.FirstNode + i, Definition.Shapes[i], _modules[i]);
        }
        catch (NetworkDefinitionException error)
        {
            throw new NetworkDefinitionException($"'{Definition.Name}', layer '{node.Name}': {error.Message}", error);
        }
    }

    private torch.Tensor Evaluate(torch.Tensor input, EvaluationPlan plan)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var values = new torch.Tensor?[_functions.Length];
        bool isTraining = training;
        torch.Tensor ValueOf(int node) => node < 0 ? input : values[node]!;
        foreach ((int node, int[] dead) in plan.Steps)
        {
            values[node] = Compute(node, [.. Definition.Nodes[node].Inputs.Select(ValueOf)], isTraining && node >= FrozenNodes);
            foreach (int read in dead)
                values[read]!.Dispose();
        }

        return ValueOf(plan.Output).flatten(1).to(torch.ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Computes a node; what it makes on the way is disposed of at once.</summary>
    private torch.Tensor Compute(int node, torch.Tensor[] inputs, bool isTraining)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.ScalarType type = Precision == TorchPrecision.BFloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;
        return _functions[node](inputs, new LayerPass(isTraining, type, Random)).MoveToOuterDisposeScope();
    }
}
