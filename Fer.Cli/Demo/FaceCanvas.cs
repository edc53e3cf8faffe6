using System.Numerics;

namespace Fer.Cli.Demo;

/// <summary>
/// A grey picture on which shapes in face units are laid one over the other, each with edges smoothed over one pixel. Uses only
/// operations that every processor rounds alike, so the same numbers give the same picture everywhere.
/// </summary>
internal sealed class FaceCanvas
{
    /// <summary>The width and height in pixels, FER2013's.</summary>
    public const int Size = 48;

    private readonly float[] _tones = new float[Size * Size];
    private readonly Vector2 _centre;
    private readonly float _scale;
    private readonly float _cosine;
    private readonly float _sine;

    /// <summary>Creates a black canvas on which the face lies as the conditions say.</summary>
    public FaceCanvas(in PhotoConditions conditions)
    {
        _centre = conditions.Centre;
        _scale = conditions.Scale;
        float tangent = conditions.HalfTiltTangent;
        float norm = 1 + (tangent * tangent);
        _cosine = (1 - (tangent * tangent)) / norm;
        _sine = 2 * tangent / norm;
    }

    /// <summary>Fills the whole picture with a tone that changes evenly from side to side.</summary>
    public void Fill(float tone, Vector2 slope)
    {
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
                _tones[(y * Size) + x] = tone + (slope.X * (((float)x / Size) - 0.5f)) + (slope.Y * (((float)y / Size) - 0.5f));
        }
    }

    /// <summary>Covers a shape with a tone.</summary>
    /// <param name="shape">The shape in face units.</param>
    /// <param name="tone">From 0 (black) to 1 (white).</param>
    /// <param name="opacity">From 0 (invisible) to 1 (hides what is below).</param>
    /// <param name="softness">Over how many face units the edge fades out.</param>
    public void Paint<TShape>(in TShape shape, float tone, float opacity = 1, float softness = 0)
        where TShape : struct, IShape
        => Apply(shape, softness, new FlatPaint(tone, opacity));

    /// <summary>Covers a shape with a tone, shaded as a ball is in the light.</summary>
    /// <param name="shape">The shape in face units.</param>
    /// <param name="ball">The ball's outline, which holds the shape.</param>
    /// <param name="tone">From 0 (black) to 1 (white).</param>
    /// <param name="light">The direction to the light, of length 1.</param>
    public void PaintBall<TShape>(in TShape shape, Ellipse ball, float tone, Vector3 light)
        where TShape : struct, IShape
        => Apply(shape, 0, new BallPaint(ball, tone, light));

    /// <summary>Darkens (factor below 1) or lightens (above 1) what lies within a shape.</summary>
    /// <param name="shape">The shape in face units.</param>
    /// <param name="factor">By what the tones are multiplied.</param>
    /// <param name="softness">Over how many face units the edge fades out.</param>
    public void Shade<TShape>(in TShape shape, float factor, float softness = 0)
        where TShape : struct, IShape
        => Apply(shape, softness, new Shading(factor));

    /// <summary>Takes the picture: blur, contrast, brightness and noise.</summary>
    public Image ToImage(in PhotoConditions conditions, ref RandomGenerator random)
    {
        float[] blurred = Blur(_tones, conditions.Blur, step: 1);
        blurred = Blur(blurred, conditions.Blur, step: Size);
        var image = new Image(Size, Size, PixelFormat.Gray8);
        for (int i = 0; i < blurred.Length; i++)
        {
            float tone = 0.5f + (conditions.Contrast * (blurred[i] - 0.5f)) + conditions.Brightness;
            tone += conditions.Noise * Noise(random.NextUInt64());
            image.Pixels[i] = (byte)Math.Clamp((255 * tone) + 0.5f, 0, 255);
        }

        return image;
    }

    private void Apply<TShape, TPaint>(in TShape shape, float softness, TPaint paint)
        where TShape : struct, IShape
        where TPaint : struct, IPaint
    {
        Vector2 centre = ToPixels(shape.Centre);
        Vector2 reach = shape.Reach + new Vector2(softness);
        float reachX = (_scale * ((Math.Abs(_cosine) * reach.X) + (Math.Abs(_sine) * reach.Y))) + 1;
        float reachY = (_scale * ((Math.Abs(_sine) * reach.X) + (Math.Abs(_cosine) * reach.Y))) + 1;
        int left = Math.Max(0, (int)(centre.X - reachX));
        int right = Math.Min(Size - 1, (int)(centre.X + reachX));
        int top = Math.Max(0, (int)(centre.Y - reachY));
        int bottom = Math.Min(Size - 1, (int)(centre.Y + reachY));
        float sharpness = 1 / Math.Max(1 / _scale, 2 * softness);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                Vector2 point = ToFace(x + 0.5f, y + 0.5f);
                float coverage = Math.Clamp(0.5f - (shape.Distance(point) * sharpness), 0, 1);
                if (coverage > 0)
                {
                    ref float tone = ref _tones[(y * Size) + x];
                    if (softness > 0)
                        coverage *= coverage * (3 - (2 * coverage));
                    tone += coverage * (paint.Over(tone, point) - tone);
                }
            }
        }
    }

    private Vector2 ToPixels(Vector2 point) =>
        _centre + (_scale * new Vector2((_cosine * point.X) - (_sine * point.Y), (_sine * point.X) + (_cosine * point.Y)));

    private Vector2 ToFace(float x, float y)
    {
        float dx = x - _centre.X;
        float dy = y - _centre.Y;
        return new Vector2((_cosine * dx) + (_sine * dy), (_cosine * dy) - (_sine * dx)) / _scale;
    }

    private static float[] Blur(float[] tones, float weight, int step)
    {
        var result = new float[tones.Length];
        for (int i = 0; i < tones.Length; i++)
        {
            int position = i / step % Size;
            float before = tones[position > 0 ? i - step : i];
            float after = tones[position < Size - 1 ? i + step : i];
            result[i] = tones[i] + (weight * (before + after - (2 * tones[i])));
        }

        return result;
    }

    // The sum of four uniform numbers of variance 1/12 is nearly normal; times the root of 3 its variance is 1.
    private static float Noise(ulong bits)
    {
        const float Step = 1f / (1 << 16);
        float sum = (ushort)bits + (float)(ushort)(bits >> 16) + (ushort)(bits >> 32) + (ushort)(bits >> 48);
        return ((sum * Step) - 2) * 1.7320508f;
    }

    private interface IPaint
    {
        float Over(float tone, Vector2 point);
    }

    private readonly record struct FlatPaint(float Tone, float Opacity) : IPaint
    {
        public float Over(float tone, Vector2 point) => tone + (Opacity * (Tone - tone));
    }

    private readonly record struct Shading(float Factor) : IPaint
    {
        public float Over(float tone, Vector2 point) => tone * Factor;
    }

    private readonly record struct BallPaint(Ellipse Ball, float Tone, Vector3 Light) : IPaint
    {
        public float Over(float tone, Vector2 point)
        {
            // A flattened ball: a face turns away from the camera less than a sphere does.
            Vector2 normal = 0.85f * (point - Ball.Centre) / Ball.Radii;
            float depth = MathF.Sqrt(Math.Max(0, 1 - normal.LengthSquared()));
            float lit = Math.Max(0, (normal.X * Light.X) + (normal.Y * Light.Y) + (depth * Light.Z));
            return Tone * (0.5f + (0.55f * lit));
        }
    }
}
