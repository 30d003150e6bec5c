using System.Xml.Linq;
using Microsoft.ML.Larq.Progress.Evaluation;
using Microsoft.ML.Larq.Reports;
using Microsoft.ML.Larq.Tests.Progress;

namespace Microsoft.ML.Larq.Tests.Reports;

[TestClass]
public class EvaluationSectionTests
{
    [TestMethod]
    [DataRow(3, 9, 0)] // numbers
    [DataRow(50, 0, 2500)] // cells
    [DataRow(500, 0, 0)] // the worst classes alone
    public void Of_SoManyClasses_ShowsWhatFits(int classes, int numbers, int cells)
    {
        int[] labels = [.. Enumerable.Range(0, 2000).Select(row => row % classes)];
        int[] predicted = [.. labels.Select((label, row) => row % 7 == 0 ? (label + 1) % classes : label)];
        var facts = ClassCounts.AddTo(new EvaluationFacts(true, 2000), labels, predicted, classes);
        var page = Page(facts, [.. Enumerable.Range(0, classes).Select(one => $"class <{one}>")]);
        var figures = page.Descendants("figure").Where(
            figure => figure.Element("h3")!.Value.StartsWith("Confusion", StringComparison.Ordinal)).ToArray();
        Assert.AreEqual(numbers, figures.Descendants("td").Count());
        Assert.AreEqual(cells, figures.Descendants("rect").Count());
        StringAssert.Contains(page.Root!.Value, "class <1>");
        StringAssert.Contains(page.Root.Value, "Base rate: always answering the largest class");
        if (classes == 500) StringAssert.Contains(page.Root.Value, "The 20 of 500 classes that are recognized worst");
    }

    // 99 of 100 rows are of one class: accuracy alone looks superb.
    [TestMethod]
    public void Of_RareClasses_ShowsTheBaseRateAndRecall()
    {
        int[] labels = [.. Enumerable.Range(0, 100).Select(row => row == 7 ? 1 : 0)];
        var facts = ClassCounts.AddTo(new EvaluationFacts(false, 100), labels, new int[100], 2);
        var text = Page(facts, null).Root!.Value;
        StringAssert.Contains(text, "Accuracy99%");
        StringAssert.Contains(text, "largest class99%");
        StringAssert.Contains(text, "Mean recall of the classes50%");
        StringAssert.Contains(text, "On 100 rows that were trained on, for there was no validation set");
    }

    private static XDocument Page(EvaluationFacts facts, string[]? names) => XDocument.Parse(HtmlReport.Of(
        HtmlReportTests.Content(Histories.Of(("Loss", [1.0]))) with { Evaluation = facts, ClassNames = names }));
}
