namespace Fer.Models;

/// <summary>
/// Fits the convolutions that see the picture to other input: sums their weights over the channels, and folds the
/// normalisation of the channels into them.
/// </summary>
/// <remarks>
/// With w the weights and m, s the means and deviations per channel c: sum_c w_c * (x_c - m_c) / s_c is the convolution of x with
/// w_c / s_c, less the constant sum_c (m_c / s_c) * sum(w_c). The constant goes into the bias, or into the running mean of the
/// batch normalisation that follows, which subtracts it.
/// </remarks>
/// <param name="network">The network.</param>
/// <param name="tensors">The weights, which are replaced here.</param>
/// <param name="options">What is to be done.</param>
internal sealed class FirstConvolutionAdapter(
    NetworkDefinition network, Dictionary<string, Tensor> tensors, WeightLoadingOptions options)
{
    private const int InputNode = -1;

    /// <summary>Whether a tensor of another shape will fit once its channels are summed.</summary>
    public bool Accepts(NetworkParameter parameter, Tensor tensor) => options.SumInputChannels && CouldSum(parameter, tensor);

    /// <summary>Whether a tensor would fit if its channels were summed.</summary>
    public bool CouldSum(NetworkParameter parameter, Tensor tensor) =>
        IsFirstKernel(parameter)
        && network.Input.Channels == 1
        && tensor.Dimensions is [var outputs, > 1, var height, var width]
        && parameter.Definition.Dimensions.SequenceEqual([outputs, 1, height, width]);

    /// <summary>Does what the options ask for.</summary>
    /// <returns>The names of the tensors that were changed.</returns>
    /// <exception cref="TensorFileException">A normalisation cannot be folded in, or a value becomes infinite.</exception>
    public IReadOnlyList<string> Apply()
    {
        var adapted = new List<string>();
        if (options.FoldNormalization is not null && FindOtherReader() is { } other)
            throw CannotFold($"the layer '{other}' takes the picture, and is not a convolution");
        foreach (NetworkParameter kernel in network.Parameters.Where(IsFirstKernel))
        {
            if (options.FoldNormalization is { } normalization)
                adapted.AddRange(Fold(kernel, normalization));
            if (Accepts(kernel, tensors[kernel.Name]))
            {
                tensors[kernel.Name] = SumChannels(tensors[kernel.Name]);
                adapted.Add(kernel.Name);
            }
        }

        string[] names = [.. adapted.Distinct(StringComparer.Ordinal)];
        if (Array.Find(names, name => Array.Exists(tensors[name].Values, value => !float.IsFinite(value))) is { } overflown)
        {
            throw new TensorFileException(
                $"{options.File}: the values of '{overflown}' are so large that fitting them to the input leads beyond 32-bit " +
                "floating point: the training that wrote them diverged; use an earlier checkpoint.");
        }

        return names;
    }

    private bool IsFirstKernel(NetworkParameter parameter) =>
        parameter.Definition.Role == ParameterRole.Weight
        && network.Nodes[parameter.Node] is { Layer: Conv2d } node
        && node.Inputs.Contains(InputNode);

    private string? FindOtherReader() =>
        network.Nodes.FirstOrDefault(node => node.Inputs.Contains(InputNode) && node.Layer is not Conv2d)?.Name;

    private List<string> Fold(NetworkParameter kernel, ChannelNormalization normalization)
    {
        Tensor weights = tensors[kernel.Name];
        int channels = weights.Dimensions[1];
        if (normalization.Mean.Count != channels || normalization.Deviation.Count != channels)
        {
            throw CannotFold(
                $"it has {normalization.Mean.Count} means and {normalization.Deviation.Count} deviations, " +
                $"and '{kernel.Name}' {channels} channels");
        }

        if (normalization.Deviation.Any(deviation => !(deviation > 0)))
            throw CannotFold("a deviation is not above 0");

        int outputs = weights.Dimensions[0];
        int area = weights.Dimensions[2] * weights.Dimensions[3];
        float[] folded = [.. weights.Values];
        var constants = new double[outputs];
        for (int output = 0; output < outputs; output++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                foreach (ref float weight in folded.AsSpan((output * channels + channel) * area, area))
                {
                    constants[output] += (double)weight * normalization.Mean[channel] / normalization.Deviation[channel];
                    weight /= normalization.Deviation[channel];
                }
            }
        }

        List<string> adapted = [kernel.Name, .. Subtract(kernel.Node, constants)];
        tensors[kernel.Name] = new Tensor(weights.Dimensions, folded);
        return adapted;
    }

    /// <summary>
    /// Takes constants off a convolution's outputs: from its bias, or by what the batch normalisations after it subtract.
    /// </summary>
    private string[] Subtract(int node, double[] constants)
    {
        NetworkParameter? bias = network.Parameters.FirstOrDefault(p => p.Node == node && p.Definition.Role == ParameterRole.Bias);
        if (bias is not null)
        {
            AddTo(bias.Name, constants, -1);
            return [bias.Name];
        }

        int[] readers = [.. Enumerable.Range(0, network.Nodes.Count).Where(i => network.Nodes[i].Inputs.Contains(node))];
        if (readers.Length == 0 || Array.Exists(readers, reader => network.Nodes[reader].Layer is not BatchNorm))
        {
            throw CannotFold(
                $"the convolution '{network.Nodes[node].Name}' has neither a bias nor only batch normalisation after it to take the means");
        }

        string[] means =
        [
            .. network.Parameters
                .Where(p => readers.Contains(p.Node) && p.Definition.Role == ParameterRole.RunningMean)
                .Select(p => p.Name),
        ];
        foreach (string mean in means)
            AddTo(mean, constants, +1);
        return means;
    }

    private void AddTo(string name, double[] constants, int sign)
    {
        Tensor tensor = tensors[name];
        float[] values = [.. tensor.Values.Select((value, i) => (float)(value + sign * constants[i]))];
        tensors[name] = new Tensor(tensor.Dimensions, values);
    }

    private static Tensor SumChannels(Tensor weights)
    {
        int outputs = weights.Dimensions[0];
        int channels = weights.Dimensions[1];
        int area = weights.Dimensions[2] * weights.Dimensions[3];
        var sums = new float[outputs * area];
        for (int i = 0; i < sums.Length; i++)
        {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++)
                sum += weights.Values[(i / area * channels + channel) * area + i % area];
            sums[i] = (float)sum;
        }

        return new Tensor([outputs, 1, weights.Dimensions[2], weights.Dimensions[3]], sums);
    }

    private TensorFileException CannotFold(string reason) => new(
        $"{options.File}: the normalisation cannot be folded into the network '{network.Name}': {reason}; normalise the pictures instead.");
}
