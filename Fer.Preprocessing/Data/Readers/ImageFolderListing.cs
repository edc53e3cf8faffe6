namespace Fer.Preprocessing;

/// <summary>Everything below a folder, as relative paths with forward slashes, each list in ordinal order.</summary>
internal sealed class ImageFolderListing
{
    // A link back to a parent folder would otherwise be followed until the system gives up.
    private const int DeepestFolder = 8;

    private readonly string _root;
    private readonly CancellationToken _cancellationToken;

    private ImageFolderListing(string root, CancellationToken cancellationToken)
    {
        _root = root;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Files named like pictures.</summary>
    public List<string> Pictures { get; } = [];

    /// <summary>Folders that are not hidden.</summary>
    public List<string> Folders { get; } = [];

    /// <summary>Hidden files and files that are not named like pictures.</summary>
    public List<string> Ignored { get; } = [];

    public static ImageFolderListing Read(string root, CancellationToken cancellationToken)
    {
        var listing = new ImageFolderListing(root, cancellationToken);
        try
        {
            listing.ReadFolder(new DirectoryInfo(root), prefix: "", depth: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{root}: cannot be listed: {error.Message}", error);
        }

        listing.Pictures.Sort(StringComparer.Ordinal);
        listing.Folders.Sort(StringComparer.Ordinal);
        listing.Ignored.Sort(StringComparer.Ordinal);
        return listing;
    }

    private void ReadFolder(DirectoryInfo folder, string prefix, int depth)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (depth > DeepestFolder)
        {
            throw new DatasetException(
                $"{_root}: '{prefix}' lies more than {DeepestFolder} folders deep; is it a link to a folder above it?");
        }

        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos("*", SearchOption.TopDirectoryOnly))
        {
            string path = prefix + entry.Name;
            if (entry is not DirectoryInfo subfolder)
            {
                (!IsHidden(entry.Name) && ImageFolder.IsPictureName(entry.Name) ? Pictures : Ignored).Add(path);
            }
            else if (!IsHidden(entry.Name))
            {
                Folders.Add(path);
                ReadFolder(subfolder, path + "/", depth + 1);
            }
        }
    }

    private static bool IsHidden(string name) =>
        name.StartsWith('.') || name.Equals("__MACOSX", StringComparison.OrdinalIgnoreCase);
}
