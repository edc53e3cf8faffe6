namespace Fer.Cli.Demo;

/// <summary>
/// What makes one person look different from another, whatever the expression. Lengths are in face units: the half width of an
/// average head is 1, x runs to the right, y down, and the origin lies between the eyes and the tip of the nose. Tones run from
/// 0 (black) to 1 (white).
/// </summary>
internal readonly record struct FaceTraits
{
    private FaceTraits(ref RandomGenerator random)
    {
        SkinTone = random.Between(0.36f, 0.88f);
        HairTone = random.Chance(0.12f) ? random.Between(0.6f, 0.85f) : random.Between(0.03f, 0.45f);
        BrowTone = Math.Min(0.7f * HairTone, 0.5f * SkinTone);
        IrisTone = random.Between(0.05f, 0.4f);
        LipTone = random.Between(0.55f, 0.88f);

        HeadWidth = random.Between(0.92f, 1.06f);
        HeadHeight = random.Between(1.2f, 1.38f);
        JawWidth = random.Between(0.7f, 0.9f);

        EyeSpacing = random.Between(0.4f, 0.47f);
        EyeHeight = random.Between(-0.27f, -0.19f);
        EyeWidth = random.Between(0.21f, 0.27f);
        EyeOpening = random.Between(0.85f, 1.15f);
        EyeSlant = random.Around(0.15f);

        BrowHeight = random.Between(0.25f, 0.34f);
        BrowThickness = random.Between(0.045f, 0.095f);
        BrowSlant = random.Around(0.07f);
        BrowArch = random.Between(0.01f, 0.07f);

        NoseLength = random.Between(0.4f, 0.52f);
        NoseWidth = random.Between(0.13f, 0.2f);

        MouthHeight = random.Between(0.58f, 0.68f);
        MouthWidth = random.Between(0.32f, 0.41f);
        LipThickness = random.Between(0.05f, 0.12f);
        MouthCurve = random.Around(0.04f);

        Age = random.NextSingle();
        Hair = (HairStyle)random.Next(Enum.GetValues<HairStyle>().Length);
        Parting = random.Around(0.35f);
        HairLine = random.Between(-0.9f, -0.72f);
        HasGlasses = random.Chance(0.12f);
        HasMoustache = Hair != HairStyle.Long && random.Chance(0.12f);
        HasBeard = Hair != HairStyle.Long && random.Chance(0.12f);
    }

    public float SkinTone { get; }

    public float HairTone { get; }

    public float BrowTone { get; }

    public float IrisTone { get; }

    /// <summary>The tone of the lips as a part of the skin's.</summary>
    public float LipTone { get; }

    public float HeadWidth { get; }

    public float HeadHeight { get; }

    public float JawWidth { get; }

    /// <summary>From the middle of the face to the middle of an eye.</summary>
    public float EyeSpacing { get; }

    public float EyeHeight { get; }

    /// <summary>Half the width of an eye.</summary>
    public float EyeWidth { get; }

    /// <summary>How wide the eyes are open at rest, about 1.</summary>
    public float EyeOpening { get; }

    /// <summary>How much lower (positive) the outer corners of the eyes lie, as a slope.</summary>
    public float EyeSlant { get; }

    /// <summary>From the eyes up to the brows.</summary>
    public float BrowHeight { get; }

    public float BrowThickness { get; }

    /// <summary>How much lower (positive) than the outer the inner ends of the brows lie at rest.</summary>
    public float BrowSlant { get; }

    public float BrowArch { get; }

    public float NoseLength { get; }

    public float NoseWidth { get; }

    public float MouthHeight { get; }

    /// <summary>Half the width of the mouth.</summary>
    public float MouthWidth { get; }

    public float LipThickness { get; }

    /// <summary>How much lower (positive) than the corners the middle of the mouth lies at rest.</summary>
    public float MouthCurve { get; }

    /// <summary>From 0 (smooth skin) to 1 (folds that show at rest).</summary>
    public float Age { get; }

    public HairStyle Hair { get; }

    /// <summary>How far to the side the hair is parted.</summary>
    public float Parting { get; }

    /// <summary>Where the hair begins on the forehead.</summary>
    public float HairLine { get; }

    public bool HasGlasses { get; }

    public bool HasMoustache { get; }

    public bool HasBeard { get; }

    /// <summary>A person made up at random.</summary>
    public static FaceTraits Random(ref RandomGenerator random) => new(ref random);
}
