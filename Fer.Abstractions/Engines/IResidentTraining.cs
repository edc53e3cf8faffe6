namespace Fer;

/// <summary>
/// A trainable network that can keep the training samples on its device, and then takes steps on them by number: nothing but the
/// numbers crosses the border. A training loop asks for it where it augments no batches itself.
/// </summary>
public interface IResidentTraining : ITrainableNetwork
{
    /// <summary>Copies the samples and their targets to the device, if the network is set up for that and they fit.</summary>
    /// <param name="samples">The training samples; each is loaded once, as in epoch 0.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <returns>Whether <see cref="TrainStep(ReadOnlySpan{int}, double)"/> may be called; else steps take batches.</returns>
    /// <exception cref="FerException">A sample cannot be loaded.</exception>
    bool TryKeepSamples(ISampleSource samples, CancellationToken cancellationToken = default);

    /// <summary>Forward, backward and optimiser step on samples that are kept. May return before the device has finished.</summary>
    /// <param name="samples">Their indices, from 1 to <see cref="INetwork.BatchSize"/> of them.</param>
    /// <param name="learningRate">The step size of this step.</param>
    void TrainStep(ReadOnlySpan<int> samples, double learningRate);
}
