namespace Fer.Engine;

/// <summary>The operations of a network in the order in which they run, and the values at its ends.</summary>
internal sealed class CompiledGraph
{
    public CompiledGraph(Operation[] operations, Value input, Value output, Value features)
    {
        Operations = operations;
        Input = input;
        Output = output;
        Features = features;
        Parameters = [.. operations.SelectMany(operation => operation.Parameters)];
    }

    public Operation[] Operations { get; }

    public Value Input { get; }

    public Value Output { get; }

    public Value Features { get; }

    /// <summary>Every parameter and statistic.</summary>
    public Parameter[] Parameters { get; }

    /// <summary>The operations that go back, last first; none before memory is allocated, nor while predicting only.</summary>
    public Operation[] BackwardOperations { get; private set; } = [];

    /// <summary>
    /// Places all values, gradients and scratch memory in one arena by when they are needed: forward steps come at the
    /// moments 0, 1, ..., the loss behind them, and the steps back in reverse order behind the loss.
    /// </summary>
    /// <param name="batchSize">The most samples.</param>
    /// <param name="training">Whether to plan for going back, too.</param>
    public unsafe NativeBuffer AllocateActivations(int batchSize, bool training)
    {
        ShareMemory(training);
        HashSet<Operation> backward = training ? FindBackward() : [];
        int loss = Operations.Length;
        int Backward(int operation) => 2 * loss - operation;

        // An operation in place shares its input's block, so blocks are found by the value they began with.
        var data = new Dictionary<Value, MemoryRequest> { [Input] = new((long)batchSize * Input.Size, 0, 0) };
        var requests = new List<MemoryRequest>();
        void Extend(Value value, int moment) => data[value].LastUse = Math.Max(data[value].LastUse, moment);

        for (int i = 0; i < loss; i++)
        {
            Operation operation = Operations[i];
            bool goesBack = backward.Contains(operation);
            data[operation.Output] = operation.IsInPlace
                ? data[operation.Input]
                : new MemoryRequest((long)batchSize * operation.Output.Size, i, i);
            Extend(operation.Output, i);
            for (int j = 0; j < operation.Inputs.Length; j++)
                Extend(operation.Inputs[j], goesBack && operation.NeedsInputForBackward(j) ? Backward(i) : i);
            if (goesBack && operation.NeedsOutputForBackward)
                Extend(operation.Output, Backward(i));
        }

        Extend(Output, loss);
        Extend(Features, loss);

        var gradients = new Dictionary<Value, MemoryRequest>();
        if (backward.Count > 0)
            gradients[Output] = new MemoryRequest((long)batchSize * Output.Size, loss, loss);
        for (int i = loss - 1; i >= 0; i--)
        {
            Operation operation = Operations[i];
            if (!backward.Contains(operation))
                continue;
            MemoryRequest gradient = gradients[operation.Output];
            gradient.LastUse = Math.Max(gradient.LastUse, Backward(i));
            for (int j = 0; j < operation.Inputs.Length; j++)
            {
                if (operation.InputGradients[j] != GradientMode.Write)
                    continue;
                gradients[operation.Inputs[j]] = operation.IsInPlace && j == 0
                    ? gradient
                    : new MemoryRequest((long)batchSize * operation.Inputs[j].Size, Backward(i), Backward(i));
            }
        }

        for (int i = 0; i < loss; i++)
            requests.AddRange(Operations[i].RequestMemory(i, backward.Contains(Operations[i]) ? Backward(i) : null));
        requests.AddRange(data.Values.Concat(gradients.Values).Distinct(ReferenceEqualityComparer.Instance).Cast<MemoryRequest>());
        var arena = new NativeBuffer(MemoryPlanner.Plan(requests));
        foreach ((Value value, MemoryRequest request) in data)
            value.Data = arena.Pointer + request.Offset;
        foreach ((Value value, MemoryRequest request) in gradients)
            value.Gradient = arena.Pointer + request.Offset;
        foreach (Operation operation in Operations)
            operation.UseMemory(arena.Pointer);
        BackwardOperations = [.. Operations.Where(backward.Contains).Reverse()];
        return arena;
    }

    /// <summary>
    /// Lets operations overwrite their first input where no one else reads it: no other operation, not the one that made it
    /// when it goes back, and nobody outside.
    /// </summary>
    private void ShareMemory(bool training)
    {
        ILookup<Value, Operation> readers = Operations
            .SelectMany(operation => operation.Inputs.Select(input => (input, operation)))
            .ToLookup(pair => pair.input, pair => pair.operation);
        Dictionary<Value, Operation> makers = Operations.ToDictionary(operation => operation.Output);
        foreach (Operation operation in Operations)
        {
            bool CanOverwrite(Value input) => readers[input].Count() == 1
                && input != Features
                && !(training && makers.TryGetValue(input, out Operation? maker) && maker.NeedsOutputForBackward);

            if (!operation.CanWorkInPlace)
                continue;

            // A sum can be made in any of its terms.
            Value[] candidates = operation is AddOperation ? operation.Inputs : [operation.Input];
            int chosen = Array.FindIndex(candidates, CanOverwrite);
            if (chosen > 0)
                (operation.Inputs[0], operation.Inputs[chosen]) = (operation.Inputs[chosen], operation.Inputs[0]);
            operation.IsInPlace = chosen >= 0;
        }
    }

    /// <summary>
    /// Finds the operations that lie between something that learns and the loss, and says who writes which gradient first.
    /// </summary>
    private HashSet<Operation> FindBackward()
    {
        var learning = new HashSet<Value>();
        foreach (Operation operation in Operations)
        {
            bool learns = !operation.IsFrozen && operation.Parameters.Any(parameter => parameter.Definition.IsTrainable);
            if (learns || operation.Inputs.Any(learning.Contains))
                learning.Add(operation.Output);
        }

        var backward = new HashSet<Operation>();
        var written = new HashSet<Value> { Output };
        foreach (Operation operation in Operations.Reverse())
        {
            if (!learning.Contains(operation.Output) || !written.Contains(operation.Output))
                continue;
            backward.Add(operation);
            for (int j = 0; j < operation.Inputs.Length; j++)
            {
                operation.InputGradients[j] = !learning.Contains(operation.Inputs[j])
                    ? GradientMode.None
                    : written.Add(operation.Inputs[j]) ? GradientMode.Write : GradientMode.Accumulate;
            }
        }

        return backward;
    }
}
