namespace Fer;

/// <summary>Samples with a class and an identity each, in a fixed order.</summary>
public interface ILabeledData
{
    /// <summary>The class names; a label is an index into them.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>The class of each sample.</summary>
    IReadOnlyList<int> Labels { get; }

    /// <summary>
    /// The identity of each sample, unique and stable from run to run: for a picture, its path relative to the data's
    /// root with forward slashes. A derived sample carries its parents' identities within its own.
    /// </summary>
    IReadOnlyList<string> Ids { get; }
}
