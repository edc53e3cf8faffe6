namespace Fer.Preprocessing;

/// <summary>Which columns of a CSV file say what. A null name stands for the usual names in any case, tried in order.</summary>
public sealed record LabelCsvOptions
{
    /// <summary>
    /// The column of the pictures' paths, relative to <see cref="Root"/>. Default null: path, pth, file, filename, file_name,
    /// filepath, image, image_path, image_name, img, subDirectory_filePath.
    /// </summary>
    public string? PathColumn { get; init; }

    /// <summary>The column of the classes. Default null: label, class, emotion, expression, target.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>The column of the splits. Default null: split, usage, subset, partition, fold; without it there are no splits.</summary>
    public string? SplitColumn { get; init; }

    /// <summary>
    /// The column of what belongs on one side of a split. Default null: group, subject, subject_id, person, identity; without it
    /// no groups are known.
    /// </summary>
    public string? GroupColumn { get; init; }

    /// <summary>
    /// The column of <see cref="ImageDataset.Confidences"/>. Default null: relFCs, confidence; without it none are known.
    /// </summary>
    public string? ConfidenceColumn { get; init; }

    /// <summary>Pictures of a confidence below this are left out. Default null: none.</summary>
    public float? MinConfidence { get; init; }

    /// <summary>The folder that the paths are relative to. Default null: the CSV file's.</summary>
    public string? Root { get; init; }

    /// <summary>What stands between two fields. Default a comma.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>
    /// The classes; then a label is one of these names, or a number from 0 that stands for one. Default null: the labels that come
    /// up, in ordinal order.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }
}
