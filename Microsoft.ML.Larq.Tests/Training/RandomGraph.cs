using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>
/// A random small network of all kinds of layers, with random weights, that never hangs on a rounding error.
/// </summary>
/// <remarks>
/// Sums of numbers that are not small multiples of 1/8 depend on the order in which they are added, and a sign behind
/// them would turn the last bit into a whole unit. So layers that sum arbitrary numbers come after the last quantizer
/// only; <see cref="IsExact"/> says that there is none, and that scores must agree bit for bit.
/// </remarks>
internal sealed class RandomGraph
{
    private const int MostRoundedSums = 2;

    private readonly RandomChoices _choices;

    public RandomGraph(int seed)
    {
        _choices = new RandomChoices(seed);
        var c = _choices;
        TensorShape shape = c.Of(0, 8) switch
        {
            0 => new(c.Of(1, 40)),
            1 or 2 => new(c.Of(3, 15), c.Of(1, 9)),
            3 => new(c.Of(2, 4), c.Of(2, 5), c.Of(2, 5), c.Of(1, 5)),
            _ => new(c.Of(3, 11), c.Of(3, 11), c.Of(1, 7)),
        };
        Definition = NetworkDefinition.Build(shape, Layers);
        Weights = new NetworkWeights(Definition.Layers.SelectMany(layer => layer.Weights.Select(spec =>
            KeyValuePair.Create($"{layer.Name}/{spec.Name}", new WeightArray(spec.Shape, Values(spec))))));
    }

    public NetworkDefinition Definition { get; }

    public NetworkWeights Weights { get; }

    public bool IsExact { get; private set; } = true;

    public float[] Rows(int count) =>
        [.. Enumerable.Range(0, count * Definition.InputShape.Size).Select(_ => (float)_choices.Of(-4, 4))];

    private NetworkTensor Layers(NetworkTensor input)
    {
        var x = _choices.Coin() ? Move(input, MoveOrder.First)
            : input.Shape.Rank == 1 && _choices.Coin() ? input.QuantileThermometer(_choices.Of(1, 8))
            : input.Shape.Rank == 1 && _choices.Coin() ? input.Thermometer(_choices.Of(1, 8))
            : input;
        for (var i = _choices.Of(2, 7); i > 0; i--) x = Move(x, MoveOrder.Anywhere, MoveOrder.Whole, MoveOrder.Whole);
        if (_choices.Coin())
        {
            IsExact = false;
            x = Move(x, MoveOrder.Last, MoveOrder.First, MoveOrder.Turn);
            for (var i = _choices.Of(1, MostRoundedSums); i > 1; i--) x = Move(x, MoveOrder.Last, MoveOrder.First);
        }

        return x.Shape.Rank == 1 ? x : x.Flatten();
    }

    private NetworkTensor Move(NetworkTensor x, params MoveOrder[] orders)
    {
        var moves = x.Shape.Rank switch
        {
            1 => RandomMoves.OfVectors,
            2 => RandomMoves.OfSequences,
            3 => RandomMoves.OfImages,
            _ => RandomMoves.OfVolumes,
        };
        var order = _choices.Pick(orders);
        var fit = (_choices.Of(0, 2) == 0 ? RandomMoves.OfAnyRank : moves)
            .Where(move => move.Order == order && move.Fits?.Invoke(x) != false).ToArray();
        return fit.Length == 0 ? x : _choices.Pick(fit).Apply(_choices, x);
    }

    private float[] Values(WeightSpec spec)
    {
        var values = new float[spec.Shape.Size];
        foreach (ref var value in values.AsSpan())
        {
            value = spec.Name switch
            {
                "moving_variance" => _choices.Of(0, 7) == 0 ? 0f : Math.Abs(_choices.Between(9)),
                "gamma" => _choices.Of(0, 5) == 0 ? 0f : _choices.Between(2),
                _ when !spec.Name.EndsWith("kernel", StringComparison.Ordinal) => _choices.Between(3),
                _ when spec.Quantizer is null => _choices.Of(-8, 8) / 8f,
                _ => _choices.Of(0, 8) switch { 0 => 0f, 1 => -0f, _ => _choices.Between(1) },
            };
        }

        return values;
    }
}
