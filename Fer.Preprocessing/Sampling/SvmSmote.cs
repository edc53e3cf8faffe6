namespace Fer.Preprocessing;

/// <summary>
/// SVM-SMOTE: new rows start from a class's support vectors; from those in danger towards their neighbours of the class, from safe ones
/// away from them, so that the class grows where others leave room (Nguyen, Cooper and Kamei, "Borderline over-sampling for imbalanced
/// data classification", 2011), as imbalanced-learn's <c>SVMSMOTE</c>.
/// </summary>
/// <remarks>
/// A support vector all of whose neighbours are of other classes is noise and left out. The share of rows of either kind is drawn from
/// Beta(10, 10); where a class has no support vectors of one kind, its rows are not made, as there.
/// </remarks>
/// <param name="supportVectors">Finds the support vectors; Fer.Ml's <c>SVC</c> does.</param>
public sealed class SvmSmote(ISupportVectorFinder supportVectors) : OverSampler
{
    private readonly ISupportVectorFinder _finder = supportVectors ?? throw new ArgumentNullException(nameof(supportVectors));

    /// <summary>The neighbours of the class among which one is drawn, at least 1; 5 by default.</summary>
    public int KNeighbors
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 5;

    /// <summary>The neighbours of any class by which a row is judged, at least 1; 10 by default.</summary>
    public int MNeighbors
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 10;

    /// <summary>The longest step away from a neighbour, as a part of the way to it, from 0 to 1; 0.5 by default.</summary>
    public float OutStep
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = value;
        }
    } = 0.5f;

    private protected override void Add(
        SamplingTask task, SortedDictionary<int, int> targets, int label, int count, List<RowOrigin> origins)
    {
        task.RequireNeighborsInTable(MNeighbors, nameof(MNeighbors));
        task.RequireNeighbors(label, KNeighbors, nameof(KNeighbors));
        int[] vectors = task.SupportVectors ??= _finder.Find(new TrainingSplit<FeatureTable>(task.Table), task.CancellationToken);
        int[] own = [.. vectors.Where(row => task.Table.Labels[row] == label)];
        if (own.Length == 0)
            return;
        NeighborTable neighbors = NearestNeighbors.Within(
            task.Rows, own, MNeighbors, task.Threads, ClassProgress.Of(task, targets, label), task.CancellationToken);
        ILookup<bool, int> inDanger = own.Index()
            .Select(item => (Row: item.Item, Others: task.CountOthers(neighbors.Indices(item.Index), label)))
            .Where(vector => vector.Others < MNeighbors)
            .ToLookup(vector => 2 * vector.Others >= MNeighbors, vector => vector.Row);
        int towards = (int)(BetaShare.Draw(Seed, label) * (count + 1));
        AddRows(task, label, [.. inDanger[true]], towards, origins, longestGap: 1);
        AddRows(task, label, [.. inDanger[false]], count - towards, origins, longestGap: -OutStep);
    }

    private void AddRows(SamplingTask task, int label, int[] parents, int count, List<RowOrigin> origins, float longestGap)
    {
        if (parents.Length == 0 || count <= 0)
            return;
        int[] rows = task.Counts.RowsOf(label);
        int[] positions = Array.ConvertAll(parents, row => Array.BinarySearch(rows, row));
        NeighborTable neighbors = NearestNeighbors.Within(
            task.RowsOf(label), positions, KNeighbors, task.Threads, null, task.CancellationToken);
        Interpolations.AddRandom(origins, origins.Count - task.Table.Count, count, parents, neighbors, rows, Seed, longestGap);
    }
}
