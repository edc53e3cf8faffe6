namespace Fer.Preprocessing;

/// <summary>
/// Loads pictures that lie in one folder per class, <c>class/picture</c> as torchvision's ImageFolder has them, or with a level
/// of splits above, <c>split/class/picture</c>.
/// </summary>
public static class ImageFolder
{
    private static readonly HashSet<string> PictureExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".png", ".bmp", ".gif", ".pgm", ".ppm", ".pbm", ".webp", ".tif", ".tiff",
    };

    /// <summary>
    /// Whether a file's name ends as a picture's does: .jpg, .jpeg, .png, .bmp, .gif, .pgm, .ppm, .pbm, .webp, .tif, .tiff.
    /// </summary>
    public static bool IsPictureName(string file) => PictureExtensions.Contains(Path.GetExtension(file));

    /// <summary>
    /// Lists the pictures of a folder. Splits are recognised by the pictures' depth: two folders deep means a level of splits.
    /// Classes are sorted by ordinal comparison and are the same for all splits; pictures are sorted by id, so the order is the
    /// same on every file system. Hidden files and files that are not named like pictures are left out and listed.
    /// </summary>
    /// <param name="root">The folder.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <exception cref="DatasetException">
    /// The folder is missing, cannot be read or has no pictures, or the pictures lie at different depths.
    /// </exception>
    public static DatasetContents Load(string root, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (File.Exists(root))
            throw new DatasetException($"{root}: is a file; give the folder that holds the class folders.");
        if (!Directory.Exists(root))
            throw new DatasetException($"{root}: no such folder.");

        ImageFolderListing listing = ImageFolderListing.Read(root, cancellationToken);
        bool hasSplits = PictureDepth(root, listing) == 2;
        int classLevel = hasSplits ? 1 : 0;
        string[] classes = NamesAtLevel(listing.Folders, classLevel);
        Dictionary<string, int> labels = Enumerable.Range(0, classes.Length).ToDictionary(i => classes[i], StringComparer.Ordinal);
        var all = new ImageDataset(
            classes,
            [.. listing.Pictures.Select(id => labels[PartOf(id, classLevel)])],
            listing.Pictures,
            [.. listing.Pictures.Select(id => Path.Combine(root, id))]);
        return new DatasetContents(
            root,
            all,
            hasSplits ? [.. listing.Pictures.Select(id => PartOf(id, 0))] : null,
            hasSplits ? NamesAtLevel(listing.Folders, 0) : null)
        {
            Layout = hasSplits ? "folders split/class/picture" : "folders class/picture",
            IgnoredFiles = listing.Ignored,
        };
    }

    private static int PictureDepth(string root, ImageFolderListing listing)
    {
        const string Layouts = "class/picture or split/class/picture";
        if (listing.Pictures.Count == 0)
        {
            string others = listing.Ignored.Count == 0 ? "" : $" ({listing.Ignored.Count} other files were left out)";
            throw new DatasetException($"{root}: has no pictures{others}; expected {Layouts}.");
        }

        string first = listing.Pictures[0];
        int depth = Depth(first);
        string? other = listing.Pictures.FirstOrDefault(picture => Depth(picture) != depth);
        if (other is not null)
        {
            throw new DatasetException(
                $"{root}: '{first}' and '{other}' lie at different depths; all pictures must lie as {Layouts}.");
        }

        return depth is 1 or 2
            ? depth
            : throw new DatasetException($"{root}: '{first}' lies {depth} folders deep; expected {Layouts}.");
    }

    private static string[] NamesAtLevel(List<string> folders, int level) =>
        [.. folders.Where(folder => Depth(folder) == level)
            .Select(folder => PartOf(folder, level))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    private static string PartOf(string path, int level) => path.Split('/')[level];

    private static int Depth(string id) => id.AsSpan().Count('/');
}
