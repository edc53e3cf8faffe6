namespace Fer;

/// <summary>Labelled data of which a part can be taken, so that one splitter serves pictures, tables and batches.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface ISubsettable<out TSelf> : ILabeledData
    where TSelf : ISubsettable<TSelf>
{
    /// <summary>The samples at the given positions, in that order, with the same classes.</summary>
    TSelf Subset(IReadOnlyList<int> indices);
}
