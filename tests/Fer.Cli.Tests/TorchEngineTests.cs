namespace Fer.Cli.Tests;

/// <summary>The command has the TorchSharp engines only where it was built with them, and says so before it does any work.</summary>
public sealed class TorchEngineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("torch-cpu")]
    [InlineData("torch-cuda")]
    [InlineData("torch-cuda-bfloat16")]
    public void An_engine_that_is_not_there_is_named_with_the_way_to_get_it(string engine)
    {
        TestPictures.Write(_folder["data"], perClass: 5);
        FerProcess.Run("train", _folder["data"], "--out", _folder["run"], "--engine", engine)
            .Refused(engine, "-p:Torch=cpu", "cuda-linux", "--engine cpu");
        Assert.False(Directory.Exists(_folder["run"]));
        FerProcess.Run("benchmark", "--engine", engine).Refused(engine, "-p:Torch=cpu");
    }
}
