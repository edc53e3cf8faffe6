// A network takes all of its engine's threads, and the networks of an engine take turns.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
