namespace Fer.Cli.Tests;

/// <summary>Multinomial logistic regression by stochastic gradient descent with weight decay: the least that can learn.</summary>
internal sealed class SoftmaxRegression(int features, int classes)
{
    private const float LearningRate = 0.0005f;
    private const float WeightDecay = 0.01f;
    private readonly float[] _weights = new float[features * classes];
    private readonly float[] _biases = new float[classes];

    public void Fit(float[][] inputs, int[] labels, int epochs)
    {
        int[] order = [.. Enumerable.Range(0, inputs.Length)];
        RandomGenerator random = RandomGenerator.Create(0);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle<int>(order);
            foreach (int i in order)
                Step(inputs[i], labels[i]);
        }
    }

    public int Predict(float[] input)
    {
        float[] scores = Probabilities(input);
        return Array.IndexOf(scores, scores.Max());
    }

    private void Step(float[] input, int label)
    {
        float[] probabilities = Probabilities(input);
        for (int c = 0; c < classes; c++)
        {
            float gradient = probabilities[c] - (c == label ? 1 : 0);
            _biases[c] -= LearningRate * gradient;
            Span<float> weights = _weights.AsSpan(c * features, features);
            for (int i = 0; i < features; i++)
                weights[i] -= LearningRate * ((gradient * input[i]) + (WeightDecay * weights[i]));
        }
    }

    private float[] Probabilities(float[] input)
    {
        var scores = new float[classes];
        for (int c = 0; c < classes; c++)
        {
            float score = _biases[c];
            ReadOnlySpan<float> weights = _weights.AsSpan(c * features, features);
            for (int i = 0; i < features; i++)
                score += weights[i] * input[i];
            scores[c] = score;
        }

        float highest = scores.Max();
        float[] exponentials = [.. scores.Select(score => MathF.Exp(score - highest))];
        float sum = exponentials.Sum();
        return [.. exponentials.Select(value => value / sum)];
    }
}
