using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>The oracle is ML.NET: what its own trainers promise and give.</summary>
[TestClass]
public class ScoreColumnsTests
{
    private static readonly string[] Classes = ["PredictedLabel", "Score"];
    private static readonly string[] Chances =
        ["PredictedLabel", "Score", "Probability"];

    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow("Text", DisplayName = "Text classes")]
    [DataRow("Number", DisplayName = "Number classes")]
    public void Multiclass_KeyWithValues_EqualsMLNet(string label)
    {
        var plain = Samples.Data(_context);
        var data = _context.Transforms.Conversion.MapValueToKey("Label", label).Fit(plain).Transform(plain);
        var trainer = _context.MulticlassClassification.Trainers.LbfgsMaximumEntropy();
        Compare(trainer, data, LearningTask.MulticlassClassification, Classes, 3, KeyValues.Read(data.Schema["Label"]));
    }

    [TestMethod]
    public void Multiclass_KeyWithoutValues_EqualsMLNet()
    {
        var plain = Samples.Data(_context);
        var data = new WithoutAnnotations(
            _context.Transforms.Conversion.MapValueToKey("Label", "Number").Fit(plain).Transform(plain));
        var trainer = _context.MulticlassClassification.Trainers.LbfgsMaximumEntropy();
        Assert.IsNull(KeyValues.Read(data.Schema["Label"]));
        Compare(trainer, data, LearningTask.MulticlassClassification, Classes, 3, null);
    }

    [TestMethod]
    public void Binary_EqualsMLNet()
    {
        var trainer = _context.BinaryClassification.Trainers.LbfgsLogisticRegression("Flag");
        Compare(trainer, Samples.Data(_context), LearningTask.BinaryClassification, Chances, 0, null, "Flag");
    }

    [TestMethod]
    public void Regression_EqualsMLNet()
    {
        var trainer = _context.Regression.Trainers.OnlineGradientDescent("Target");
        Compare(trainer, Samples.Data(_context), LearningTask.Regression, ["Score"], 0, null, "Target");
    }

    [TestMethod]
    public void ColumnsFor_NamesThatDoNotFit_SaysBothCounts()
    {
        var plain = Samples.Data(_context);
        var data = _context.Transforms.Conversion.MapValueToKey("Text").Fit(plain).Transform(plain);
        var names = KeyValues.Read(data.Schema["Text"]);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => ScoreColumns.ColumnsFor(LearningTask.MulticlassClassification, plain.Schema, 4, names));
        StringAssert.Contains(error.Message, "4 classes were given 3 names");
    }

    private void Compare<T>(IEstimator<T> trainer, IDataView data, LearningTask task, string[] names, int classes,
        KeyValues? values, string label = "Label")
        where T : class, ITransformer
    {
        var shape = HiddenMembers.Shape(data.Schema);
        var ours = ScoreColumns.ShapesFor(task, SchemaColumns.Find(shape, label)!.Value);
        CollectionAssert.AreEqual(names, ours.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(
            ColumnText.Of(trainer.GetOutputSchema(shape), names), ours.Select(ColumnText.Of).ToArray());

        // Twice, because the second set of score columns has a number of its own.
        var model = trainer.Fit(data);
        var once = model.Transform(data);
        var twice = model.Transform(once);
        foreach (var (input, output) in new[] { (data, once), (once, twice) })
        {
            var columns = ScoreColumns.ColumnsFor(task, input.Schema, classes, values);
            CollectionAssert.AreEqual(ColumnText.Of(output.Schema, names),
                columns.Select(one => $"{one.Name}: {one.Type} {ColumnText.Of(one.Annotations)}").ToArray());
        }
    }
}
