using System.Text.Json;

namespace Fer.Engine.Tests;

/// <summary>Single reference layers and the loss beside PyTorch's figures (scripts/pytorch_layers.py).</summary>
public class ReferenceLayerPyTorchTests
{
    private const double Tolerance = 1e-12;

    /// <summary>PyTorch's derivative of hard-sigmoid is a sixth in single precision.</summary>
    private const double HardSigmoidTolerance = 1e-7;

    private static readonly JsonElement Expected =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "pytorch_layers.json"))).RootElement;

    private static readonly TensorShape Picture = new(6, 7, 5);
    private static readonly TensorShape Wide = new(3, 8, 9);
    private static readonly TensorShape Vector = new(11);

    private static readonly Dictionary<string, (Layer Layer, TensorShape[] Inputs)> Layers = new()
    {
        ["conv"] = (new Conv2d(5, 3, Padding: 1), [Picture]),
        ["conv-stride2"] = (new Conv2d(4, 3, Stride: 2, Padding: 1, Bias: false), [Picture]),
        ["conv-grouped"] = (new Conv2d(9, 3, Padding: 1, Groups: 3), [Picture]),
        ["conv-depthwise"] = (new Conv2d(6, 5, Stride: 2, Padding: 2, Groups: 6), [Picture]),
        ["conv-multiplier"] = (new Conv2d(9, 3, Groups: 3), [Wide]),
        ["conv-dilated"] = (new Conv2d(4, 3, Stride: 2, Padding: 2, Dilation: 2), [Wide]),
        ["conv-dilated-grouped"] = (new Conv2d(4, 2, Padding: 1, Groups: 2, Dilation: 3), [Picture]),
        ["linear"] = (new Linear(7), [Vector]),
        ["linear-no-bias"] = (new Linear(7, Bias: false), [Vector]),
        ["batch-norm"] = (new BatchNorm(), [Picture]),
        ["batch-norm-settings"] = (new BatchNorm(Epsilon: 1e-3, Momentum: 0.01), [Picture]),
        ["batch-norm-evaluating"] = (new BatchNorm(), [Picture]),
        ["batch-norm-vector"] = (new BatchNorm(), [Vector]),
        ["relu"] = (new ReLU(), [Picture]),
        ["leaky-relu"] = (new LeakyReLU(0.2), [Picture]),
        ["sigmoid"] = (new Sigmoid(), [Picture]),
        ["hard-sigmoid"] = (new HardSigmoid(), [Picture]),
        ["hard-swish"] = (new HardSwish(), [Picture]),
        ["silu"] = (new SiLU(), [Picture]),
        ["gelu"] = (new GELU(), [Picture]),
        ["max-pool"] = (new MaxPool2d(2, 2), [Picture]),
        ["max-pool-padded"] = (new MaxPool2d(3, 2, Padding: 1), [Wide]),
        ["avg-pool"] = (new AvgPool2d(2, 2), [Picture]),
        ["avg-pool-padded"] = (new AvgPool2d(3, 2, Padding: 1), [Wide]),
        ["adaptive-avg-pool"] = (new AdaptiveAvgPool2d(), [Picture]),
        ["adaptive-avg-pool-3x2"] = (new AdaptiveAvgPool2d(3, 2), [Picture]),
        ["adaptive-avg-pool-larger"] = (new AdaptiveAvgPool2d(11, 13), [Wide]),
        ["adaptive-max-pool"] = (new AdaptiveMaxPool2d(), [Picture]),
        ["adaptive-max-pool-3x2"] = (new AdaptiveMaxPool2d(3, 2), [Picture]),
        ["global-sum-pool"] = (new GlobalSumPool2d(), [Picture]),
        ["channel-pool"] = (new ChannelPool(), [Picture]),
        ["flatten"] = (new Flatten(), [Picture]),
        ["add"] = (new Add(), [Picture, Picture, Picture]),
        ["multiply"] = (new Multiply(), [Picture, Picture]),
        ["multiply-channels"] = (new Multiply(), [Picture, new TensorShape(6)]),
        ["multiply-positions"] = (new Multiply(), [Picture, new TensorShape(1, 7, 5)]),
        ["concat-channels"] = (new Concat(), [Picture, new TensorShape(1, 7, 5), new TensorShape(3, 7, 5)]),
        ["concat-rows"] = (new Concat(2), [Picture, new TensorShape(6, 2, 5), new TensorShape(6, 1, 5)]),
        ["concat-columns"] = (new Concat(3), [Picture, new TensorShape(6, 7, 1), new TensorShape(6, 7, 3)]),
    };

    public static TheoryData<string> LayerNames => [.. Expected.GetProperty("layers").EnumerateObject().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Values_and_gradients_of_a_layer_agree(string name)
    {
        JsonElement expected = Expected.GetProperty("layers").GetProperty(name);
        (Layer layer, TensorShape[] shapes) = Layers[name];
        int count = Expected.GetProperty("count").GetInt32();
        var pass = new Pass(count, IsTraining: name != "batch-norm-evaluating", Seed: 1, Step: 0);
        Dictionary<string, ReferenceParameter> parameters = FormulaParameters(layer, shapes[0]);
        double[][] inputs = [.. shapes.Select((shape, i) => Prepare(layer, Values(count * shape.Size, salt: i + 1)))];

        ReferenceLayer reference = ReferenceLayerFactory.Create(layer, node: 0, shapes, shapes[0], parameter => parameters[parameter]);
        double[] output = reference.Forward(inputs, pass);
        double[][] inputGradients = reference.Backward(Values(output.Length, salt: 50), pass);

        double tolerance = layer is HardSigmoid ? HardSigmoidTolerance : Tolerance;
        AssertAgrees(expected.GetProperty("output"), output, Tolerance, "output");
        Assert.Equal(expected.GetProperty("inputs").GetArrayLength(), inputGradients.Length);
        foreach ((int i, JsonElement gradient) in expected.GetProperty("inputs").EnumerateArray().Index())
            AssertAgrees(gradient, inputGradients[i], tolerance, $"gradient of input {i}");
        foreach (JsonProperty gradient in expected.GetProperty("parameters").EnumerateObject())
            AssertAgrees(gradient.Value, parameters[gradient.Name].Gradient, Tolerance, $"gradient of {gradient.Name}");
        if (expected.TryGetProperty("statistics", out JsonElement statistics))
        {
            foreach (JsonProperty statistic in statistics.EnumerateObject())
                AssertAgrees(statistic.Value, parameters[statistic.Name].Values, Tolerance, statistic.Name);
        }
    }

    [Theory]
    [InlineData("hard", false, 0)]
    [InlineData("hard-weighted", true, 0)]
    [InlineData("hard-smoothed", false, 0.1)]
    [InlineData("hard-weighted-smoothed", true, 0.2)]
    [InlineData("soft", false, 0)]
    [InlineData("soft-smoothed", false, 0.1)]
    [InlineData("soft-weighted", true, 0)]
    [InlineData("soft-weighted-smoothed", true, 0.2)]
    public void The_loss_and_its_gradient_agree(string name, bool weighted, double labelSmoothing)
    {
        const int Count = 5, Classes = 4;
        JsonElement expected = Expected.GetProperty("losses").GetProperty(name);
        double[] logits = [.. Values(Count * Classes, salt: 1).Select(x => 3 * x)];
        float[] soft = [0.5f, 0.25f, 0.125f, 0.125f], hard = [1, 0, 0, 0];
        var targets = new float[Count * Classes];
        for (int n = 0; n < Count; n++)
            for (int c = 0; c < Classes; c++)
                targets[n * Classes + (n + c) % Classes] = (name.StartsWith("soft", StringComparison.Ordinal) ? soft : hard)[c];

        float[]? classWeights = weighted ? [0.5f, 2f, 1f, 3f] : null;
        (double loss, double[] gradient) = ReferenceNetwork.CrossEntropy(logits, targets, classWeights, Classes, labelSmoothing);
        Assert.Equal(expected.GetProperty("loss").GetDouble(), loss, Tolerance);
        AssertAgrees(expected.GetProperty("gradient"), gradient, Tolerance, "gradient");

        // The engine's own, on logits in single precision.
        var fast = new float[logits.Length];
        TrainingMetrics metrics = SoftmaxCrossEntropy.Compute(
            [.. logits.Select(x => (float)x)], targets, classWeights, Classes, labelSmoothing, fast);
        Assert.Equal(expected.GetProperty("loss").GetDouble(), metrics.Loss, 1e-6);
        AssertAgrees(expected.GetProperty("gradient"), [.. fast.Select(x => (double)x)], 1e-6, "the engine's gradient");
        Assert.Equal(Count, metrics.Samples);
    }

    [Fact]
    public void Predictions_are_correct_where_they_agree_with_the_target_s_most_probable_class()
    {
        float[] logits = [1, 5, 2, 1, 0, 3], targets = [0.3f, 0.6f, 0.1f, 0.2f, 0.7f, 0.1f];
        Assert.Equal(1, SoftmaxCrossEntropy.Compute(logits, targets, null, 3, 0, new float[6]).Correct);
    }

    private static Dictionary<string, ReferenceParameter> FormulaParameters(Layer layer, TensorShape input)
    {
        var parameters = new Dictionary<string, ReferenceParameter>();
        foreach ((int i, ParameterDefinition parameter) in layer.Parameters(input).Index())
        {
            double centre = parameter.Role == ParameterRole.RunningVariance ? 2 : 0;
            parameters[parameter.Name] = new ReferenceParameter([.. Values((int)parameter.Size, salt: 10 + i).Select(x => x + centre)]);
        }

        return parameters;
    }

    /// <summary>Puts a layer's special places among its inputs: kinks of activations, ties of maxima.</summary>
    private static double[] Prepare(Layer layer, double[] values) => layer switch
    {
        ElementwiseLayer => [-3, 0, 3, -5, 5, .. values.Skip(5).Select(x => 5 * x)],
        MaxPool2d or AdaptiveMaxPool2d or ChannelPool => [.. values.Select(x => Math.Round(2 * x))],
        _ => values,
    };

    private static double[] Values(int size, int salt) => [.. Formula.Values(size, salt).Select(x => (double)x)];

    /// <summary>The first values, the norm and the product with a formula vector agree, so every value does.</summary>
    private static void AssertAgrees(JsonElement expected, double[] actual, double tolerance, string what)
    {
        double norm = expected.GetProperty("norm").GetDouble();
        void AssertClose(double value, double here, string part) => Assert.True(
            Math.Abs(value - here) <= tolerance * (1 + norm), $"{what}, {part}: PyTorch {value}, here {here}");
        foreach ((int i, JsonElement value) in expected.GetProperty("first").EnumerateArray().Index())
            AssertClose(value.GetDouble(), actual[i], $"value {i}");
        AssertClose(norm, Math.Sqrt(actual.Sum(x => x * x)), "norm");
        double product = actual.Zip(Values(actual.Length, salt: 99), (a, b) => a * b).Sum();
        AssertClose(expected.GetProperty("product").GetDouble(), product, "product");
    }
}
