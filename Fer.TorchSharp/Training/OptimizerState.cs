using TorchSharp;

namespace Fer.TorchSharp;

/// <summary>Adam's moments and numbers of steps as tensors by name, with the embedded engine's names.</summary>
internal static class OptimizerState
{
    /// <summary>A copy of an optimiser's state.</summary>
    public static Dictionary<string, Tensor> Export(AdamOptimizer optimizer)
    {
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (int i = 0; i < optimizer.Parameters.Count; i++)
        {
            NetworkParameter parameter = optimizer.Parameters[i].Parameter;
            using torch.Tensor moment1 = optimizer.Moment1(i), moment2 = optimizer.Moment2(i);
            state[Moment1Name(parameter)] = new Tensor(parameter.Definition.Dimensions, TensorValues.ToArray(moment1));
            state[Moment2Name(parameter)] = new Tensor(parameter.Definition.Dimensions, TensorValues.ToArray(moment2));
            state[StepsName(parameter)] = new Tensor([], [optimizer.Steps(i)]);
        }

        return state;
    }

    /// <summary>Fills the moments of the parameters that a state has.</summary>
    public static void Import(IReadOnlyDictionary<string, Tensor> state, AdamOptimizer optimizer)
    {
        for (int i = 0; i < optimizer.Parameters.Count; i++)
        {
            NetworkParameter parameter = optimizer.Parameters[i].Parameter;
            if (!state.ContainsKey(StepsName(parameter)))
                continue;
            using torch.Tensor moment1 = optimizer.Moment1(i), moment2 = optimizer.Moment2(i);
            TensorValues.Import(state, Moment1Name(parameter), parameter.Definition.Dimensions, moment1);
            TensorValues.Import(state, Moment2Name(parameter), parameter.Definition.Dimensions, moment2);
        }
    }

    /// <summary>Adds the weights and statistics that learn, where averages of them have their names.</summary>
    public static void ExportLearning(IEnumerable<NetworkParameter> parameters, TorchNetwork module, Dictionary<string, Tensor> state)
    {
        foreach (NetworkParameter parameter in parameters)
            state[LearningName(parameter)] = new Tensor(parameter.Definition.Dimensions, TensorValues.ToArray(module.Find(parameter)));
    }

    /// <summary>Fills those that a state has.</summary>
    public static void ImportLearning(
        IReadOnlyDictionary<string, Tensor> state, IEnumerable<NetworkParameter> parameters, TorchNetwork module)
    {
        foreach (NetworkParameter parameter in parameters.Where(parameter => state.ContainsKey(LearningName(parameter))))
            TensorValues.Import(state, LearningName(parameter), parameter.Definition.Dimensions, module.Find(parameter));
    }

    /// <summary>A parameter's steps so far; 0 where a state has none of it.</summary>
    public static int StepsOf(NetworkParameter parameter, IReadOnlyDictionary<string, Tensor> state) =>
        state.TryGetValue(StepsName(parameter), out Tensor? steps) ? (int)steps.Values[0] : 0;

    /// <summary>Checks that a state has a parameter's moments and steps.</summary>
    /// <exception cref="TensorFileException">Something is missing or has other dimensions.</exception>
    public static void Check(NetworkParameter parameter, IReadOnlyDictionary<string, Tensor> state)
    {
        if (!state.TryGetValue(StepsName(parameter), out Tensor? steps) || steps.Values is not [>= 0])
        {
            throw new TensorFileException(
                $"'{StepsName(parameter)}' is missing or not one number; use the state that was saved from this network.");
        }

        TensorValues.Check(state, Moment1Name(parameter), parameter.Definition.Dimensions);
        TensorValues.Check(state, Moment2Name(parameter), parameter.Definition.Dimensions);
    }

    private static string LearningName(NetworkParameter parameter) => parameter.Name + ".learning";

    private static string StepsName(NetworkParameter parameter) => parameter.Name + ".step";

    private static string Moment1Name(NetworkParameter parameter) => parameter.Name + ".exp_avg";

    private static string Moment2Name(NetworkParameter parameter) => parameter.Name + ".exp_avg_sq";
}
