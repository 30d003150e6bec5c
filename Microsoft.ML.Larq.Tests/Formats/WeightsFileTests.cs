using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Formats;

[TestClass]
public class WeightsFileTests
{
    [TestMethod]
    public void Read_WhatWasWritten_GivesSignsForLatentKernels()
    {
        var bytes = WeightsFile.Write(SampleModel.Definition, SampleModel.Weights, latent: false);
        var read = WeightsFile.Read(SampleModel.Definition, bytes, out var latent);

        Assert.IsFalse(latent);
        SampleModel.AssertEqual(SampleModel.Weights.Quantized(SampleModel.Definition), read);
    }

    [TestMethod]
    public void Read_SignsOfAFile_StayBitsUntilTheyAreAskedFor()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(1000), x => x.QuantDense(4000, "ste_sign", "ste_sign", useBias: false));
        var latent = NetworkWeights.Initialize(network, 1);
        var bytes = WeightsFile.Write(network, latent, latent: false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = WeightsFile.Read(network, bytes, out _).Quantized(network);
        Assert.IsLessThan(200_000, GC.GetAllocatedBytesForCurrentThread() - before);

        var signs = latent.Quantized(network)["quant_dense/kernel"].Values.ToArray();
        CollectionAssert.AreEqual(signs, read["quant_dense/kernel"].ToArray());
        CollectionAssert.AreEqual(signs, read["quant_dense/kernel"].Values.ToArray());
        CollectionAssert.AreEqual(bytes, WeightsFile.Write(network, read, latent: false));
    }

    [TestMethod]
    public void Read_WhatWasWrittenLatent_GivesTheSameValues()
    {
        var bytes = WeightsFile.Write(SampleModel.Definition, SampleModel.Weights, latent: true);
        var read = WeightsFile.Read(SampleModel.Definition, bytes, out var latent);

        Assert.IsTrue(latent);
        SampleModel.AssertEqual(SampleModel.Weights, read);
    }

    [TestMethod]
    public void Write_SignsAndLatentValuesOfTheSameSigns_GiveTheSameBytes() => CollectionAssert.AreEqual(
        WeightsFile.Write(SampleModel.Definition, SampleModel.Weights, latent: false),
        WeightsFile.Write(
            SampleModel.Definition, SampleModel.Weights.Quantized(SampleModel.Definition), latent: false));

    [TestMethod]
    public void Write_ElevenSigns_PacksThemFromTheLowestBit()
    {
        var (definition, weights) = Kernel(11, [-1, 2, -3, 0, -0f, 6, 7, -8, 9, -10, 11]);
        var file = SafetensorsFile.Read(WeightsFile.Write(definition, weights, latent: false));

        Assert.AreEqual("U8", file.Tensors["quant_dense/kernel"].DataType);
        CollectionAssert.AreEqual(new long[] { 2 }, file.Tensors["quant_dense/kernel"].Shape.ToArray());
        CollectionAssert.AreEqual(new byte[] { 0b1000_0101, 0b10 }, file.Tensors["quant_dense/kernel"].Data.ToArray());
        Assert.AreEqual("11,1", file.Metadata["quant_dense/kernel"]);
    }

    [TestMethod]
    public void RoundTrip_EveryLengthAcrossThreeBytes_KeepsEverySign()
    {
        for (var length = 1; length <= 25; length++)
        {
            var signs = Enumerable.Range(0, length).Select(i => i * i % 3 == 0 ? -1f : 1f).ToArray();
            var (definition, weights) = Kernel(length, signs);
            var read = WeightsFile.Read(definition, WeightsFile.Write(definition, weights, latent: false), out _);
            CollectionAssert.AreEqual(signs, read["quant_dense/kernel"].Values.ToArray());
        }
    }

    [TestMethod]
    public void Read_UnusedBitSet_Throws()
    {
        var (definition, weights) = Kernel(11, new float[11]);
        var file = WeightsFile.Write(definition, weights, latent: false);
        for (var bit = 3; bit < 8; bit++)
        {
            file[^1] = (byte)(1 << bit);
            var error = Assert.ThrowsExactly<FormatException>(() => WeightsFile.Read(definition, file, out _));
            StringAssert.Contains(error.Message, "quant_dense/kernel");
            StringAssert.Contains(error.Message, "unused bits");
        }
    }

    [TestMethod]
    public void Read_OtherNetwork_NamesTheWeight()
    {
        var (one, weights) = Kernel(11, new float[11]);
        var (other, _) = Kernel(12, new float[12]);
        var renamed = NetworkDefinition.Build(
            new TensorShape(11), x => x.QuantDense(1, null, "ste_sign", useBias: false, name: "b"));
        var file = WeightsFile.Write(one, weights, latent: false);

        var shape = Assert.ThrowsExactly<FormatException>(() => WeightsFile.Read(other, file, out _));
        StringAssert.Contains(shape.Message, "'quant_dense/kernel' of the weights is '12,1', got '11,1'");
        var name = Assert.ThrowsExactly<FormatException>(() => WeightsFile.Read(renamed, file, out _));
        StringAssert.Contains(name.Message, "needs a weight 'b/kernel'");
    }

    [TestMethod]
    public void Read_TensorOfAnotherTypeShapeOrNote_NamesBoth()
    {
        var (definition, weights) = Kernel(11, new float[11]);
        var good = SafetensorsFile.Read(WeightsFile.Write(definition, weights, latent: false));
        var kernel = good.Tensors["quant_dense/kernel"];
        var single = SafetensorsTensor.FromSingles([11, 1], new float[11]);

        Refuses("stored as U8 of shape [2], got F32 of shape [11, 1]", single, good.Metadata);
        Refuses("stored as F32 of shape [11, 1], got U8 of shape [2]", kernel, Notes(("latent", "true")));
        Refuses(
            "got F32 of shape [1, 11]",
            SafetensorsTensor.FromSingles([1, 11], new float[11]), Notes(("latent", "true")));
        Refuses("is 'true', got 'yes'", single, Notes(("latent", "yes")));
        Refuses("is '11,1', got 'none'", kernel, Notes());
        Refuses("unknown note 'x'", kernel, Notes(("quant_dense/kernel", "11,1"), ("x", "y")));

        void Refuses(string message, SafetensorsTensor tensor, IEnumerable<KeyValuePair<string, string>> notes)
        {
            var file = new SafetensorsFile([KeyValuePair.Create("quant_dense/kernel", tensor)], notes).ToBytes();
            var error = Assert.ThrowsExactly<FormatException>(() => WeightsFile.Read(definition, file, out _));
            StringAssert.Contains(error.Message, message);
        }
    }

    [TestMethod]
    public void Read_StrangeTensor_NamesIt()
    {
        var (definition, weights) = Kernel(11, new float[11]);
        var good = SafetensorsFile.Read(WeightsFile.Write(definition, weights, latent: false));
        var file = new SafetensorsFile(
            [.. good.Tensors, KeyValuePair.Create("x/y", SafetensorsTensor.FromSingles([1], [1f]))],
            good.Metadata).ToBytes();
        var error = Assert.ThrowsExactly<FormatException>(() => WeightsFile.Read(definition, file, out _));
        StringAssert.Contains(error.Message, "'x/y' belongs to no layer");
    }

    [TestMethod]
    [DataRow("dense/bias", float.NaN)]
    [DataRow("dense/bias", float.PositiveInfinity)]
    [DataRow("dense/bias", float.NegativeInfinity)]
    [DataRow("quant_dense/kernel", float.NaN)]
    [DataRow("quantile_thermometer/thresholds", float.NaN)]
    [DataRow("quantile_thermometer/thresholds", float.NegativeInfinity)]
    public void WriteAndRead_NotANumber_NamesWeightAndPosition(string name, float value)
    {
        var weight = SampleModel.Weights[name];
        var values = weight.Values.ToArray();
        values[1] = value;
        var wrong = SampleModel.Weights.With([KeyValuePair.Create(name, new WeightArray(weight.Shape, values))]);
        var writing = Assert.ThrowsExactly<ArgumentException>(
            () => WeightsFile.Write(SampleModel.Definition, wrong, latent: false));
        StringAssert.StartsWith(writing.Message, $"Weight '{name}'");
        StringAssert.Contains(writing.Message, "at position 1");

        var good = SafetensorsFile.Read(WeightsFile.Write(SampleModel.Definition, SampleModel.Weights, latent: true));
        var tensors = good.Tensors.ToDictionary();
        tensors[name] = SafetensorsTensor.FromSingles(tensors[name].Shape, values);
        var file = new SafetensorsFile(tensors, good.Metadata).ToBytes();
        var reading = Assert.ThrowsExactly<FormatException>(
            () => WeightsFile.Read(SampleModel.Definition, file, out _));
        StringAssert.StartsWith(reading.Message, $"Weight '{name}'");
    }

    [TestMethod]
    public void Read_SmallFileForAHugeNetwork_ThrowsWithoutAllocatingIt()
    {
        // 2³⁰ signs are 4 GiB of numbers; the file has eleven.
        var huge = NetworkDefinition.Build(
            new TensorShape(1 << 15), x => x.QuantDense(1 << 15, null, "ste_sign", useBias: false));
        var (small, weights) = Kernel(11, new float[11]);
        var kernel = SafetensorsFile.Read(WeightsFile.Write(small, weights, latent: false)).Tensors;
        var file = new SafetensorsFile(kernel, Notes(("quant_dense/kernel", "32768,32768"))).ToBytes();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.ThrowsExactly<FormatException>(() => WeightsFile.Read(huge, file, out _));
        Assert.IsLessThan(1 << 20, GC.GetAllocatedBytesForCurrentThread() - before);
        StringAssert.Contains(error.Message, "stored as U8 of shape [134217728], got U8 of shape [2]");
    }

    private static KeyValuePair<string, string>[] Notes(params (string Name, string Text)[] notes) =>
        [.. notes.Select(note => KeyValuePair.Create(note.Name, note.Text))];

    private static (NetworkDefinition Definition, NetworkWeights Weights) Kernel(int inputs, float[] values)
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(inputs), x => x.QuantDense(1, null, "ste_sign", useBias: false));
        return (definition, new NetworkWeights(
            [KeyValuePair.Create("quant_dense/kernel", new WeightArray(new TensorShape(inputs, 1), values))]));
    }
}
