using System.Numerics;
using Microsoft.ML.Larq.Clusters;

namespace Larq.Benchmarks;

/// <summary>What a step takes beside computing, as the library does it, and as a tree would.</summary>
/// <remarks>
/// Each of n ranks sends each other one its part of W numbers, adds up its own part of all, and sends that to each:
/// twice (n − 1)·(α + β·W·s/n), the terms of a ring. Of one bit a weight two ranks send all votes once; more send parts
/// of them once, and the results once, or twice where n is even and votes may be.
/// </remarks>
internal static class StepModel
{
    private const int StepsBetweenMeans = 256;
    private const double Bits = 8;

    /// <summary>Seconds of messages.</summary>
    public static double Wire(StepNetwork network, Link link, int ranks, GradientWire wire)
    {
        var (all, binary) = network.Weights;
        return wire switch
        {
            GradientWire.Exact => Sum(all, sizeof(float)),
            GradientWire.BFloat16 => Sum(all, sizeof(ushort)),
            _ => Sum(all - binary, sizeof(float)) + Vote() + (Sum(binary, sizeof(float)) / StepsBetweenMeans),
        };

        double Sum(double weights, int size) => 2 * link.Trade(ranks, weights * size / ranks);

        double Vote() => ranks == 2
            ? link.Trade(ranks, binary / Bits)
            : (ranks % 2 == 0 ? 3 : 2) * link.Trade(ranks, binary / Bits / ranks);
    }

    /// <summary>Seconds that a rank packs, adds, counts and unpacks.</summary>
    public static double Work(StepNetwork network, GradientWire wire)
    {
        var (all, binary) = network.Weights;
        var (exact, half, bit) = network.Work;
        return 1e-9 * wire switch
        {
            GradientWire.Exact => all * exact,
            GradientWire.BFloat16 => all * half,
            _ => ((all - binary) * exact) + (binary * bit) + (binary * exact / StepsBetweenMeans),
        };
    }

    /// <summary>Both.</summary>
    public static double Beside(StepNetwork network, Link link, int ranks, GradientWire wire) =>
        Wire(network, link, ranks, wire) + Work(network, wire);

    /// <summary>Messages of exact gradients, reduced up a binomial tree and sent down again.</summary>
    public static double Tree(StepNetwork network, Link link, int ranks) =>
        2 * BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)ranks))
        * (link.Latency + (network.Weights.All * sizeof(float) / link.Rate));

    /// <summary>How many times as many steps one bit a weight takes in the same time.</summary>
    public static double Gain(StepNetwork network, Link link, int ranks, double computing) =>
        (computing + Beside(network, link, ranks, GradientWire.Exact))
        / (computing + Beside(network, link, ranks, GradientWire.OneBit));

    /// <summary>
    /// The most that messages beside the backward pass, two thirds of computing, could take off an exact step.
    /// </summary>
    public static double Hidden(StepNetwork network, Link link, int ranks, double computing) =>
        Math.Min(Wire(network, link, ranks, GradientWire.Exact), computing * 2 / 3)
        / (computing + Beside(network, link, ranks, GradientWire.Exact));
}
