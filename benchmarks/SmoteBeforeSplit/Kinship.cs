using Fer;

namespace SmoteBeforeSplit;

/// <summary>How many held-back rows share a picture with the rows that were learnt from.</summary>
internal static class Kinship
{
    public static double Share(ResampledTable resampled, FeatureTable training, FeatureTable heldBack)
    {
        Dictionary<string, RowOrigin> origins = resampled.Ids.Zip(resampled.Origins).ToDictionary(StringComparer.Ordinal);
        HashSet<int> learnt = [.. training.Ids.SelectMany(id => origins[id].Parents)];
        return (double)heldBack.Ids.Count(id => origins[id].Parents.Any(learnt.Contains)) / heldBack.Count;
    }
}
