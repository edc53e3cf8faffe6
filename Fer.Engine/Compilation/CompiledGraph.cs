namespace Fer.Engine;

/// <summary>The operations of a network in the order in which they run, and the values at its ends.</summary>
internal sealed record CompiledGraph(Operation[] Operations, Value Input, Value Output, Value Features)
{
    /// <summary>Every parameter and statistic, in the definition's order.</summary>
    public Parameter[] Parameters { get; } = [.. Operations.SelectMany(operation => operation.Parameters)];

    /// <summary>
    /// Places all values, gradients and scratch memory in one arena by when they are needed: forward steps come at the
    /// moments 0, 1, ..., the loss behind them, and the steps back in reverse order behind the loss.
    /// </summary>
    /// <param name="batchSize">The most samples.</param>
    /// <param name="training">Whether to plan for going back, too.</param>
    public unsafe NativeBuffer AllocateActivations(int batchSize, bool training)
    {
        int loss = Operations.Length;
        int Backward(int operation) => 2 * loss - operation;

        // An operation in place shares its input's block, so blocks are found by the value they began with.
        var data = new Dictionary<Value, MemoryRequest> { [Input] = new((long)batchSize * Input.Size, 0, 0) };
        var gradients = new Dictionary<Value, MemoryRequest>();
        var requests = new List<MemoryRequest>();
        void Extend(Value value, int moment) => data[value].LastUse = Math.Max(data[value].LastUse, moment);

        for (int i = 0; i < loss; i++)
        {
            Operation operation = Operations[i];
            Extend(operation.Input, i);
            data[operation.Output] = operation.IsInPlace
                ? data[operation.Input]
                : new MemoryRequest((long)batchSize * operation.Output.Size, i, i);
            Extend(operation.Output, i);
            if (training && operation.NeedsInputForBackward)
                Extend(operation.Input, Backward(i));
            if (training && operation.NeedsOutputForBackward)
                Extend(operation.Output, Backward(i));
            requests.AddRange(operation.RequestMemory(i, training ? Backward(i) : null));
        }

        Extend(Output, loss);
        Extend(Features, loss);

        int firstLearning = Enumerable.Range(0, loss).FirstOrDefault(i => Operations[i].Parameters.Count > 0, loss);
        for (int i = loss - 1; training && i >= firstLearning; i--)
        {
            Operation operation = Operations[i];
            if (!gradients.TryGetValue(operation.Output, out MemoryRequest? gradient))
                gradient = gradients[operation.Output] = new MemoryRequest((long)batchSize * operation.Output.Size, loss, loss);
            gradient.LastUse = Backward(i);
            if (i > firstLearning)
            {
                gradients[operation.Input] = operation.IsInPlace
                    ? gradient
                    : new MemoryRequest((long)batchSize * operation.Input.Size, Backward(i), Backward(i));
            }
        }

        requests.AddRange(data.Values.Concat(gradients.Values).Distinct(ReferenceEqualityComparer.Instance).Cast<MemoryRequest>());
        var arena = new NativeBuffer(MemoryPlanner.Plan(requests));
        foreach ((Value value, MemoryRequest request) in data)
            value.Data = arena.Pointer + request.Offset;
        foreach ((Value value, MemoryRequest request) in gradients)
            value.Gradient = arena.Pointer + request.Offset;
        foreach (Operation operation in Operations)
            operation.UseMemory(arena.Pointer);
        return arena;
    }
}
