namespace Fer.Evaluation.Tests;

/// <summary>Contents of reports, made up from a seed: an ordinary one, and those that are hard to lay out.</summary>
internal static class SampleReports
{
    public static readonly string[] Emotions = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"];

    public static IEnumerable<(string Name, ReportContent Content)> All =>
    [
        ("ordinary", Ordinary()),
        ("many-classes", ManyClasses()),
        ("two-classes", TwoClasses()),
        ("one-sample", OneSample()),
        ("perfect", Perfect()),
        ("hostile", Hostile()),
    ];

    public static ReportContent Ordinary()
    {
        Predictions predictions = Predict(Emotions, 3589, [0.13, 0.016, 0.138, 0.25, 0.17, 0.18, 0.116], skill: 2.1, seed: 1);
        return Content("ferd-cnn on drawn faces", predictions) with
        {
            Subtitle = "3,589 pictures of the validation part · run of 7 June 2024",
            Settings =
            [
                ("Model", "ferd-cnn (4,049,671 parameters)"), ("Data", "faces/validation, 7 classes, 48x48 grey"),
                ("Optimiser", "Adam, learning rate 1e-4"), ("Batch size", "64"), ("Epochs", "24 of 60, stopped early"),
                ("Augmentation", "horizontal flip, rotation up to 10 degrees"), ("Class balance", "class weights"), ("Seed", "42"),
            ],
            Notes =
            [
                "280 evaluated pictures are byte-identical to training pictures.",
                "12 pictures are plain black; they are counted as they are labelled.",
            ],
            History = [.. Enumerable.Range(1, 24).Select(Epoch)],
            Picture = i => DrawFace(predictions.Labels[i], (ulong)i),
            PictureEncoder = new TestPngEncoder(),
        };
    }

    public static ReportContent ManyClasses()
    {
        string[] classes = [.. Enumerable.Range(0, 26).Select(c => $"letter {(char)('A' + c)}")];
        classes[4] = "a class with a name that is far too long for any column";
        double[] shares = [.. Enumerable.Range(0, 26).Select(c => c is 7 or 11 ? 0 : 1.0)];
        return Content("Twenty-six classes, two of them absent", Predict(classes, 900, shares, skill: 2.5, seed: 2)) with { MaxErrors = 6 };
    }

    public static ReportContent TwoClasses()
    {
        Predictions predictions = Predict(["smile", "no smile"], 200, [0.3, 0.7], skill: 1.2, seed: 3);
        return Content("Two classes, one epoch", predictions) with
        {
            History = [new EpochPoint(1, 0.71, 0.55, double.NaN, double.NaN, 1e-3)],
            Picture = _ => null,
            PictureEncoder = new TestPngEncoder(),
        };
    }

    public static ReportContent OneSample() =>
        Content("One sample", new Predictions(["angry", "happy", "sad"], ["faces/angry/1.png"], [0], [0.2, 0.5, 0.3]));

    public static ReportContent Perfect()
    {
        int[] labels = [0, 1, 2, 3, 4, 5, 6, 0, 1, 2];
        double[] probabilities = [.. labels.SelectMany(label => Enumerable.Range(0, 7).Select(c => c == label ? 1.0 : 0.0))];
        return Content("No errors", new Predictions(Emotions, [.. labels.Select((_, i) => $"{i}.png")], labels, probabilities));
    }

    public static ReportContent Hostile()
    {
        const string Attack = "<script>alert(\"1\")</script>&amp;'\u0000\u001b\ud800\uffff";
        string longName = new('x', 300);
        var predictions = new Predictions(
            [Attack, longName, "</table></style>"], [Attack + "/1.png", longName + "/2.png", "3", "4"], [0, 1, 2, 0],
            [0.2, 0.7, 0.1, 0.8, 0.1, 0.1, 0.3, 0.3, 0.4, 0.9, 0.05, 0.05]);
        return Content(Attack, predictions) with
        {
            Subtitle = Attack,
            Settings = [(Attack, Attack), ("folder", longName)],
            Notes = [Attack, longName],
            History =
            [
                new EpochPoint(1, double.PositiveInfinity, 0, double.NaN, double.NaN, 0),
                new EpochPoint(2, 1e30, 1, 1e-30, 1, 1e-300),
                new EpochPoint(3, double.NaN, double.NaN, double.NaN, double.NaN, 1e300),
            ],
            BestEpoch = 99,
        };
    }

    private static ReportContent Content(string title, Predictions predictions) =>
        new() { Title = title, Result = Evaluator.Evaluate(predictions), Predictions = predictions };

    private static EpochPoint Epoch(int epoch)
    {
        RandomGenerator random = RandomGenerator.Create(9, (ulong)epoch);
        double progress = Math.Exp(-epoch / 6.0);
        double validationLoss = 1.02 + 0.85 * progress + 0.0011 * Math.Pow(Math.Max(0, epoch - 11), 2) + 0.015 * random.NextGaussian();
        return new EpochPoint(
            epoch, 0.72 + 1.1 * progress, 0.74 - 0.5 * progress, validationLoss, 0.655 - 0.38 * progress + 0.006 * random.NextGaussian(),
            epoch switch { <= 14 => 1e-3, <= 19 => 2e-4, _ => 4e-5 });
    }

    /// <summary>Made-up predictions.</summary>
    public static Predictions Predict(string[] classes, int samples, double[] shares, double skill, ulong seed)
    {
        RandomGenerator random = RandomGenerator.Create(seed);
        var labels = new int[samples];
        var probabilities = new double[samples * classes.Length];
        for (int i = 0; i < samples; i++)
        {
            labels[i] = DrawClass(shares, ref random);
            Span<double> row = probabilities.AsSpan(i * classes.Length, classes.Length);
            for (int c = 0; c < row.Length; c++)
                row[c] = Math.Exp(1.15 * random.NextGaussian() + (c == labels[i] ? skill : 0) + (Math.Abs(c - labels[i]) == 1 ? 0.5 : 0));
            double sum = 0;
            foreach (double value in row)
                sum += value;
            foreach (ref double value in row)
                value /= sum;
        }

        string[] ids = [.. labels.Select((label, i) => $"validation/{classes[label]}/drawn_{i:00000}.png")];
        return new Predictions(classes, ids, labels, probabilities);
    }

    private static int DrawClass(double[] shares, ref RandomGenerator random)
    {
        double at = random.NextDouble() * shares.Sum();
        int c = 0;
        while (c < shares.Length - 1 && at >= shares[c])
            at -= shares[c++];
        return c;
    }

    // An oval with two eyes, and a mouth that bends with the class.
    private static Image DrawFace(int label, ulong seed)
    {
        RandomGenerator random = RandomGenerator.Create(5, seed);
        var face = new Image(48, 48, PixelFormat.Gray8);
        double bend = (label - 3) / 3.0;
        for (int y = 0; y < 48; y++)
        {
            for (int x = 0; x < 48; x++)
            {
                double u = (x - 23.5) / 18, v = (y - 23.5) / 22;
                bool eye = Math.Abs(Math.Abs(u) - 0.4) < 0.12 && Math.Abs(v + 0.25) < 0.08;
                bool mouth = Math.Abs(u) < 0.45 && Math.Abs(v - 0.5 + bend * u * u) < 0.06;
                double light = u * u + v * v > 1 ? 40 : eye || mouth ? 50 : 190 - 40 * u;
                face.Row(y)[x] = (byte)Math.Clamp(light + 6 * random.NextGaussian(), 0, 255);
            }
        }

        return face;
    }
}
