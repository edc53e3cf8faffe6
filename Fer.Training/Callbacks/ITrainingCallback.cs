using System.Text.Json;

namespace Fer.Training;

/// <summary>
/// Looks on while a network trains, and may steer it. To keep a resumed run equal to an uninterrupted one, what a callback
/// does follows from the epochs it has seen, and what it remembers of them is in <see cref="SaveState"/>.
/// </summary>
/// <remarks>After a kill an epoch's end may come twice, with the same metrics: the second time replays the first.</remarks>
public interface ITrainingCallback
{
    /// <summary>The name under which a checkpoint keeps the callback's state. Default the type's name.</summary>
    string Name => GetType().Name;

    /// <summary>Called before the first step, also of a resumed run; forgets all state.</summary>
    void OnTrainBegin()
    {
    }

    /// <summary>Called after each epoch's validation, in the order in which callbacks were given.</summary>
    /// <param name="context">The epoch's metrics, and what a callback may change.</param>
    void OnEpochEnd(TrainingContext context);

    /// <summary>Called after the last epoch, before the final weights are written.</summary>
    /// <param name="context">The last epoch's metrics, and what a callback may change.</param>
    void OnTrainEnd(TrainingContext context)
    {
    }

    /// <summary>Writes the state as properties of an object that is open already.</summary>
    void SaveState(Utf8JsonWriter writer)
    {
    }

    /// <summary>Takes up the state that <see cref="SaveState"/> wrote.</summary>
    void LoadState(JsonElement state)
    {
    }
}
