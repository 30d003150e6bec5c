using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Optimizers.Schedules;
using Microsoft.ML.Larq.Tests.Families;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>What every schedule owes; its factories owe what <see cref="FactoryContractTests"/> says.</summary>
[TestClass]
public class ScheduleContractTests
{
    [TestMethod]
    public void Values_EverySchedule_AreThere() => Owed.Rows(
        typeof(Schedule), "ScheduleValues.Rows (Tests/Optimizers)",
        ScheduleValues.Rows.Select(row => row.Schedule.GetType()).Distinct(),
        "add one with its values at the steps of a short training, worked out by hand");

    [TestMethod]
    public void At_EveryStep_IsTheValueWorkedOut()
    {
        foreach (var row in ScheduleValues.Rows)
        {
            for (var step = 0; step < row.Expected.Length; step++)
            {
                var time = new ScheduleTime(step, row.Expected.Length, row.StepsPerEpoch);
                Assert.AreEqual(row.Expected[step], row.Schedule.At(time), 1e-6, $"{row}, step {step}");
            }
        }
    }

    // Trainings of no step, of one, and of fewer than a part lasts; and the value after the last step.
    [TestMethod]
    public void At_ShortTrainingsAndTheirEnd_IsFiniteAndNotNegative()
    {
        foreach (var row in ScheduleValues.Rows)
        {
            foreach (var steps in new[] { 0, 1, 2, 7 })
            {
                for (var step = 0; step <= steps; step++)
                {
                    var value = row.Schedule.At(new ScheduleTime(step, steps, row.StepsPerEpoch));
                    Assert.IsTrue(value >= 0 && double.IsFinite(value), $"{row}: {value} at step {step} of {steps}");
                }
            }
        }
    }
}
