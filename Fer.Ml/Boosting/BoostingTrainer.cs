namespace Fer.Ml;

/// <summary>One fit of a <see cref="HistGradientBoostingClassifier"/>: bins the table, then adds a tree per output and round.</summary>
internal sealed class BoostingTrainer
{
    // These set the streams apart from the seed's other uses.
    private const ulong HoldOutKey = 0x484F4C444F555400;
    private const ulong RowsKey = 0x424F4F5354524F57;
    private const ulong ColumnsKey = 0x424F4F5354434F4C;

    private readonly HistGradientBoostingClassifier _settings;
    private readonly TrainingData _data;
    private readonly IProgress<double>? _progress;
    private readonly ParallelOptions _parallel;
    private readonly int[] _classes; // those with rows that count
    private readonly int[] _labels; // of all rows, as indices into _classes

    public BoostingTrainer(
        HistGradientBoostingClassifier settings, TrainingData data, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        _settings = settings;
        _data = data;
        _progress = progress;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = data.Threads, CancellationToken = cancellationToken };
        _classes =
            [.. Enumerable.Range(0, data.Rows).Where(row => data.Weights[row] > 0).Select(row => data.Labels[row]).Distinct().Order()];
        _labels = Array.ConvertAll(data.Labels, label => Array.IndexOf(_classes, label));
    }

    public HistGradientBoostingModel Train()
    {
        _parallel.CancellationToken.ThrowIfCancellationRequested();
        int[] counting = [.. Enumerable.Range(0, _data.Rows).Where(row => _data.Weights[row] > 0)];
        if (counting.Length == 0)
            throw new DatasetException($"{_settings.Name}: all rows weigh 0; give some samples and their classes a weight.");
        if (_classes.Length == 1)
        {
            _progress?.Report(1);
            return new HistGradientBoostingModel(_data.Classes, _data.Columns, _classes, [], [], [], []);
        }

        (int[] rows, int[] heldOut) = _settings.EarlyStoppingRound > 0 ? HoldOut(counting) : (counting, []);
        var loss = new BoostingLoss(_classes.Length);
        double[] initial = loss.InitialScores(Shares(rows));
        BinnedTable table = BinnedTable.Create(_data, rows, _settings.MaxBin, _settings.EnableBundle, _settings.Seed, _parallel);
        var training = new BoostedRows(_data, _labels, rows, loss, initial);
        var validation = new BoostedRows(_data, _labels, heldOut, loss, initial);
        TreeGrower[] growers = [.. initial.Select(_ => new TreeGrower(table, Limits()))];

        var roots = new RootHistograms(table);
        List<BoostedTree> trees = [];
        List<double> trainingLoss = [], validationLoss = [];
        int best = 0;
        int[] sampled = training.All;
        training.ComputeGradients(_parallel);
        for (int round = 0; round < _settings.NEstimators; round++)
        {
            sampled = Sample(round, training, sampled);
            BoostedTree[] grown = Grow(round, table, growers, roots, training, sampled);
            if (Array.TrueForAll(grown, tree => tree.Nodes == 0))
                break;
            trees.AddRange(grown);
            AddScores(training, grown, growers, sampled);
            trainingLoss.Add(training.ComputeGradients(_parallel));
            if (heldOut.Length > 0)
            {
                validation.Add(grown, _parallel);
                validationLoss.Add(validation.ComputeGradients(_parallel));
                if (validationLoss[round] < validationLoss[best])
                    best = round;
                else if (round - best >= _settings.EarlyStoppingRound)
                    break;
            }

            _progress?.Report((round + 1.0) / _settings.NEstimators);
        }

        if (validationLoss.Count > 0)
            trees.RemoveRange((best + 1) * loss.Outputs, trees.Count - (best + 1) * loss.Outputs);
        _progress?.Report(1);
        return new HistGradientBoostingModel(
            _data.Classes, _data.Columns, _classes, initial, [.. trees], [.. trainingLoss], [.. validationLoss]);
    }

    private TreeLimits Limits() => new(
        _settings.NumLeaves, _settings.MaxDepth, _settings.MinChildSamples, _settings.MinChildWeight, _settings.RegAlpha,
        _settings.RegLambda, _settings.MinSplitGain);

    /// <summary>Sets a part of each class's rows aside; at least one row of each class stays.</summary>
    private (int[] Rows, int[] HeldOut) HoldOut(int[] counting)
    {
        var heldOut = new List<int>();
        for (int c = 0; c < _classes.Length; c++)
        {
            int[] rows = [.. counting.Where(row => _labels[row] == c)];
            RandomGenerator random = RandomGenerator.Create(_settings.Seed, HoldOutKey, (ulong)c);
            int count = Math.Min(rows.Length - 1, (int)Math.Round(rows.Length * _settings.ValidationFraction));
            heldOut.AddRange(RowSampling.Draw(rows, count, ref random));
        }

        if (heldOut.Count == 0)
        {
            throw new DatasetException(
                $"{_settings.Name}: {counting.Length} rows of {_classes.Length} classes leave none to hold out for early stopping; "
                + $"add samples, raise {nameof(_settings.ValidationFraction)}, or set {nameof(_settings.EarlyStoppingRound)} to 0.");
        }

        heldOut.Sort();
        return ([.. counting.Except(heldOut)], [.. heldOut]);
    }

    private double[] Shares(int[] rows)
    {
        var weights = new double[_classes.Length];
        foreach (int row in rows)
            weights[_labels[row]] += _data.Weights[row];
        double total = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / total);
    }

    /// <summary>The rows of a round.</summary>
    private int[] Sample(int round, BoostedRows training, int[] previous)
    {
        RandomGenerator random = RandomGenerator.Create(_settings.Seed, RowsKey, (ulong)round);
        if (_settings.Boosting == BoostingType.Goss)
        {
            // As in LightGBM, the first rounds, of which all rows still have much to learn, take all.
            return round < (int)(1 / _settings.LearningRate)
                ? training.All
                : RowSampling.OneSide(training.Gradients, training.Hessians, _settings.TopRate, _settings.OtherRate, ref random);
        }

        if (_settings.Subsample == 1 || _settings.SubsampleFreq == 0)
            return training.All;
        return round % _settings.SubsampleFreq == 0
            ? RowSampling.Draw(training.All, Math.Max(1, (int)(training.Count * _settings.Subsample)), ref random)
            : previous;
    }

    /// <summary>Grows the trees of a round side by side, a split of each at a time.</summary>
    private BoostedTree[] Grow(
        int round, BinnedTable table, TreeGrower[] growers, RootHistograms roots, BoostedRows training, int[] sampled)
    {
        var growing = new bool[growers.Length];
        Parallel.For(0, growers.Length, _parallel, output => growing[output] = growers[output].Start(
            sampled, training.Gradients[output], training.Hessians[output], SampleFeatures(table, round, output)));
        int[] active = Active();
        if (active.Length > 1)
        {
            foreach (TreeGrower[] together in active.Select(output => growers[output]).Chunk(RootHistograms.MostTrees))
                roots.Process(together, _parallel);
            Advance();
        }

        while (active.Length > 0)
        {
            // Block by block, so that a block's rows stay in the cache for the trees of all outputs.
            Parallel.For(0, table.Blocks.Count * active.Length, _parallel, task =>
                growers[active[task % active.Length]].ProcessBlock(task / active.Length));
            Advance();
        }

        return Array.ConvertAll(growers, grower => grower.Finish(_settings.LearningRate));

        void Advance()
        {
            Parallel.For(0, active.Length, _parallel, i => growing[active[i]] = growers[active[i]].Advance());
            active = Active();
        }

        int[] Active() => [.. Enumerable.Range(0, growing.Length).Where(output => growing[output])];
    }

    private bool[]? SampleFeatures(BinnedTable table, int round, int output)
    {
        int count = table.Features.Count;
        if (_settings.ColsampleByTree == 1 || count == 0)
            return null;

        // In the order of the columns, which does not depend on how they are stored.
        int[] features = [.. Enumerable.Range(0, count).OrderBy(feature => table.Features[feature].Feature)];
        RandomGenerator random = RandomGenerator.Create(_settings.Seed, ColumnsKey, (ulong)round, (ulong)output);
        var use = new bool[count];
        foreach (int feature in RowSampling.Draw(features, Math.Max(1, (int)Math.Round(count * _settings.ColsampleByTree)), ref random))
            use[feature] = true;
        return use;
    }

    private void AddScores(BoostedRows training, BoostedTree[] grown, TreeGrower[] growers, int[] sampled)
    {
        if (sampled.Length < training.Count)
        {
            training.Add(grown, _parallel);
            return;
        }

        Parallel.For(0, grown.Length, _parallel, output => growers[output].AddTo(training.Scores[output], _settings.LearningRate));
    }
}
