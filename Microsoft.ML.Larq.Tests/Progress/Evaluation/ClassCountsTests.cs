using Microsoft.ML.Larq.Progress.Evaluation;

namespace Microsoft.ML.Larq.Tests.Progress.Evaluation;

[TestClass]
public class ClassCountsTests
{
    [TestMethod]
    [DataRow(2)]
    [DataRow(50)]
    public void AddTo_AFewClasses_KeepsThemAllAndTheWholeMatrix(int classes)
    {
        var (labels, predicted) = Rows(classes, 700);
        var facts = ClassCounts.AddTo(new EvaluationFacts(true, 700), labels, predicted, classes);
        Assert.HasCount(classes * classes, facts.Confusion);
        for (var row = 0; row < classes; row++)
        {
            for (var column = 0; column < classes; column++)
            {
                Assert.AreEqual(
                    labels.Zip(predicted).Count(pair => pair == (row, column)),
                    facts.Confusion[(row * classes) + column]);
            }
        }

        Assert.AreEqual(labels.Zip(predicted).Count(pair => pair.First == pair.Second), facts.Right);
        Assert.AreEqual(labels.GroupBy(label => label).Max(group => group.Count()), facts.LargestClass);
        CollectionAssert.AreEqual(
            labels.Distinct().Order().ToArray(), facts.Classes.Select(one => one.Class).ToArray());
        foreach (var one in facts.Classes) AssertCounted(one, labels, predicted);
    }

    [TestMethod]
    [DataRow(51)]
    [DataRow(500)]
    public void AddTo_ManyClasses_KeepsTheWorst(int classes)
    {
        var (labels, predicted) = Rows(classes, 4000);
        var facts = ClassCounts.AddTo(new EvaluationFacts(true, 4000), labels, predicted, classes);
        Assert.IsEmpty(facts.Confusion);
        Assert.HasCount(EvaluationFacts.WorstClasses, facts.Classes);
        foreach (var one in facts.Classes) AssertCounted(one, labels, predicted);
        var recalls = labels.Zip(predicted).GroupBy(pair => pair.First)
            .Select(group => group.Average(pair => pair.First == pair.Second ? 1.0 : 0)).Order().ToArray();
        foreach (var (one, recall) in facts.Classes.Zip(recalls))
            Assert.AreEqual(recall, (double)one.Right / one.Rows, 1e-9);
    }

    private static void AssertCounted(ClassFacts one, int[] labels, int[] predicted)
    {
        var its = predicted.Where((_, row) => labels[row] == one.Class).ToArray();
        Assert.AreEqual(its.Length, one.Rows);
        Assert.AreEqual(its.Count(guess => guess == one.Class), one.Right);
        Assert.AreEqual(predicted.Count(guess => guess == one.Class), one.Predicted);
        var wrong = its.Where(guess => guess != one.Class).GroupBy(guess => guess).ToArray();
        if (wrong.Length == 0) Assert.AreEqual(one.Class, one.TakenFor);
        else Assert.AreEqual(wrong.Max(group => group.Count()), its.Count(guess => guess == one.TakenFor));
    }

    // Class 1 has no row; some classes are recognized well and some badly.
    private static (int[] Labels, int[] Predicted) Rows(int classes, int rows)
    {
        var random = new Random(classes);
        int[] labels =
            [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes) is var one && one != 1 ? one : 0)];
        return (labels, [.. labels.Select(label => random.Next(classes) > label ? label : random.Next(classes))]);
    }
}
