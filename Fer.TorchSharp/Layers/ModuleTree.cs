using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>Layers with parameters as modules in modules, by the steps of their names, so that parameters are named alike.</summary>
internal static class ModuleTree
{
    /// <summary>Registers the modules of a network.</summary>
    /// <param name="root">The module to register them in.</param>
    /// <param name="definition">The network.</param>
    /// <param name="device">Where the parameters are to be.</param>
    /// <returns>Each node's module; null for a node without parameters.</returns>
    /// <exception cref="NetworkDefinitionException">A layer's name gives no module's name.</exception>
    public static LayerModule?[] Build(torch.nn.Module root, NetworkDefinition definition, torch.Device device)
    {
        var modules = new LayerModule?[definition.Nodes.Count];
        var tree = new Dictionary<string, torch.nn.Module>(StringComparer.Ordinal) { [""] = root };

        // Shorter names first: "conv" before "conv.norm", which stands in it.
        foreach (int node in Enumerable.Range(0, modules.Length).OrderBy(i => definition.Nodes[i].Name.Length))
        {
            ParameterDefinition[] parameters = [.. definition.Nodes[node].Layer.Parameters(definition.InputShape(node))];
            if (parameters.Length == 0)
                continue;
            (torch.nn.Module parent, string name) = Parent(tree, root, definition.Nodes[node].Name);
            modules[node] = new LayerModule(name, parameters, device);
            parent.register_module(name, modules[node]!);
            tree[definition.Nodes[node].Name] = modules[node]!;
        }

        return modules;
    }

    /// <summary>The module that a name stands in, made where it is not there, and the last step of the name.</summary>
    private static (torch.nn.Module Parent, string Name) Parent(Dictionary<string, torch.nn.Module> tree, torch.nn.Module root, string path)
    {
        string[] steps = path.Split('.');
        if (steps.Contains(""))
            throw new NetworkDefinitionException($"A module cannot be named after layer '{path}': give a name between all dots.");
        torch.nn.Module parent = root;
        for (int i = 1; i < steps.Length; i++)
        {
            string prefix = string.Join('.', steps[..i]);
            if (!tree.TryGetValue(prefix, out torch.nn.Module? module))
            {
                module = tree[prefix] = new LayerModule(steps[i - 1], [], torch.CPU);
                parent.register_module(steps[i - 1], module);
            }

            parent = module;
        }

        return (parent, steps[^1]);
    }
}
