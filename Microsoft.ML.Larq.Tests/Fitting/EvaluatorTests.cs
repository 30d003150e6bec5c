using System.Xml.Linq;
using Microsoft.ML.Larq.Progress.Evaluation;
using Microsoft.ML.Larq.Tests.Progress;

namespace Microsoft.ML.Larq.Tests.Fitting;

/// <summary>What a model says of its own answers, against ML.NET's evaluators.</summary>
[TestClass]
public class EvaluatorTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Fit_ManyClasses_CountsWhatMLNetCounts(bool validates)
    {
        var model = Fit("Label", validates);
        var facts = model.Facts.Evaluation!;
        var wanted = _context.MulticlassClassification.Evaluate(model.Transform(Trainers.Table(_context)));
        Assert.AreEqual((validates, 90, 3), (facts.IsOfValidation, facts.Rows, facts.ClassCount));
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                Assert.AreEqual(
                    wanted.ConfusionMatrix.GetCountForClassPair(column, row), facts.Confusion[(row * 3) + column]);
            }

            Assert.AreEqual(
                wanted.ConfusionMatrix.PerClassRecall[row], (double)facts.Classes[row].Right / facts.Classes[row].Rows,
                1e-9);
        }

        Assert.AreEqual(wanted.MicroAccuracy, facts.Right / 90.0, 1e-9);
        Assert.AreEqual(90, facts.Reliability.Sum(bin => bin.Rows));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Fit_TwoClasses_HasTheAreaThatMLNetHas(bool validates)
    {
        var model = Fit("Flag", validates);
        var facts = model.Facts.Evaluation!;
        var wanted = _context.BinaryClassification.Evaluate(model.Transform(Trainers.Table(_context)), "Flag");
        Assert.AreEqual(wanted.AreaUnderRocCurve, facts.AreaUnderRoc, 1e-4);
        Assert.AreEqual(wanted.Accuracy, facts.Right / 90.0, 1e-9);
        Assert.AreEqual(wanted.ConfusionMatrix.GetCountForClassPair(0, 0), facts.Confusion[3]); // ML.NET: true first
        Assert.AreEqual(90, facts.Reliability.Sum(bin => bin.Rows));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Fit_ARegression_MissesByWhatMLNetSaysInTheLabelsUnit(bool validates)
    {
        var model = Fit("Target", validates);
        var wanted = _context.Regression.Evaluate(model.Transform(Trainers.Table(_context)), "Target");
        var error = model.Facts.Evaluation!.Error!;
        Assert.AreEqual(wanted.RootMeanSquaredError, error.RootMeanSquare, 1e-3 * wanted.RootMeanSquaredError);
        Assert.AreEqual(wanted.MeanAbsoluteError, error.MeanAbsolute, 1e-3 * wanted.MeanAbsoluteError);
        var squared = error.RootMeanSquare / error.OfTheMean;
        Assert.AreEqual(wanted.RSquared, 1 - (squared * squared), 5e-3);
    }

    [TestMethod]
    [DataRow("Label", "Confusion matrix", "Mean recall of the classes")]
    [DataRow("Flag", "ROC curve", "share that is true")]
    [DataRow("Target", "in the label's unit", "always answering the mean")]
    public void WriteReport_OfEachTask_ShowsItBeforeAndAfterSaving(string label, string one, string other) =>
        Histories.InAFolder(folder =>
        {
            var model = Fit(label, validates: true);
            var loaded = BinarizedNetworkTransformer.Load(model.ToPayload());
            foreach (var each in new[] { model, loaded })
            {
                var path = Path.Combine(folder, "report.html");
                each.WriteReport(path);
                var text = XDocument.Load(path).Root!.Value;
                StringAssert.Contains(text, "On 90 rows of the validation set");
                StringAssert.Contains(text, one);
                StringAssert.Contains(text, other);
            }
        });

    // A model of before: no evaluation in its file, none on its page.
    [TestMethod]
    public void Facts_WithoutAnEvaluation_AreReadAndOfOtherClassesRefused()
    {
        var facts = Fit("Label", validates: false).Facts;
        var json = facts.ToJson();
        json.Remove("evaluation");
        Assert.IsNull(Larq.Model.ModelFacts.FromJson(json, facts.History.Facts!.Times.ToJson).Evaluation);
        var other = facts with { Evaluation = new EvaluationFacts(true, 1) { ClassCount = 4 } };
        Assert.ThrowsExactly<FormatException>(() => other.Require(new Larq.Networks.TensorShape(3)));
        facts.Require(new Larq.Networks.TensorShape(3));
    }

    private BinarizedNetworkTransformer Fit(string label, bool validates)
    {
        var options = Trainers.Options(label);
        options.ValidationSet = validates ? Trainers.Table(_context) : null;
        return Trainers.Fit(_context, options);
    }
}
