using Microsoft.ML.Larq.Networks;

namespace Larq.Benchmarks;

/// <summary>A network whose steps are predicted, and what was measured of it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Input">Its input.</param>
/// <param name="Build">The network.</param>
/// <param name="Batch">Rows of a rank in a step.</param>
internal sealed record StepNetwork(
    string Name, TensorShape Input, Func<NetworkTensor, NetworkTensor> Build, int Batch)
{
    private (int, int)? _weights;

    /// <summary>The digits' network of samples/Cluster.</summary>
    public static StepNetwork Digits { get; } =
        new("digits", new TensorShape(8, 8, 1), input => DefaultNetworks.For(input, 10), 32)
        {
            Rounds = 60,
            Work = (2.14, 2.08, 1.13),
            Measured = (13.5e-3, 15.1e-3),
            Sums = (0.372e-3, 0.347e-3, 0.175e-3),
        };

    public static StepNetwork QuickNet { get; } =
        new("QuickNet", new TensorShape(224, 224, 3), input => Zoo.QuickNet(input, 1000), 8)
        {
            Rounds = 8,
            Work = (5.00, 4.56, 3.97),
            Measured = (707e-3, 819e-3),
            Sums = (97.4e-3, 77.4e-3, 55.3e-3),
        };

    public static IReadOnlyList<StepNetwork> All { get; } = [Digits, QuickNet];

    /// <summary>How often a step is timed.</summary>
    public required int Rounds { get; init; }

    /// <summary>Nanoseconds a weight without messages: exact, bfloat16, one bit.</summary>
    public required (double Exact, double Half, double Bit) Work { get; init; }

    /// <summary>Seconds of a step's computing, on one core.</summary>
    public double Computing => Measured.Alone;

    /// <summary>Seconds of a step of the slower of two ranks without a sum, and of one with it.</summary>
    public required (double Alone, double Together) Measured { get; init; }

    /// <summary>Seconds that two ranks took for as many numbers as it has weights: exact, bfloat16, one bit.</summary>
    public required (double Exact, double Half, double Bit) Sums { get; init; }

    /// <summary>Weights that an optimizer changes, and those of them that are one bit on the wire of one bit.</summary>
    public (int All, int Binary) Weights => _weights ??= Count();

    public NetworkDefinition Define() => NetworkDefinition.Build(Input, Build);

    private (int All, int Binary) Count()
    {
        var trained = Define().Layers.SelectMany(layer => layer.Weights).Where(spec => spec.Trainable).ToArray();
        return (trained.Sum(spec => spec.Shape.Size),
            trained.Where(spec => spec.Precision == 1).Sum(spec => spec.Shape.Size));
    }
}
