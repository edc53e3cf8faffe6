namespace Fer.Cli.Demo;

/// <summary>
/// How strongly each facial action unit is at work, from 0 (at rest) to about 1. Numbers and names are those of the Facial
/// Action Coding System (Ekman and Friesen, "Facial Action Coding System", 1978).
/// </summary>
internal readonly record struct ActionUnits
{
    /// <summary>AU1.</summary>
    public float InnerBrowRaiser { get; init; }

    /// <summary>AU2.</summary>
    public float OuterBrowRaiser { get; init; }

    /// <summary>AU4.</summary>
    public float BrowLowerer { get; init; }

    /// <summary>AU5.</summary>
    public float UpperLidRaiser { get; init; }

    /// <summary>AU6.</summary>
    public float CheekRaiser { get; init; }

    /// <summary>AU7.</summary>
    public float LidTightener { get; init; }

    /// <summary>AU9.</summary>
    public float NoseWrinkler { get; init; }

    /// <summary>AU10.</summary>
    public float UpperLipRaiser { get; init; }

    /// <summary>AU12.</summary>
    public float LipCornerPuller { get; init; }

    /// <summary>AU15.</summary>
    public float LipCornerDepressor { get; init; }

    /// <summary>AU16.</summary>
    public float LowerLipDepressor { get; init; }

    /// <summary>AU17.</summary>
    public float ChinRaiser { get; init; }

    /// <summary>AU20.</summary>
    public float LipStretcher { get; init; }

    /// <summary>AU23.</summary>
    public float LipTightener { get; init; }

    /// <summary>AU25.</summary>
    public float LipsPart { get; init; }

    /// <summary>AU26.</summary>
    public float JawDrop { get; init; }

    /// <summary>
    /// The action units of one showing of an expression, by the prototypes of the Facial Action Coding System's investigators'
    /// guide (Ekman, Friesen and Hager, 2002). People differ: each unit varies on its own, and some stay away.
    /// </summary>
    /// <param name="expression">The expression shown.</param>
    /// <param name="random">Decides the intensity, 0.5 to 1, and the variant.</param>
    public static ActionUnits Of(Expression expression, ref RandomGenerator random)
    {
        float intensity = random.Between(0.5f, 1f);
        bool open = random.Chance(0.5f);
        return expression switch
        {
            Expression.Angry => new ActionUnits
            {
                BrowLowerer = Vary(intensity, ref random),
                UpperLidRaiser = Vary(0.5f * intensity, ref random),
                LidTightener = Vary(0.8f * intensity, ref random),
                UpperLipRaiser = open ? 0.2f * intensity : 0,
                LowerLipDepressor = open ? Vary(0.5f * intensity, ref random) : 0,
                LipStretcher = open ? 0.2f * intensity : 0,
                LipTightener = Vary(intensity, ref random),
                LipsPart = open && random.Chance(0.7f) ? Vary(intensity, ref random) : 0,
            },
            Expression.Disgust => new ActionUnits
            {
                BrowLowerer = Vary(0.5f * intensity, ref random),
                CheekRaiser = Vary(0.4f * intensity, ref random),
                LidTightener = Vary(0.6f * intensity, ref random),
                NoseWrinkler = Vary(intensity, ref random),
                UpperLipRaiser = Vary(intensity, ref random),
                LipCornerDepressor = Vary(0.6f * intensity, ref random),
                LowerLipDepressor = open ? Vary(0.6f * intensity, ref random) : 0,
                ChinRaiser = open ? 0 : Vary(0.6f * intensity, ref random),
                LipsPart = open ? Vary(0.6f * intensity, ref random) : 0,
            },
            Expression.Fear => new ActionUnits
            {
                InnerBrowRaiser = Vary(intensity, ref random),
                OuterBrowRaiser = Vary(0.4f * intensity, ref random),
                BrowLowerer = Vary(0.7f * intensity, ref random),
                UpperLidRaiser = Vary(intensity, ref random),
                LipStretcher = Vary(intensity, ref random),
                LipsPart = Vary(intensity, ref random),
                JawDrop = Vary((open ? 0.55f : 0.2f) * intensity, ref random),
            },
            Expression.Happy => new ActionUnits
            {
                CheekRaiser = Vary(intensity, ref random),
                LipCornerPuller = Vary(intensity, ref random),
                LipsPart = random.Chance(0.75f) ? Vary(intensity, ref random) : 0,
                JawDrop = open ? Vary(0.45f * intensity, ref random) : 0,
            },
            Expression.Sad => new ActionUnits
            {
                InnerBrowRaiser = Vary(intensity, ref random),
                BrowLowerer = Vary(0.6f * intensity, ref random),
                LipCornerDepressor = Vary(intensity, ref random),
                ChinRaiser = Vary(0.7f * intensity, ref random),
            },
            Expression.Surprise => new ActionUnits
            {
                InnerBrowRaiser = Vary(intensity, ref random),
                OuterBrowRaiser = Vary(intensity, ref random),
                UpperLidRaiser = Vary(0.9f * intensity, ref random),
                LipsPart = Vary(intensity, ref random),
                JawDrop = Vary(intensity, ref random),
            },
            Expression.Neutral => new ActionUnits
            {
                LipsPart = random.Chance(0.1f) ? random.Between(0, 0.3f) : 0,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, "Not one of the seven expressions."),
        };
    }

    private static float Vary(float strength, ref RandomGenerator random) =>
        strength * (random.Chance(0.08f) ? random.Between(0, 0.4f) : random.Between(0.75f, 1.15f));
}
