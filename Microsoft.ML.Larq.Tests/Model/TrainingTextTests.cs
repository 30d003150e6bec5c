using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Model;

/// <summary>What a page says of a training beside its values.</summary>
[TestClass]
public class TrainingTextTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void Of_ATraining_SaysRowsClassesLossWeightsAndTime()
    {
        var options = Trainers.Options();
        options.ValidationSet = _context.Data.TakeRows(Trainers.Table(_context), 40);
        var said = Of(Trainers.Fit(_context, options));
        Assert.AreEqual("90", said["Training rows"]);
        Assert.AreEqual("40", said["Validation rows"]);
        Assert.AreEqual("3", said["Classes"]);
        StringAssert.StartsWith(said["Base rate"], "33.3% of the training rows are of one class, ");
        StringAssert.EndsWith(said["Base rate"], "% of the validation rows");
        Assert.AreEqual("1.099", said["Loss of guessing"]); // ln 3
        Assert.AreEqual("3", said["Epochs"]);
        Assert.AreEqual("6", said["Steps an epoch"]);
        Assert.AreEqual("of epoch 3", said["Weights"]);
        StringAssert.EndsWith(said["Time"], " s");
        StringAssert.Contains(said["Trained"], "UTC");
        Assert.AreNotEqual("", said["Version"]);
        Assert.AreNotEqual("", said["Loss"]);
    }

    // The model of an early stopping has the best epoch's weights, and says so.
    [TestMethod]
    public void Of_AnEarlyStopping_SaysWhichEpochsWeightsTheModelHas()
    {
        var options = Trainers.Options(epochs: 30);
        options.ValidationSet = Trainers.Table(_context);
        options.Callbacks =
            [new EarlyStopping(metric: MetricNames.LearningRate, patience: 1, mode: MetricMode.Max)];
        var model = Trainers.Fit(_context, options);
        var said = Of(model);
        Assert.AreEqual($"{model.History.Epochs} of 30", said["Epochs"]);
        Assert.AreEqual("of epoch 1", said["Weights"]); // the rate falls from there
    }

    [TestMethod]
    public void Of_ARegression_SaysInWhichUnitTheLossIs()
    {
        var said = Of(Trainers.Fit(_context, Trainers.Options("Target")));
        StringAssert.Contains(said["Loss"], "of labels divided by their deviation, ");
        Assert.AreEqual("1", said["Loss of guessing"]);
        Assert.AreEqual("none", said["Validation rows"]);
        Assert.IsFalse(said.ContainsKey("Classes"));
    }

    [TestMethod]
    public void Of_AModelWithoutFacts_SaysItsEpochs() => CollectionAssert.AreEqual(
        new[] { ("Epochs", "0") }, TrainingText.Of(new TrainingHistory()).ToArray());

    private static Dictionary<string, string> Of(BinarizedNetworkTransformer model) =>
        TrainingText.Of(model.History).ToDictionary(fact => fact.Name, fact => fact.Value);
}
