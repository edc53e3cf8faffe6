using Fer.Cli.Demo;

namespace Fer.Cli.Tests;

public sealed class FaceDrawingTests
{
    private const int Size = 48;
    private static readonly Expression[] Expressions = Enum.GetValues<Expression>();

    public static TheoryData<Expression> AllExpressions => [.. Expressions];

    [Theory]
    [MemberData(nameof(AllExpressions))]
    public void The_same_stream_draws_the_same_picture(Expression expression) =>
        Assert.Equal(Draw(expression, 3).Pixels, Draw(expression, 3).Pixels);

    [Fact]
    public void Every_expression_changes_the_picture_of_the_same_stream()
    {
        List<byte[]> pictures = [.. Expressions.Select(expression => Draw(expression, 0, stream: 5).Pixels)];
        Assert.Equal(Expressions.Length, pictures.Select(Convert.ToBase64String).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(AllExpressions))]
    public void Pictures_are_those_of_FER2013_in_size_and_neither_dark_nor_blank(Expression expression)
    {
        for (int number = 0; number < 60; number++)
        {
            Image image = Draw(expression, number);
            Assert.Equal((Size, Size, PixelFormat.Gray8), (image.Width, image.Height, image.Format));
            double mean = image.Pixels.Average(pixel => (double)pixel);
            Assert.InRange(mean, 15, 240);
            Assert.True(image.Pixels.Max() - image.Pixels.Min() > 60, $"{expression} {number} has hardly any contrast.");
        }
    }

    [Fact]
    public void The_pictures_of_a_class_together_are_of_middling_brightness()
    {
        foreach (Expression expression in Expressions)
            Assert.InRange(ClassAverage(expression, 100).Average(), 90, 160);
    }

    [Fact]
    public void No_two_of_five_hundred_faces_are_identical()
    {
        IEnumerable<string> faces = Enumerable.Range(0, 500).Select(i => Convert.ToBase64String(Draw(Expressions[i % 7], i).Pixels));
        Assert.Equal(500, faces.Distinct().Count());
    }

    [Fact]
    public void Averages_of_the_same_people_differ_by_class_about_brows_eyes_and_mouth()
    {
        List<double[]> averages = [.. Expressions.Select(expression => ClassAverage(expression, 200, stream: 9))];
        for (int first = 0; first < averages.Count; first++)
        {
            for (int second = first + 1; second < averages.Count; second++)
            {
                double brows = Difference(averages[first], averages[second], top: 6, bottom: 24, left: 10, right: 38);
                double mouth = Difference(averages[first], averages[second], top: 31, bottom: 44, left: 12, right: 36);
                double edge = Difference(averages[first], averages[second], top: 0, bottom: 48, left: 0, right: 5);
                Assert.True(
                    Math.Max(brows, mouth) > 4 * edge,
                    $"{Expressions[first]} and {Expressions[second]}: brows {brows:F2}, mouth {mouth:F2}, edge {edge:F2}");
            }
        }
    }

    [Fact]
    public void A_linear_classifier_learns_the_classes_from_a_hundred_faces_each()
    {
        (float[][] inputs, int[] labels) = Sample(perClass: 100, seed: 1);
        (float[][] unseen, int[] truth) = Sample(perClass: 40, seed: 2);
        var classifier = new SoftmaxRegression(inputs[0].Length, Expressions.Length);
        classifier.Fit(inputs, labels, epochs: 40);

        double accuracy = Enumerable.Range(0, unseen.Length).Count(i => classifier.Predict(unseen[i]) == truth[i]) / (double)unseen.Length;
        Assert.True(accuracy > 0.4, $"Accuracy {accuracy:F3}; chance is {1.0 / 7:F3}.");
        Assert.True(accuracy < 0.97, $"Accuracy {accuracy:F3}: too easy to tell a good network from a poor one.");
    }

    [Fact]
    public void An_unknown_expression_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw((Expression)7, 0));

    private static Image Draw(Expression expression, int number, ulong seed = 1, ulong? stream = null)
    {
        RandomGenerator random = RandomGenerator.Create(seed, stream ?? (ulong)expression, (ulong)number);
        return FaceDrawing.Draw(expression, ref random);
    }

    private static double[] ClassAverage(Expression expression, int count, ulong? stream = null)
    {
        var average = new double[Size * Size];
        for (int number = 0; number < count; number++)
        {
            byte[] pixels = Draw(expression, number, stream: stream).Pixels;
            for (int i = 0; i < average.Length; i++)
                average[i] += pixels[i] / (double)count;
        }

        return average;
    }

    // The root mean square difference over a region, of the averages without their own overall brightness.
    private static double Difference(double[] first, double[] second, int top, int bottom, int left, int right)
    {
        double shift = first.Average() - second.Average();
        double sum = 0;
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
                sum += Math.Pow(first[(y * Size) + x] - second[(y * Size) + x] - shift, 2);
        }

        return Math.Sqrt(sum / ((bottom - top) * (right - left)));
    }

    private static (float[][] Inputs, int[] Labels) Sample(int perClass, ulong seed)
    {
        var inputs = new float[perClass * Expressions.Length][];
        var labels = new int[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            labels[i] = i % Expressions.Length;
            inputs[i] = Standardize(Draw(Expressions[labels[i]], i, seed).Pixels);
        }

        return (inputs, labels);
    }

    // Zero mean and unit variance per picture, so that light and skin do not matter.
    private static float[] Standardize(byte[] pixels)
    {
        double mean = pixels.Average(pixel => (double)pixel);
        double deviation = Math.Sqrt(pixels.Average(pixel => Math.Pow(pixel - mean, 2)));
        return [.. pixels.Select(pixel => (float)((pixel - mean) / deviation))];
    }
}
