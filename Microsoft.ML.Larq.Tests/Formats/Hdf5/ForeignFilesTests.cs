using System.Globalization;
using Microsoft.ML.Larq.Formats;

namespace Microsoft.ML.Larq.Tests.Formats.Hdf5;

/// <summary>What libhdf5 writes on its different ways; the numbers are those that its script writes.</summary>
[TestClass]
public class ForeignFilesTests
{
    private static readonly float[] Kernel = [1, 2, 3, 4, 5, 6];
    private static readonly float[] Bias = [0.5f, -0.25f];

    [TestMethod]
    [DataRow("soft_links")]
    [DataRow("hard_circle")]
    [DataRow("big_endian")]
    [DataRow("committed_type")]
    public void Read_OneLayer_GivesItsNumbers(string name)
    {
        var layer = Read(name).Layers.Single();
        Assert.AreEqual("d", layer.Name);
        CollectionAssert.AreEqual(new[] { 3, 2 }, layer.Weights[0].Shape.ToArray());
        CollectionAssert.AreEqual(Kernel, layer.Weights[0].Values.ToArray());
        CollectionAssert.AreEqual(Bias, layer.Weights[1].Values.ToArray());
    }

    [TestMethod]
    [DataRow("never_written", 0f)]
    [DataRow("never_written_own", 2.5f)]
    public void Read_ALayerThatWasNotWritten_GivesWhatFillsIt(string name, float value) => CollectionAssert.AreEqual(
        new[] { value, value }, Read(name).Layers.Single().Weights[1].Values.ToArray());

    [TestMethod]
    public void Read_GroupsAndListsThatAreIndexed_GivesAllInOrder()
    {
        var file = Read("latest");
        Assert.HasCount(20, file.Layers);
        for (var i = 0; i < 20; i++)
        {
            Assert.AreEqual(string.Create(CultureInfo.InvariantCulture, $"d{i}"), file.Layers[i].Name);
            CollectionAssert.AreEqual(
                Kernel.Select(value => value + i).ToArray(), file.Layers[i].Weights[0].Values.ToArray());
            CollectionAssert.AreEqual(
                Bias.Select(value => value + i).ToArray(), file.Layers[i].Weights[1].Values.ToArray());
        }
    }

    [TestMethod]
    [DataRow("chain_400")]
    [DataRow("chain_400_latest")]
    public void Read_ADeepChain_GivesAllInOrder(string name)
    {
        var file = KerasFile.Read(new MemoryStream(ForeignFile.Unpack(name)));
        Assert.HasCount(400, file.Layers);
        for (var i = 0; i < 400; i++)
        {
            Assert.AreEqual(string.Create(CultureInfo.InvariantCulture, $"d{i}"), file.Layers[i].Name);
            CollectionAssert.AreEqual(new float[] { i, i, i, i }, file.Layers[i].Weights.Single().Values.ToArray());
        }
    }

    [TestMethod]
    [DataRow("soft_circle", "leads in a circle")]
    [DataRow("gzip", "weight 'd/bias:0' is stored in one piece, as Keras writes it, got Chunked")]
    public void Read_WhatCannotBeRead_SaysWhat(string name, string message) => StringAssert.Contains(
        Assert.ThrowsExactly<FormatException>(() => Read(name)).Message, message);

    private static KerasFile Read(string name) => KerasFile.Read(new MemoryStream(ForeignFile.Read(name)));
}
