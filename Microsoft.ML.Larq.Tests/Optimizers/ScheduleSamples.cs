using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Families;
using static Microsoft.ML.Larq.Optimizers.ScheduleUnit;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>Every factory of a schedule with arguments that are not its defaults, and others.</summary>
internal static class ScheduleSamples
{
    private static readonly Schedule Line = Schedule.Linear(4);
    private static readonly Func<long, double> Falling = t => 1.0 / (1 + t);
    private static readonly Func<long, double> Rising = t => t;

    public static FactorySample[] All { get; } =
    [
        new(() => Schedule.Constant(0.5f), 0.25f),
        new(() => Schedule.Cosine(0.5f, 0.25f), 0.25f, 0.5f),
        new(() => Schedule.StepDecay(8f, 0.5f, 2, Step), 4f, 0.25f, 3, Epoch),
        new(() => Schedule.Exponential(8f, 0.5f, 2, Step), 4f, 0.25f, 3, Epoch),
        new(() => Schedule.InverseTime(8f, 0.5f, 2, Step), 4f, 0.25f, 3, Epoch),
        new(() => Schedule.Linear(8f, 0.5f), 4f, 0.25f),
        new(() => Schedule.Piecewise(8f, Step, Changes(2, 0.5f)), 4f, Epoch, Changes(2, 0.25f)),
        new(() => Schedule.Chain(Step, Parts(Line, 2), 0.5f), Epoch, Parts(Line, 3), 0.25f),
        new(() => Schedule.Function(Falling, Step), Rising, Epoch),
        new(() => Schedule.WarmUp(6, Line, Step), 3, 0.5f, Epoch),
        new(() => Schedule.WarmUpCosine(8f, 6, Step), 4f, 3, Epoch),
        new(() => Line.EachEpoch()),
    ];

    private static (long From, float Value)[] Changes(long from, float value) => [(1, 1), (from, value)];

    private static (Schedule Schedule, long Length)[] Parts(Schedule first, long length) => [(first, length), (2f, 1)];
}
