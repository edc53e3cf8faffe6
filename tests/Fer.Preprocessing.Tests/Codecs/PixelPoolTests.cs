namespace Fer.Preprocessing.Tests;

public class PixelPoolTests
{
    [Fact]
    public void A_returned_pictures_memory_serves_the_next_picture_of_its_size()
    {
        foreach (string name in new[] { "PNG", "JPEG" })
        {
            var pool = new PixelPool();
            var options = new ImageDecoderOptions { PixelPool = pool };
            Image picture = RandomImages.Create(37, 23, PixelFormat.Rgb24, noiseBits: 4, seed: 1);
            using var file = new MemoryStream();
            ImageCodecs.Default.Encoders.Single(encoder => encoder.FormatName == name).Encode(picture, file);
            byte[] expected = [.. ImageCodecs.Default.Decode(file.ToArray()).Pixels];
            Image first = ImageCodecs.Default.Decode(file.ToArray(), options);
            Assert.Equal(expected, first.Pixels);
            first.Pixels.AsSpan().Fill(77);
            pool.Return(first);
            Image second = ImageCodecs.Default.Decode(file.ToArray(), options);
            Assert.Same(first.Pixels, second.Pixels);
            Assert.Equal(expected, second.Pixels);
            Assert.NotSame(second.Pixels, ImageCodecs.Default.Decode(file.ToArray(), options).Pixels);
        }
    }
}
