using Microsoft.Extensions.Logging;

namespace Fer.Training;

/// <summary>What the package writes to the log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information,
        "Training {Network} on {Training} samples, validating on {Validation}, for at most {Epochs} epochs")]
    public static partial void Started(ILogger logger, string network, int training, int validation, int epochs);

    [LoggerMessage(2, LogLevel.Information, "Resumed at step {Step}: epoch {Epoch}, batch {Batch}")]
    public static partial void Resumed(ILogger logger, long step, int epoch, int batch);

    [LoggerMessage(3, LogLevel.Information, "The run in {Folder} is finished already; nothing is left to do")]
    public static partial void AlreadyFinished(ILogger logger, string folder);

    [LoggerMessage(4, LogLevel.Information,
        "Epoch {Epoch}: loss {Loss:F4}, accuracy {Accuracy:F4}, val_loss {ValidationLoss:F4}, val_accuracy {ValidationAccuracy:F4}")]
    public static partial void EpochEnded(
        ILogger logger, int epoch, double loss, double accuracy, double validationLoss, double validationAccuracy);

    [LoggerMessage(5, LogLevel.Information, "Epoch {Epoch}: the learning rate goes from {Old} to {New}")]
    public static partial void LearningRateChanged(ILogger logger, int epoch, double old, double @new);

    [LoggerMessage(6, LogLevel.Information, "Epoch {Epoch}: a callback has ended the training")]
    public static partial void Stopped(ILogger logger, int epoch);

    [LoggerMessage(7, LogLevel.Information,
        "A last batch of one sample cannot be normalised, so each epoch leaves out the one sample that its order puts last")]
    public static partial void SingleSampleDropped(ILogger logger);

    [LoggerMessage(8, LogLevel.Debug, "Wrote the history of {Epochs} epochs")]
    public static partial void HistoryWritten(ILogger logger, int epochs);

    [LoggerMessage(9, LogLevel.Debug, "Wrote a checkpoint at step {Step}")]
    public static partial void CheckpointWritten(ILogger logger, long step);

    [LoggerMessage(10, LogLevel.Information, "Cancelled at step {Step}")]
    public static partial void Cancelled(ILogger logger, long step);

    [LoggerMessage(11, LogLevel.Information, "Training has finished after {Epochs} epochs and {Steps} steps")]
    public static partial void Finished(ILogger logger, int epochs, long steps);

    [LoggerMessage(12, LogLevel.Information, "Epoch {Epoch}: of {Nodes} nodes, {New} instead of {Old} are frozen from now on")]
    public static partial void FrozenNodesChanged(ILogger logger, int epoch, int nodes, int old, int @new);
}
