namespace Fer.Models.Tests;

public sealed class WeightFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("weights.safetensors", "{")]
    [InlineData("weights.pth", "PK")]
    [InlineData("weights.PT", "PK")]
    public void A_file_is_written_and_read_in_the_format_of_its_name(string name, string mark)
    {
        string path = Path.Combine(_folder, name);
        var metadata = new Dictionary<string, string> { ["network"] = "tiny" };
        WeightFile.Write(path, new TensorFileContent(new Dictionary<string, Tensor> { ["a"] = new([2], [1, 2]) }, metadata));
        Assert.Contains(mark, File.ReadAllText(path)[..9], StringComparison.Ordinal);
        TensorFileContent content = WeightFile.Read(path);
        Assert.Equal([1f, 2f], content.Tensors["a"].Values);
        Assert.Equal(metadata, content.Metadata);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("absent.pth")]
    [InlineData("weights.onnx")]
    [InlineData("weights")]
    public void What_cannot_be_read_is_named(string name)
    {
        string path = Path.Combine(_folder, name);
        Assert.Contains(path, Assert.Throws<TensorFileException>(() => WeightFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_format_than_its_name_tells_is_refused()
    {
        string path = Path.Combine(_folder, "weights.safetensors");
        File.WriteAllBytes(path, PyTorchFiles.Load("model.pth"));
        Assert.Contains(path, Assert.Throws<TensorFileException>(() => WeightFile.Read(path)).Message, StringComparison.Ordinal);
    }
}
