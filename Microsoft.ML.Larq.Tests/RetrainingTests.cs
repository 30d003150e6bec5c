using Microsoft.ML.Larq.Optimizers;

namespace Microsoft.ML.Larq.Tests;

[TestClass]
public class RetrainingTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Fit_FromAModelInMemoryOrLoaded_KeepsItsAccuracy(bool loaded)
    {
        var data = Trainers.Table(_context);
        var first = Trainers.Fit(_context, Trainers.Options(epochs: 30));
        var before = Accuracy(first, data);
        var again = _context.Larq().BinaryNet(Trainers.Options(epochs: 5))
            .Fit(data, loaded ? Reloaded(first, data) : first);
        Assert.IsGreaterThan(0.9, before);
        Assert.IsGreaterThanOrEqualTo(before - 0.04, Accuracy(again, data));
        Assert.AreEqual(5, again.History.Epochs);
    }

    [TestMethod]
    public void Fit_AtRateZero_GivesThePreviousWeightsBack()
    {
        var data = Trainers.Table(_context);
        var options = Trainers.Options("Target");
        var first = _context.Larq().BinaryNet(options).Fit(data);
        options.Optimizer = Optimize.Sgd(0f);
        options.Network = null;
        var again = _context.Larq().BinaryNet(options).Fit(data, first);
        foreach (var (name, weight) in first.Weights.Where(pair =>
            !pair.Key.Contains("moving", StringComparison.Ordinal)))
            CollectionAssert.AreEqual(weight.Values.ToArray(), again.Weights[name].Values.ToArray(), name);
        Assert.AreEqual(first.Network, again.Network);
    }

    [TestMethod]
    public void Fit_RegressionOnMovedLabels_StartsInThePreviousScale()
    {
        var data = Trainers.Table(_context);
        var options = Trainers.Options("Target", epochs: 10);
        var first = _context.Larq().BinaryNet(options).Fit(data);
        var upper = _context.Data.FilterRowsByColumn(data, "Target", lowerBound: 1.5);
        options.Optimizer = Optimize.Sgd(0f);
        options.ReestimateBatchNormalization = false;
        options.Epochs = 1;
        var again = _context.Larq().BinaryNet(options).Fit(upper, first);
        Assert.AreEqual((first.Facts.LabelMean, first.Facts.LabelDeviation),
            (again.Facts.LabelMean, again.Facts.LabelDeviation));
    }

    [TestMethod]
    public void Fit_AnotherNetwork_NamesTheFirstLayerThatDiffers()
    {
        var options = Trainers.Options();
        var first = Trainers.Fit(_context, options);
        options.Network = (input, outputs) =>
            input.QuantileThermometer(8).QuantDense(32, kernelQuantizer: "ste_sign").Dense(outputs);
        AssertRefused(options, first, "another network", "quant_dense");
    }

    [TestMethod]
    public void Fit_AnotherTask_SaysBoth() => AssertRefused(
        Trainers.Options("Flag"), Trainers.Fit(_context, Trainers.Options("Target")), "Regression",
            "BinaryClassification", "'Flag'");

    [TestMethod]
    public void Fit_ClassesInAnotherOrder_SaysBoth()
    {
        var first = Trainers.Fit(_context, Trainers.Options());
        var turned = _context.Data.ShuffleRows(Hosting.Samples.Data(_context), seed: 5);
        var data = _context.Transforms.Conversion.MapValueToKey("Label", "Text").Fit(turned).Transform(turned);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _context.Larq().BinaryNet(Trainers.Options()).Fit(data, first));
        StringAssert.Contains(error.Message, "'a', 'b', 'c'");
        StringAssert.Contains(error.Message, "'Label'");
    }

    [TestMethod]
    public void Fit_OtherFeatures_SaysBothSizes()
    {
        var first = Trainers.Fit(_context, Trainers.Options());
        var options = Trainers.Options();
        options.Network = null;
        var table = Trainers.Table(_context);
        var data = _context.Transforms.Concatenate("Features", "Features", "Number").Fit(table).Transform(table);
        var error = Assert.ThrowsExactly<ArgumentException>(() => _context.Larq().BinaryNet(options).Fit(data, first));
        StringAssert.Contains(error.Message, "(3,)");
        StringAssert.Contains(error.Message, "(4,)");
    }

    private void AssertRefused(BinarizedNetworkTrainer.Options options, BinarizedNetworkTransformer first,
        params string[] said)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _context.Larq().BinaryNet(options).Fit(Trainers.Table(_context), first));
        foreach (var part in said) StringAssert.Contains(error.Message, part);
    }

    private BinarizedNetworkTransformer Reloaded(BinarizedNetworkTransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        _context.Model.Save(model, data.Schema, stream);
        return (BinarizedNetworkTransformer)_context.Model.Load(stream, out _);
    }

    private double Accuracy(BinarizedNetworkTransformer model, IDataView data) =>
        _context.MulticlassClassification.Evaluate(model.Transform(data)).MicroAccuracy;
}
