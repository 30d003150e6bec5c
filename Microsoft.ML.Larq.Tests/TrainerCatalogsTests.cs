using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Contracts;

namespace Microsoft.ML.Larq.Tests;

/// <summary>The trainer among ML.NET's own of each task.</summary>
[TestClass]
public class TrainerCatalogsTests
{
    private static readonly MLContext Context = new(seed: 1);

    private static readonly IDataView Table = Trainers.Table(Context);

    private static readonly Dictionary<LearningTask, Func<BinarizedNetworkTrainer.Options, IEstimator<ITransformer>>>
        Catalogs = new()
        {
            [LearningTask.MulticlassClassification] = Context.MulticlassClassification.Trainers.BinaryNet,
            [LearningTask.BinaryClassification] = Context.BinaryClassification.Trainers.BinaryNet,
            [LearningTask.Regression] = Context.Regression.Trainers.BinaryNet,
        };

    [TestMethod]
    [DataRow(LearningTask.MulticlassClassification, "Label")]
    [DataRow(LearningTask.BinaryClassification, "Flag")]
    [DataRow(LearningTask.Regression, "Number")]
    public void Fit_LabelOfTheTask_IsTheModelOfLarqsOwnCatalog(LearningTask task, string label)
    {
        var options = Trainers.Options(label);
        var model = Catalogs[task](options).Fit(Table).BinaryNet();
        Assert.AreEqual(task, model.Task);
        CollectionAssert.AreEqual(Trainers.Bytes(Trainers.Fit(Context, options)), Trainers.Bytes(model));
    }

    [TestMethod]
    [DataRow(LearningTask.MulticlassClassification, "Flag", "a key (Conversion.MapValueToKey makes one)", "Boolean")]
    [DataRow(LearningTask.MulticlassClassification, "Number", "a key (Conversion.MapValueToKey makes one)", "Single")]
    [DataRow(LearningTask.MulticlassClassification, "Text", "a key (Conversion.MapValueToKey makes one)", "String")]
    [DataRow(
        LearningTask.BinaryClassification, "Label", "Boolean (Conversion.ConvertType makes one)", "Key<UInt32, 0-2>")]
    [DataRow(LearningTask.BinaryClassification, "Number", "Boolean (Conversion.ConvertType makes one)", "Single")]
    [DataRow(LearningTask.Regression, "Label", "Single (Conversion.ConvertType makes one)", "Key<UInt32, 0-2>")]
    [DataRow(LearningTask.Regression, "Flag", "Single (Conversion.ConvertType makes one)", "Boolean")]
    public void Fit_LabelOfAnotherTask_NamesColumnAllowedAndFound(
        LearningTask task, string label, string allowed, string found)
    {
        var trainer = Catalogs[task](Trainers.Options(label));
        var error = Assert.ThrowsExactly<ArgumentException>(() => trainer.Fit(Table));
        Assert.AreEqual(
            $"Label column '{label}' must be {allowed} for mlContext.{task}.Trainers.BinaryNet, got {found}.",
            error.Message);
        error = Assert.ThrowsExactly<ArgumentException>(
            () => trainer.GetOutputSchema(GoodValues.ShapeOf(Table.Schema)));
        Assert.StartsWith($"Label column '{label}' must be {allowed} for mlContext.{task}.", error.Message);
    }

    [TestMethod]
    public void BinaryNet_OptionTaskOfAnother_Throws()
    {
        var options = Trainers.Options("Number");
        options.Task = LearningTask.Regression;
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => Context.BinaryClassification.Trainers.BinaryNet(options));
        Assert.Contains("Option Task is Regression; mlContext.BinaryClassification.Trainers.BinaryNet", error.Message);
        Assert.IsNotNull(Context.Regression.Trainers.BinaryNet(options));
    }

    [TestMethod]
    public void BinaryNet_ShortForm_TakesColumnsNetworkAndEpochs()
    {
        // As ML.NET's own trainers order them.
        var theirs = typeof(StandardTrainersCatalog).GetMethods()
            .First(method => method.Name == nameof(StandardTrainersCatalog.SdcaMaximumEntropy)).GetParameters();
        foreach (var type in new[]
        {
            typeof(LarqMulticlassExtensions), typeof(LarqBinaryExtensions), typeof(LarqRegressionExtensions),
        })
        {
            var ours = type.GetMethods().Single(method => method.GetParameters() is { Length: > 2 }
                && method.Name == "BinaryNet").GetParameters();
            CollectionAssert.AreEqual(
                theirs[1..4].Select(parameter => parameter.Name).ToArray(),
                ours[1..4].Select(parameter => parameter.Name).ToArray());
        }

        var model = Context.Regression.Trainers.BinaryNet("Number", "Features", "Target", Trainers.Small, 2).Fit(Table);
        Assert.AreEqual(("Number", 2), (model.LabelColumnName, model.History.Epochs));
        Assert.Contains(("ExampleWeightColumnName", "Target"), model.Facts.Options);
        var classes = Context.MulticlassClassification.Trainers
            .BinaryNet(network: Trainers.Small, epochs: 1).Fit(Table);
        Assert.AreEqual(LearningTask.MulticlassClassification, classes.Task);
        var two = Context.BinaryClassification.Trainers
            .BinaryNet("Flag", network: Trainers.Small, epochs: 1).Fit(Table);
        Assert.AreEqual("Flag", two.Model.LabelColumnName);
    }
}
