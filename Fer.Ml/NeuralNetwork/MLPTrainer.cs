namespace Fer.Ml;

/// <summary>One fit of an <see cref="MLPClassifier"/>: epochs of batches through an engine's network.</summary>
internal sealed class MLPTrainer : IDisposable
{
    // These set the streams apart from the seed's other uses.
    private const ulong WeightsKey = 0x4D4C505745494748;
    private const ulong OrderKey = 0x4D4C504F52444552;
    private const ulong HoldOutKey = 0x4D4C50484F4C444F;

    private readonly MLPClassifier _settings;
    private readonly TrainingData _data;
    private readonly int[] _present;
    private readonly int[] _outputOfClass;
    private readonly int[] _rows;
    private readonly int[] _heldOut;
    private readonly int[] _sizes; // of all layers, from the features to the classes
    private readonly Batch _batch;
    private readonly ITrainableNetwork _network;

    public MLPTrainer(MLPClassifier settings, TrainingData data)
    {
        _settings = settings;
        _data = data;
        _present = data.PresentClasses;
        _outputOfClass = [.. Enumerable.Range(0, data.Classes.Count).Select(label => Array.IndexOf(_present, label))];
        (_rows, _heldOut) = settings.EarlyStopping ? HoldOut() : ([.. Enumerable.Range(0, data.Rows)], []);
        _sizes = [data.Columns, .. settings.HiddenLayerSizes, _present.Length];
        int batchSize = Math.Min(settings.BatchSize ?? 200, _rows.Length);
        NetworkDefinition definition = Define();
        _batch = new Batch(definition.Input, definition.Classes, batchSize);
        _network = settings.Engine.CompileForTraining(definition, InitialWeights(), new TrainingOptions
        {
            BatchSize = batchSize,
            Seed = settings.Seed,
            Optimizer = settings.Optimizer,
            L2 = settings.Alpha / (2.0 * batchSize),
        });
    }

    public MLPModel Train(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int[] order = [.. _rows];
        double best = double.NegativeInfinity;
        IReadOnlyDictionary<string, Tensor>? bestWeights = null;
        int epoch = 0, withoutChange = 0;
        while (epoch < _settings.MaxIter && withoutChange <= _settings.NIterNoChange)
        {
            double loss = RunEpoch(order, epoch++, cancellationToken);
            double score = _heldOut.Length > 0 ? AccuracyOfHeldOut(cancellationToken) : -loss;
            withoutChange = score > best + _settings.Tol ? 0 : withoutChange + 1;
            if (score > best)
            {
                best = score;
                if (_heldOut.Length > 0)
                    bestWeights = _network.SaveWeights();
            }

            progress?.Report((double)epoch / _settings.MaxIter);
        }

        progress?.Report(1);
        return Build(bestWeights ?? _network.SaveWeights(), epoch);
    }

    public void Dispose() => _network.Dispose();

    /// <summary>Learns from all rows once.</summary>
    /// <returns>The mean loss.</returns>
    private double RunEpoch(int[] order, int epoch, CancellationToken cancellationToken)
    {
        if (_settings.Shuffle)
        {
            RandomGenerator random = RandomGenerator.Create(_settings.Seed, OrderKey, (ulong)epoch);
            random.Shuffle<int>(order);
        }

        for (int first = 0; first < order.Length; first += _batch.Capacity)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Fill(order.AsSpan(first, Math.Min(_batch.Capacity, order.Length - first)));
            _network.TrainStep(_batch, _settings.LearningRateInit);
        }

        double loss = _network.ReadMetrics().Loss;
        return double.IsFinite(loss)
            ? loss
            : throw new DatasetException(
                $"{_settings.Name}: the loss is {loss} after epoch {epoch + 1}; standardise the features, or lower "
                + $"{nameof(MLPClassifier.LearningRateInit)}.");
    }

    private void Fill(ReadOnlySpan<int> rows)
    {
        _batch.Count = rows.Length;
        for (int i = 0; i < rows.Length; i++)
        {
            _data.Row(rows[i]).CopyTo(_batch.Input(i));
            _batch.SetLabel(i, _outputOfClass[_data.Labels[rows[i]]]);
        }
    }

    private double AccuracyOfHeldOut(CancellationToken cancellationToken)
    {
        int outputs = _present.Length, right = 0;
        var logits = new float[_batch.Capacity * outputs];
        for (int first = 0; first < _heldOut.Length; first += _batch.Capacity)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<int> rows = _heldOut.AsSpan(first, Math.Min(_batch.Capacity, _heldOut.Length - first));
            Fill(rows);
            _network.Predict(_batch.Inputs.AsSpan(0, rows.Length * _data.Columns), rows.Length, logits.AsSpan(0, rows.Length * outputs));
            for (int i = 0; i < rows.Length; i++)
            {
                ReadOnlySpan<float> scores = logits.AsSpan(i * outputs, outputs);
                int greatest = 0;
                for (int output = 1; output < outputs; output++)
                    greatest = scores[output] > scores[greatest] ? output : greatest;
                right += greatest == _outputOfClass[_data.Labels[rows[i]]] ? 1 : 0;
            }
        }

        return (double)right / _heldOut.Length;
    }

    /// <summary>Sets a part of each class's rows aside; at least one row of each class stays.</summary>
    private (int[] Rows, int[] HeldOut) HoldOut()
    {
        var heldOut = new List<int>();
        foreach (int label in _present)
        {
            int[] rows = _data.RowsOf(label);
            RandomGenerator random = RandomGenerator.Create(_settings.Seed, HoldOutKey, (ulong)label);
            random.Shuffle<int>(rows);
            heldOut.AddRange(rows.Take(Math.Min(rows.Length - 1, (int)Math.Round(rows.Length * _settings.ValidationFraction))));
        }

        if (heldOut.Count == 0)
        {
            throw new DatasetException(
                $"{_settings.Name}: {_data.Rows} rows of {_present.Length} classes leave none to hold out for early stopping; add samples, "
                + $"raise {nameof(MLPClassifier.ValidationFraction)}, or leave {nameof(MLPClassifier.EarlyStopping)} out.");
        }

        heldOut.Sort();
        return ([.. Enumerable.Range(0, _data.Rows).Except(heldOut)], [.. heldOut]);
    }

    private NetworkDefinition Define()
    {
        var nodes = new List<NetworkNode>();
        for (int layer = 1; layer < _sizes.Length; layer++)
        {
            nodes.Add(new NetworkNode(NameOf(layer), new Fer.Linear(_sizes[layer]), [nodes.Count - 1]));
            Layer? activation = _settings.Activation switch
            {
                MLPActivation.Relu => new ReLU(),
                MLPActivation.Logistic => new Sigmoid(),
                _ => null,
            };
            if (layer < _sizes.Length - 1 && activation is not null)
                nodes.Add(new NetworkNode($"activation{layer}", activation, [nodes.Count - 1]));
        }

        return new NetworkDefinition("mlp", new TensorShape(_data.Columns), nodes);
    }

    /// <summary>
    /// Uniform within the bounds of X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks",
    /// 2010, as scikit-learn draws weights and intercepts.
    /// </summary>
    private Dictionary<string, Tensor> InitialWeights()
    {
        var weights = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (int layer = 1; layer < _sizes.Length; layer++)
        {
            int inputs = _sizes[layer - 1], outputs = _sizes[layer];
            double factor = _settings.Activation == MLPActivation.Logistic ? 2 : 6;
            double bound = Math.Sqrt(factor / (inputs + outputs));
            RandomGenerator random = RandomGenerator.Create(_settings.Seed, WeightsKey, (ulong)layer);
            weights[$"{NameOf(layer)}.weight"] = new Tensor([outputs, inputs], Draw(outputs * inputs));
            weights[$"{NameOf(layer)}.bias"] = new Tensor([outputs], Draw(outputs));

            float[] Draw(int count)
            {
                var values = new float[count];
                foreach (ref float value in values.AsSpan())
                    value = (float)(bound * (2 * random.NextDouble() - 1));
                return values;
            }
        }

        return weights;
    }

    private MLPModel Build(IReadOnlyDictionary<string, Tensor> weights, int epochs) => new(
        _data.Classes,
        _data.Columns,
        _present,
        _settings.Activation,
        [.. Enumerable.Range(1, _sizes.Length - 1).Select(layer => weights[$"{NameOf(layer)}.weight"].Values)],
        [.. Enumerable.Range(1, _sizes.Length - 1).Select(layer => weights[$"{NameOf(layer)}.bias"].Values)],
        epochs);

    private static string NameOf(int layer) => $"linear{layer}";
}
