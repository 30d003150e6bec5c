using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Optimizers;
using static Microsoft.ML.Larq.Optimizers.ScheduleUnit;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>Values of every schedule, worked out by hand: the row that a new schedule adds.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="StepsPerEpoch">Steps an epoch has.</param>
/// <param name="Expected">The values of all steps from 0; so many as there are steps in all.</param>
internal sealed record ScheduleValues(Schedule Schedule, int StepsPerEpoch, params double[] Expected)
{
    private static readonly Schedule Line = Schedule.Linear(4);

    public static ScheduleValues[] Rows { get; } =
    [
        new(0.25f, 2, 0.25, 0.25, 0.25),

        // v·(m + (1 − m)·(1 + cos πt)/2) at quarters of the way: with √½ between.
        new(Schedule.Cosine(2), 2, 2, 1.7071067811865475, 1, 0.2928932188134524),
        new(Schedule.Cosine(2, 0.5f), 1, 2, 1.8535533905932737, 1.5, 1.1464466094067263),

        // Its last step, not the one after it, is at 0.
        new(new ClosedCosineSchedule(2), 1, 2, 1.7071067811865475, 1, 0.2928932188134524, 0),
        new(Line.EachEpoch(), 2, 4, 4, 2, 2),
        new(Line.EachEpoch(), 1, 4, 3, 2, 1),
        new(Line, 2, 4, 3, 2, 1),
        new(Schedule.Linear(1, 3), 2, 1, 1.5, 2, 2.5),
        new(Schedule.StepDecay(8, 0.5f, 2), 3, 8, 8, 8, 8, 8, 8, 4, 4, 4, 4, 4, 4, 2),
        new(Schedule.StepDecay(8, 0.5f, 2, Step), 3, 8, 8, 4, 4, 2),
        new(Schedule.Exponential(8, 0.25f, 2), 2, 8, 8, 4, 4, 2, 2, 1),
        new(Schedule.Exponential(8, 0.25f, 2, Step), 5, 8, 4, 2, 1),
        new(Schedule.InverseTime(3, 0.5f, 1, Step), 5, 3, 2, 1.5, 1.2, 1),
        new(Schedule.InverseTime(3, 1, 2), 1, 3, 2, 1.5, 1.2, 1),
        new(Schedule.Piecewise(5, Epoch, (1, 3), (3, 1)), 2, 5, 5, 3, 3, 3, 3, 1, 1),
        new(Schedule.Piecewise(5, Step, (2, 3)), 9, 5, 5, 3, 3),

        // Steps 0 … W − 1 rise to the peak; then the other's own time starts.
        new(Schedule.WarmUp(3, Line, Step), 1, 0, 2, 4, 4, 3, 2, 1),
        new(Schedule.WarmUp(2, Schedule.StepDecay(6, 0.5f, 1)), 2, 0, 2, 4, 6, 6, 6, 3, 3),
        new(Schedule.WarmUp(1, 5f, Step), 1, 5, 5),
        new(Schedule.WarmUpCosine(2, 2, Step), 1, 0, 2, 2, 1, 0),

        // Each part sees its own time.
        new(Schedule.Chain(Step, [(Line, 2), (7f, 1)], Schedule.Linear(3, 0)), 1, 4, 2, 7, 3, 2, 1),
        new(Schedule.Chain(Epoch, [(1f, 1)], Schedule.StepDecay(8, 0.5f, 1)), 2, 1, 1, 8, 8, 4, 4),

        // 1/(1 + t), as in the documentation of Larq's HyperparameterScheduler.
        new(Schedule.Function(t => 1.0 / (1 + t)), 2, 1, 1, 0.5, 0.5),
        new(Schedule.Function(t => 1.0 / (1 + t), Step), 2, 1, 0.5, 1 / 3.0),
    ];

    public override string ToString() => $"{OptionText.Of(Schedule)}, {StepsPerEpoch} steps an epoch";
}
