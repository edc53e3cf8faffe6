using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fer.Ml;

/// <summary>A fully connected layer, packed for <see cref="DenseKernel.BestSingle"/>.</summary>
internal sealed class MLPLayer
{
    private const int Lanes = 16;

    private readonly int _inputs;
    private readonly float[] _weights; // inputs x width
    private readonly float[] _biases; // width

    /// <summary>Packs a layer.</summary>
    /// <param name="weights">Outputs x inputs.</param>
    /// <param name="biases">One per output.</param>
    public MLPLayer(float[] weights, float[] biases)
    {
        int outputs = biases.Length;
        _inputs = weights.Length / outputs;
        Width = DenseKernel.Padded(outputs, Lanes);
        _weights = new float[_inputs * Width];
        for (int output = 0; output < outputs; output++)
        {
            for (int input = 0; input < _inputs; input++)
                _weights[input * Width + output] = weights[output * _inputs + input];
        }

        _biases = new float[Width];
        biases.CopyTo(_biases, 0);
    }

    /// <summary>The outputs, and values without meaning up to whole registers.</summary>
    public int Width { get; }

    /// <summary>Computes the outputs of some rows, without an activation.</summary>
    /// <param name="values">Rows x stride.</param>
    /// <param name="stride">The values from one row to the next.</param>
    /// <param name="rows">A multiple of <see cref="DenseKernel.Tile"/>.</param>
    /// <param name="outputs">Rows x <see cref="Width"/>.</param>
    public void Apply(ReadOnlySpan<float> values, int stride, int rows, float[] outputs)
    {
        for (int row = 0; row < rows; row++)
            _biases.CopyTo(outputs, row * Width);
        DenseKernel.BestSingle.MultiplyAdd(values, stride, 1, _weights, Width, outputs, Width, rows, Width, _inputs);
    }

    /// <summary>Applies an activation.</summary>
    /// <param name="values">So many that they fill registers.</param>
    /// <param name="activation">Which one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a model may predict only once
    public static void Activate(Span<float> values, MLPActivation activation)
    {
        if (activation == MLPActivation.Relu)
        {
            ref float start = ref MemoryMarshal.GetReference(values);
            for (int i = 0; i <= values.Length - Lanes; i += Lanes)
                Vector512.MaxNative(Vector512.LoadUnsafe(ref start, (nuint)i), Vector512<float>.Zero).StoreUnsafe(ref start, (nuint)i);
        }
        else if (activation == MLPActivation.Logistic)
        {
            foreach (ref float value in values)
                value = 1 / (1 + MathF.Exp(-value));
        }
    }
}
