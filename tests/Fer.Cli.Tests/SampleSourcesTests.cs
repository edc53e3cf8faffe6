using Fer.Cli.Console;
using Fer.Cli.Workflows;
using Fer.Preprocessing;

namespace Fer.Cli.Tests;

/// <summary>Network inputs as a run's settings ask for them.</summary>
public sealed class SampleSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(BalanceModes.None)]
    [InlineData(BalanceModes.Undersample)]
    [InlineData(BalanceModes.Oversample)]
    [InlineData(BalanceModes.Smote)]
    public void Only_the_classes_to_augment_are_augmented_however_they_are_balanced(string balance)
    {
        TestPictures.Write(_folder["across-more"], perClass: 3);
        TestPictures.Write(_folder["data"], perClass: 7);
        foreach (string file in Directory.GetFiles(_folder["across-more/across"]))
            File.Move(file, _folder[$"data/across/more-{Path.GetFileName(file)}"]);
        var settings = new TrainSettings { Balance = balance, Augmentations = ["noise"], AugmentedClasses = ["down"] };
        var context = new CommandContext(0, 2, null, new MessageConsole(quiet: true), TestContext.Current.CancellationToken);
        var sources = new SampleSources(settings, context);

        ImageDataset pictures = ImageFolder.Load(_folder["data"], TestContext.Current.CancellationToken).All;
        ISampleSource samples = sources.Balance(new TrainingSplit<ImageSampleSource>(sources.ForTraining(pictures))).Data;
        var (first, second) = (new float[samples.InputShape.Size], new float[samples.InputShape.Size]);
        for (int i = 0; i < samples.Labels.Count; i++)
        {
            samples.Load(i, epoch: 0, first);
            samples.Load(i, epoch: 1, second);
            Assert.Equal(samples.Classes[samples.Labels[i]] != "down", first.SequenceEqual(second));
        }

        int[] expected = balance switch
        {
            BalanceModes.None => [10, 7, 7],
            BalanceModes.Undersample => [7, 7, 7],
            _ => [10, 10, 10],
        };
        Assert.Equal(expected, samples.CountPerClass());
    }
}
