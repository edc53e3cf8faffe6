namespace Fer.Training;

/// <summary>Whether samples fit a network.</summary>
internal static class SampleChecks
{
    /// <summary>Refuses samples that a network cannot take.</summary>
    /// <param name="source">The samples.</param>
    /// <param name="network">The network.</param>
    /// <param name="name">What the samples are for, as errors call them.</param>
    public static void ThrowIfUnfit(ISampleSource source, NetworkDefinition network, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Labels.Count == 0)
            throw new DatasetException($"The {name} holds no samples; give at least one.");
        if (source.InputShape != network.Input)
        {
            throw new DatasetException(
                $"The {name} has samples of {source.InputShape}, but '{network.Name}' takes {network.Input}; resize or convert them.");
        }

        if (source.Classes.Count != network.Classes)
        {
            throw new DatasetException(
                $"The {name} has {source.Classes.Count} classes ({string.Join(", ", source.Classes)}), "
                + $"but '{network.Name}' has {network.Classes}; build the network for the data's classes.");
        }

        for (int i = 0; i < source.Labels.Count; i++)
        {
            if ((uint)source.Labels[i] >= (uint)source.Classes.Count)
                throw new DatasetException($"'{source.Ids[i]}': label {source.Labels[i]} is outside the {source.Classes.Count} classes.");
        }
    }
}
