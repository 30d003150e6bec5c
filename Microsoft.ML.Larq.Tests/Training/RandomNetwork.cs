using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>
/// A random small network of all kinds of layers, with random weights, that never hangs on a rounding error.
/// </summary>
/// <remarks>
/// Sums of numbers that are not small multiples of 1/8 depend on the order in which they are added, and a sign behind
/// them would turn the last bit into a whole unit. So layers that sum arbitrary numbers come after the last sign only;
/// <see cref="IsExact"/> says that there is none, and that scores must agree bit for bit.
/// </remarks>
internal sealed class RandomNetwork
{
    private readonly Random _random;
    private bool _eighths = true;

    public RandomNetwork(int seed)
    {
        _random = new Random(seed);
        Definition = _random.Next(4) == 0
            ? NetworkDefinition.Build(new TensorShape(_random.Next(1, 40)), Vector)
            : NetworkDefinition.Build(
                new TensorShape(_random.Next(3, 11), _random.Next(3, 11), 2 * _random.Next(1, 4)), Image);
        Weights = new NetworkWeights(Definition.Layers.SelectMany(layer => layer.Weights.Select(spec =>
            KeyValuePair.Create($"{layer.Name}/{spec.Name}", new WeightArray(spec.Shape, Values(spec))))));
    }

    public NetworkDefinition Definition { get; }

    public NetworkWeights Weights { get; }

    public bool IsExact { get; private set; } = true;

    public float[] Rows(int count) =>
        [.. Enumerable.Range(0, count * Definition.InputShape.Size).Select(_ => (float)_random.Next(-4, 5))];

    private NetworkTensor Vector(NetworkTensor input)
    {
        var x = _random.Next(2) == 0 ? input : Arbitrary(input.QuantileThermometer(_random.Next(1, 9)));
        if (_random.Next(3) == 0 && _eighths) x = Arbitrary(input.Dense(_random.Next(1, 20), useBias: Coin()));
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            x = _random.Next(7) switch
            {
                0 => x.Dropout(0.3f),
                1 => Arbitrary(x.BatchNormalization(center: Coin(), scale: Coin())),
                2 => Arbitrary(x.Concatenate(Signed(x, 5))),
                3 => Arbitrary(x.Residual(y => Signed(y, y.Shape.Size))),
                4 => Arbitrary(x.Activation(Exact())),
                _ => Arbitrary(Signed(x, _random.Next(1, Coin() ? 90 : 400))),
            };
        }

        return _random.Next(2) == 0 ? Signed(x, 3) : Inexact(x.Dense(3, Any()));
    }

    private NetworkTensor Image(NetworkTensor input)
    {
        var x = input;
        if (Coin())
        {
            x = Arbitrary(input.Conv2D(
                2 * _random.Next(1, 4), Side(input), Steps(), padding: Border(input), dilationRate: 1,
                groups: _random.Next(1, 3), activation: Exact(), useBias: Coin()));
        }

        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            x = _random.Next(9) switch
            {
                8 => Arbitrary(x.QuantDepthwiseConv2D(
                    Side(x), Steps(), Border(x), 0, x.Shape.Channels < 40 ? _random.Next(1, 3) : 1, "ste_sign",
                    "approx_sign", 1, Exact(), Coin())),
                0 => x.MaxPool2D(Side(x), Coin() ? null : Steps(), Border(x)),
                1 => x.Dropout(0.3f),
                2 => Arbitrary(x.BatchNormalization(center: Coin(), scale: Coin())),
                3 => Arbitrary(x.Concatenate(Signed(x, 2, Padding.Same, 1))),
                4 => Arbitrary(x.Residual(y => Signed(y, y.Shape.Channels, Padding.Same, 1))),
                5 => Arbitrary(x.Activation(Exact())),
                _ => Arbitrary(Signed(x, 2 * _random.Next(1, 40), Border(x), Steps())),
            };
        }

        return _random.Next(5) switch
        {
            0 => x.Flatten(),
            1 => Signed(x.Flatten(), 3),
            2 => Inexact(x.GlobalAveragePool().Dense(3, Any())),
            3 => Inexact(x.AveragePool2D(Side(x), Steps(), Border(x)).Flatten().Dense(3, Any())),
            _ => Inexact(x.Conv2D(3, Side(x), padding: Border(x)).Flatten()),
        };
    }

    private NetworkTensor Signed(NetworkTensor x, int units) => x.QuantDense(units, Input(), Kernel(), Exact(), Coin());

    private NetworkTensor Signed(NetworkTensor x, int filters, Padding padding, Size2D strides) => x.QuantConv2D(
        filters, padding == Padding.Same ? (_random.Next(1, 5), _random.Next(1, 5)) : Side(x), strides, padding,
        padding == Padding.Same ? _random.Next(-1, 2) : 0, Input(), Kernel(),
        padding == Padding.Same ? (_random.Next(1, 4), _random.Next(1, 3)) : 1,
        x.Shape.Channels % 2 == 0 && filters % 2 == 0 ? _random.Next(1, 3) : 1, Exact(), Coin());

    // Signs, 0 and 1, or levels; in kernels signs, with −1, 0 and +1 and scales among them. All sums are whole.
    private Quantizer Input() => _random.Next(8) switch
    {
        0 => "ste_heaviside",
        1 or 2 or 3 => Quantizer.DoReFa(Coin() ? 2 : _random.Next(1, 11)),
        4 or 5 => "approx_sign",
        _ => "ste_sign",
    };

    private Quantizer Kernel() => _random.Next(8) switch
    {
        0 => "ste_tern",
        1 => "magnitude_aware_sign",
        2 => "magnitude_aware_sign_unclipped",
        3 => "xnor_weight_scale",
        4 => "approx_sign",
        _ => "ste_sign",
    };

    private NetworkTensor Arbitrary(NetworkTensor x)
    {
        _eighths = false;
        return x;
    }

    private NetworkTensor Inexact(NetworkTensor x)
    {
        IsExact = false;
        return x;
    }

    private bool Coin() => _random.Next(2) == 0;

    private Size2D Steps() => (_random.Next(1, 4), _random.Next(1, 3));

    // A window that fits without padding.
    private Size2D Side(NetworkTensor x) =>
        (_random.Next(1, Math.Min(4, x.Shape[0]) + 1), _random.Next(1, Math.Min(3, x.Shape[1]) + 1));

    private Padding Border(NetworkTensor x) => Coin() ? Padding.Valid : Padding.Same;

    private ActivationFunction Exact() => _random.GetItems(
        [ActivationFunction.Linear, ActivationFunction.Relu, ActivationFunction.Relu6, ActivationFunction.HardTanh,
            ActivationFunction.LeakyTanh], 1)[0];

    private ActivationFunction Any() => _random.GetItems(Enum.GetValues<ActivationFunction>(), 1)[0];

    private float[] Values(WeightSpec spec)
    {
        var values = new float[spec.Shape.Size];
        foreach (ref var value in values.AsSpan())
        {
            value = spec.Name switch
            {
                "moving_variance" => _random.Next(8) == 0 ? 0f : _random.NextSingle() * 9,
                "gamma" => _random.Next(6) == 0 ? 0f : Between(2),
                "kernel" when spec.Quantizer is null => _random.Next(-8, 9) / 8f,
                "kernel" or "depthwise_kernel" => _random.Next(9) switch { 0 => 0f, 1 => -0f, _ => Between(1) },
                _ => Between(3),
            };
        }

        return values;
    }

    private float Between(float limit) => ((_random.NextSingle() * 2) - 1) * limit;
}
