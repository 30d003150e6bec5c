using System.Globalization;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Model;

[TestClass]
public class OptionTextTests
{
    [TestMethod]
    public void Of_Defaults_SaysWhatTheDocumentationSays()
    {
        var complete = new Options().Completed(new());
        var list = OptionTable.InWords(complete, new Options())
            .ToDictionary(option => option.Name, option => option.Value);
        Assert.AreEqual(
            "default (Adam(LearningRate: Cosine(Initial: 0.005, Minimum: 0), Beta1: 0.9, Beta2: 0.999, "
            + "Epsilon: 1E-07))",
            list["Optimizer"]);
        Assert.AreEqual("default (40)", list["Epochs"]);
        Assert.AreEqual("default (64)", list["BatchSize"]);
        var given = new Options { Epochs = 7 };
        Assert.AreEqual("7", OptionTable.InWords(given.Completed(new()), given)
            .Single(option => option.Name == "Epochs").Value);
        Assert.AreEqual("true", list["ClipLatentWeights"]);
        Assert.AreEqual("default", list["Network"]);
        Assert.AreEqual("default", list["Loss"]);
        Assert.AreEqual("Label", list["LabelColumnName"]);
        Assert.DoesNotContain("CacheBudget", list.Keys);
        Assert.DoesNotContain("Progress", list.Keys);
        Assert.DoesNotContain("CancellationToken", list.Keys);
    }

    [TestMethod]
    public void Of_OptionsThatWereSet_SaysTheirValuesInAnyCulture()
    {
        var before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        var options = new Options
        {
            Image = new ImageShape(8, 4, 1),
            StartWeights = NetworkWeights.Initialize(NetworkDefinition.Build(new TensorShape(2), x => x.Dense(1)), 1),
            Network = (x, outputs) => x.Dense(outputs),
            LabelSmoothing = 0.25f,
            Loss = LossFunction.CrossEntropy,
            Optimizer = Optimize.Case(
                Optimize.Sgd(0.5f), ("signs", weight => true, Optimize.Bop(1e-6f, 0.5f))),
        };
        try
        {
            CultureInfo.CurrentCulture = german;
            var list = OptionTable.InWords(options).ToDictionary(option => option.Name, option => option.Value);
            Assert.AreEqual("given", list["Network"]);
            Assert.AreEqual("given", list["StartWeights"]);
            Assert.AreEqual("0.25", list["LabelSmoothing"]);
            Assert.AreEqual("CrossEntropy", list["Loss"]);
            StringAssert.StartsWith(list["Image"], "ImageShape(Height: 8, Width: 4, Channels: 1");
            Assert.AreEqual(
                "Case(Cases: OptimizerCase(Name: signs, Claims: given, Optimizer: Bop(Threshold: 1E-06, Gamma: 0.5)), "
                + "Default: Sgd(LearningRate: 0.5, Momentum: 0))",
                list["Optimizer"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // Every option has a value in words: none that this list cannot read is left as the name of a type.
    [TestMethod]
    public void Of_AnyOptions_NamesNoType()
    {
        foreach (var (name, value) in OptionTable.InWords(new Options { Seed = 3 }))
            Assert.DoesNotContain("Microsoft.", value, name);
    }

    [TestMethod]
    public void Facts_OfATrainedModel_HoldThemThroughSaving()
    {
        var context = new MLContext(seed: 1);
        var options = Trainers.Options(epochs: 1);
        options.Seed = null;
        var model = Trainers.Fit(context, options);
        var list = model.Facts.Options.ToDictionary(option => option.Name, option => option.Value);
        Assert.AreEqual("1", list["Epochs"]);
        Assert.AreEqual("1", list["Seed"]); // the context's
        var loaded = BinarizedNetworkTransformer.Load(model.ToPayload());
        CollectionAssert.AreEqual(model.Facts.Options.ToArray(), loaded.Facts.Options.ToArray());
    }
}
