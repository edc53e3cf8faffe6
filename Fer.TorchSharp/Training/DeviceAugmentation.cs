using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fer.TorchSharp;

/// <summary>Random flips and rotations of a whole batch on the device, each sample with random numbers of its own.</summary>
/// <param name="flipProbability">The share of samples that are mirrored.</param>
/// <param name="rotationDegrees">The largest angle either way; what comes into view takes the nearest pixel's value.</param>
internal sealed class DeviceAugmentation(double flipProbability, double rotationDegrees)
{
    /// <summary>The augmented batch, for the caller's dispose scope.</summary>
    /// <param name="pictures">N x C x H x W.</param>
    /// <param name="random">The random numbers of the step.</param>
    public torch.Tensor Apply(torch.Tensor pictures, LayerRandom random)
    {
        if (flipProbability == 0 && rotationDegrees == 0)
            return pictures;
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        long count = pictures.shape[0];
        torch.Generator generator = random.For(LayerRandom.Augmentation);
        torch.Tensor isFlipped = torch.rand([count], device: pictures.device, generator: generator).lt(flipProbability);
        torch.Tensor result = rotationDegrees == 0
            ? torch.where(isFlipped.view(count, 1, 1, 1), pictures.flip(3), pictures)
            : FlipAndRotate(pictures, isFlipped, generator);
        return result.MoveToOuterDisposeScope();
    }

    private torch.Tensor FlipAndRotate(torch.Tensor pictures, torch.Tensor isFlipped, torch.Generator random)
    {
        long[] shape = pictures.shape;
        double aspect = (double)shape[2] / shape[3];
        torch.Tensor uniform = torch.rand([shape[0]], device: pictures.device, generator: random);
        torch.Tensor angle = uniform.mul(2).sub(1).mul(rotationDegrees * Math.PI / 180);
        torch.Tensor cosine = angle.cos(), sine = angle.sin(), zero = torch.zeros_like(angle);
        torch.Tensor sign = isFlipped.to(torch.ScalarType.Float32).mul(-2).add(1);

        // Where each pixel comes from, in coordinates from -1 to 1 along either side.
        torch.Tensor x = torch.stack([cosine.mul(sign), sine.mul(-aspect), zero], 1);
        torch.Tensor y = torch.stack([sine.mul(sign).div(aspect), cosine, zero], 1);
        torch.Tensor grid = functional.affine_grid(torch.stack([x, y], 1), shape, align_corners: false);
        return functional.grid_sample(
            pictures, grid, torch.GridSampleMode.Bilinear, torch.GridSamplePaddingMode.Border, align_corners: false);
    }
}
