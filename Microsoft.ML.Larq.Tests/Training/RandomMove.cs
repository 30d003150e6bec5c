using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>Where a layer may stand so that its numbers never hang on a rounding error.</summary>
internal enum MoveOrder
{
    /// <summary>Copies, or rounds each number once: anywhere.</summary>
    Anywhere,

    /// <summary>Sums of signs, or of a few whole numbers: anywhere before the first sum that is rounded.</summary>
    Whole,

    /// <summary>Exact on small multiples of 1/8: on the input; or where <see cref="Last"/> may stand.</summary>
    First,

    /// <summary>Sums that are rounded: behind them no number is quantized.</summary>
    Last,

    /// <summary>Sums that are rounded, of numbers that it quantizes: the first of those.</summary>
    Turn,
}

/// <summary>A layer that may be added to a tensor of some rank.</summary>
/// <param name="Order">Where it may stand.</param>
/// <param name="Apply">Adds it.</param>
/// <param name="Fits">Whether it can be added; null for always.</param>
internal sealed record RandomMove(
    MoveOrder Order, Func<RandomChoices, NetworkTensor, NetworkTensor> Apply, Func<NetworkTensor, bool>? Fits = null);

/// <summary>Random parameters of layers.</summary>
internal sealed class RandomChoices(int seed)
{
    private static readonly ActivationFunction[] Exact =
    [
        ActivationFunction.Linear, ActivationFunction.Relu, ActivationFunction.Relu6, ActivationFunction.Relu1,
        ActivationFunction.HardTanh, ActivationFunction.LeakyTanh,
    ];

    private readonly Random _random = new(seed);

    public bool Coin() => _random.Next(2) == 0;

    public int Of(int from, int to) => _random.Next(from, to + 1);

    public T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    public float Between(float limit) => ((_random.NextSingle() * 2) - 1) * limit;

    public ActivationFunction Activation() => Pick(Exact);

    public ActivationFunction AnyActivation() => Pick(Enum.GetValues<ActivationFunction>());

    public PadMode Border() => Coin() ? PadMode.Valid : PadMode.Same;

    public Quantizer Sign() => Pick(
        Quantizer.SteSign(), Quantizer.ApproxSign(), Quantizer.SwishSign(), Quantizer.SteSign(null));

    /// <summary>Of an input: gives signs, 0 and 1, or levels.</summary>
    public Quantizer Input() => Of(0, 5) switch
    {
        0 => Quantizer.SteHeaviside(),
        1 or 2 => Levels(),
        _ => Sign(),
    };

    /// <summary>Gives signs, or 0 and 1.</summary>
    public Quantizer Bits() => Of(0, 2) == 0 ? Quantizer.SteHeaviside() : Sign();

    public Quantizer Levels() => Quantizer.DoReFa(Coin() ? 2 : Of(1, 10));

    /// <summary>Of a kernel: gives signs, −1, 0 and 1, or a filter's signs times its scale.</summary>
    public Quantizer Kernel() => Of(0, 7) switch
    {
        0 => Quantizer.SteTern(),
        1 => Quantizer.MagnitudeAwareSign(),
        2 => Quantizer.MagnitudeAwareSignUnclipped(),
        3 => Quantizer.XnorWeightScale(),
        _ => Sign(),
    };

    /// <summary>Around a quantized input.</summary>
    public float Pad() => Of(-1, 1);

    /// <summary>Cells of a window that fits without padding.</summary>
    public int Side(int length, int most = 4) => Of(1, Math.Min(length, most));

    public Size2D Side(NetworkTensor x) => (Side(x.Shape[0]), Side(x.Shape[1], 3));

    public Sides Cube(NetworkTensor x) => (Side(x.Shape[0], 3), Side(x.Shape[1], 3), Side(x.Shape[2], 2));

    public Size2D Steps() => (Of(1, 3), Of(1, 2));

    /// <summary>Strides and dilation of a 2-D window: together they are not allowed everywhere.</summary>
    public (Size2D Strides, Size2D Dilation) Walk(Size2D side, NetworkTensor x) => Coin()
        ? (Steps(), Size2D.One)
        : (Size2D.One, (Far(side.Height, x.Shape[0]), Far(side.Width, x.Shape[1])));

    /// <summary>A distance of taps with which they still fit.</summary>
    public int Far(int side, int length) => side == 1 ? 1 : Of(1, Math.Min(3, (length - 1) / (side - 1)));
}
