namespace Fer.Preprocessing;

/// <summary>The two forms of Borderline-SMOTE.</summary>
public enum BorderlineKind
{
    /// <summary>New rows between rows in danger and neighbours of their class.</summary>
    Borderline1,

    /// <summary>The same, and also new rows between rows in danger and neighbours of other classes, in the nearer half.</summary>
    Borderline2,
}
