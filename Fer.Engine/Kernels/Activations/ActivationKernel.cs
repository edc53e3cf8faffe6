namespace Fer.Engine;

/// <summary>An activation function on rows of values.</summary>
internal abstract unsafe class ActivationKernel
{
    /// <summary>y = f(x); y may be x.</summary>
    public abstract void Forward(float* x, float* y, int length);

    /// <summary>inputGradient (+)= outputGradient * f'(x); inputGradient may be outputGradient.</summary>
    public abstract void Backward(float* x, float* outputGradient, float* inputGradient, int length, bool accumulate);

    /// <summary>The kernel of a layer other than ReLU, which its operations do themselves.</summary>
    /// <exception cref="NetworkDefinitionException">The engine does not know the function.</exception>
    public static ActivationKernel For(ElementwiseLayer layer) => layer switch
    {
        LeakyReLU leaky => new ActivationKernel<LeakyReluActivation>(new LeakyReluActivation((float)leaky.NegativeSlope)),
        Sigmoid => new ActivationKernel<SigmoidActivation>(default),
        HardSigmoid => new ActivationKernel<HardSigmoidActivation>(default),
        HardSwish => new ActivationKernel<HardSwishActivation>(default),
        SiLU => new ActivationKernel<SiluActivation>(default),
        GELU => new ActivationKernel<GeluActivation>(default),
        _ => throw new NetworkDefinitionException($"The embedded engine has no {layer.GetType().Name}."),
    };
}
