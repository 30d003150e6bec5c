using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>
/// A model that someone trained with Larq and saved with Keras 2.14: SepehrMohammady/BNN-WakeVision-STM32 at f083e1c,
/// samy_bnn.h5. It is no part of this repository; where it is absent, the tests are inconclusive.
/// </summary>
[TestClass]
public class RealKerasModelTests
{
    [TestMethod]
    public void FromKeras_Definition_HasTheLayersThatWereSaved()
    {
        var definition = NetworkDefinition.FromKeras(Model());
        Assert.AreEqual(new TensorShape(80, 80, 3), definition.InputShape);
        Assert.AreEqual(new TensorShape(2), definition.OutputShape);
        Assert.AreEqual(
            "Input Conv2D BatchNormalization MaxPooling2D QuantConv2D BatchNormalization MaxPooling2D QuantConv2D "
            + "BatchNormalization MaxPooling2D QuantConv2D BatchNormalization MaxPooling2D QuantConv2D "
            + "BatchNormalization GlobalAveragePooling2D Dropout QuantDense BatchNormalization Dense",
            string.Join(' ', definition.Layers.Select(layer => layer.Kind.ClassName)));

        var first = (Conv2DLayer)definition["conv2d_3"].Kind;
        Assert.AreEqual(8, first.Filters);
        var binary = definition.Layers.Select(layer => layer.Kind).OfType<Conv2DLayer>()
            .Where(kind => kind.IsQuantized).ToArray();
        CollectionAssert.AreEqual(new[] { 16, 24, 32, 40 }, binary.Select(layer => layer.Filters).ToArray());
        CollectionAssert.AreEqual(
            new[] { null, Quantizer.SteSign(), Quantizer.SteSign(), Quantizer.SteSign() },
            binary.Select(layer => layer.InputQuantizer).ToArray());
        foreach (var layer in binary)
        {
            Assert.AreEqual(Quantizer.SteSign(), layer.Kernel.Quantizer);
            Assert.AreEqual(WeightConstraint.WeightClip(), layer.Kernel.Constraint);
            Assert.AreEqual<Sides>(3, layer.KernelSize);
            Assert.AreEqual(PadMode.Same, layer.Padding);
            Assert.AreEqual(0f, layer.PadValue);
            Assert.IsFalse(layer.UseBias);
        }

        Assert.AreEqual(40, ((DenseLayer)definition["quant_dense_3"].Kind).Units);
        Assert.AreEqual(
            6, definition.Layers.Count(layer => layer.Kind is BatchNormalizationLayer { Center: true, Scale: true }));
        // The author gives 5.58 million, cut after the second place.
        Assert.AreEqual(558, definition.Summary().Macs / 10_000);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void FromKeras_Weights_AreAllTakenAndBinary(bool byName)
    {
        var definition = NetworkDefinition.FromKeras(Model());
        var weights = KerasFile.Read(Model()).WeightsFor(definition, byName, null, out var report);
        Assert.IsEmpty(report.Unused);
        Assert.HasCount(13, report.Layers);
        Assert.IsTrue(report.Layers.All(match => match.Layer == match.KerasLayer));
        Assert.AreEqual(5, report.Layers.Count(match => match.IsQuantized == true));
        Assert.AreEqual(0, report.Layers.Count(match => match.IsQuantized == false));
        foreach (var layer in definition.Layers.Where(layer => layer.Kind.IsQuantized))
            Assert.IsFalse(weights[layer, "kernel"].Values.ContainsAnyExcept(-1f, 1f), layer.Name);
        foreach (var layer in definition.Layers.Where(layer => layer.Kind is BatchNormalizationLayer))
            Assert.IsFalse(
                weights[layer, "moving_variance"].Values.ContainsAnyExceptInRange(0f, float.MaxValue), layer.Name);
    }

    [TestMethod]
    public void Score_RandomRows_IsTorchs()
    {
        const int Rows = 100;
        var definition = NetworkDefinition.FromKeras(Model());
        var weights = NetworkWeights.FromKeras(definition, Model());
        var random = new Random(1);
        var rows = Enumerable.Range(0, Rows * definition.InputShape.Size)
            .Select(_ => (random.NextSingle() * 2) - 1).ToArray();
        using var module = new NetworkModule(definition, weights, seed: 0);
        var expected = module.Score(rows);
        var actual = new float[expected.Length];
        PackedNetwork.Compile(definition, weights).Score(rows, actual);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-4f * Math.Max(1f, Math.Abs(expected[i])), $"score {i}");
        Assert.IsGreaterThan(0.1f, actual.Max() - actual.Min());
    }

    private static string Model()
    {
        for (var folder = new DirectoryInfo(SourceTree.Root); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", "keras", "samy_bnn.h5");
            if (File.Exists(path)) return path;
        }

        Assert.Inconclusive("'samy_bnn.h5' is not there: put it into '../shared/data/keras'.");
        return "";
    }
}
