using System.Globalization;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Fitting;

/// <summary>Options that mean the same training have the same text, and others another.</summary>
[TestClass]
public class ComparableTextTests
{
    private static readonly ComparableText Text = new(steps: 161, stepsPerEpoch: 10);

    [TestMethod]
    [DataRow(null, "none")]
    [DataRow("none", "'none'")]
    [DataRow(true, "True")]
    [DataRow(0.1f, "0.1")]
    [DataRow(CancellationBehavior.ReturnBest, "ReturnBest")]
    [DataRow(new[] { 1, 2 }, "[1, 2]")]
    public void Of_PlainValues_IsWhatTheyAre(object? value, string text) => Assert.AreEqual(text, Text.Of(value));

    [TestMethod]
    public void Of_Number_IsTheSameInEveryCulture()
    {
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = comma;
        try
        {
            Assert.AreEqual("0.5", Text.Of(0.5));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void Of_Function_SaysNoMore() => Assert.AreEqual("a function", Text.Of(new Func<int>(() => 1)));

    // Properties by name, all the way down.
    [TestMethod]
    public void Of_Object_IsItsTypeAndProperties() => Assert.AreEqual(
        "Outer(A 'x', B [Inner(C 1), Inner(C 2)])", Text.Of(new Outer([new Inner(1), new Inner(2)], "x")));

    // 17 points, the first step and the last among them: a rate that falls at another step is another one.
    [TestMethod]
    public void Of_Schedule_IsWhatItGives()
    {
        var constant = Text.Of(Schedule.Constant(0.5f));
        Assert.AreEqual($"({string.Join(", ", Enumerable.Repeat("0.5", 17))})", constant);
        var steps = new List<long>();
        Text.Of(ByStep(step =>
        {
            steps.Add(step);
            return 1;
        }));
        CollectionAssert.AreEqual(Enumerable.Range(0, 17).Select(point => point * 10L).ToArray(), steps);
        Assert.AreEqual(constant, Text.Of(ByStep(_ => 0.5)));
        Assert.AreNotEqual(constant, Text.Of(ByStep(step => step < 160 ? 0.5 : 0.4)));
    }

    [TestMethod]
    public void Of_ScheduleOfNoSteps_StaysAtTheFirst() => Assert.AreEqual(
        $"({string.Join(", ", Enumerable.Repeat("0", 17))})",
        new ComparableText(0, 0).Of(ByStep(step => step)));

    private static Schedule ByStep(Func<long, double> value) => Schedule.Function(value, ScheduleUnit.Step);

    private sealed record Inner(int C);

    private sealed record Outer(Inner[] B, string A);
}
