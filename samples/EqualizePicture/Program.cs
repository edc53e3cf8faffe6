// Equalises a picture's contrast by CLAHE, with the bits that OpenCV's createCLAHE(2, (8, 8)) would give:
//     dotnet run --project samples/EqualizePicture -- face.jpg equalised.png
using Fer;
using Fer.Preprocessing;

if (args is not [string input, string output])
{
    Console.Error.WriteLine("Give a picture and the name of the equalised one: face.jpg equalised.png");
    return 2;
}

try
{
    // Of a colour picture, the lightness is equalised.
    Image picture = ImageCodecs.Default.Load(input);
    var clahe = new ClaheTransform(new ClaheOptions { ClipLimit = 2, TilesX = 8, TilesY = 8 });
    ImageCodecs.Default.Save(output, clahe.Apply(picture));

    // The same on bare pixels, in place; further pictures of the size allocate nothing.
    byte[] pixels = [.. new GrayscaleTransform().Apply(picture).Pixels];
    new Clahe().Apply(pixels, pixels, picture.Width, picture.Height);
    Console.WriteLine($"{output}: {picture.Width}x{picture.Height}, equalised; the grey levels' mean is {pixels.Average(p => p):F1}");
    return 0;
}
catch (FerException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
