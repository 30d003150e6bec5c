using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Families;

namespace Microsoft.ML.Larq.Tests.Networks.Zoo;

/// <summary>Every layer of every model against Larq Zoo's, and the models' other forms.</summary>
[TestClass]
public class ZooRowsTests
{
    private static readonly TensorShape ImageNet = new(224, 224, 3);

    public static IEnumerable<string[]> Models => ZooModel.Names;

    [TestMethod]
    public void Golden_Files_AreOfTheModels() => Owed.Rows(
        "model", ZooModel.All.Select(model => $"{model.Name}.tsv"), "the folder Golden/Zoo (Tests)",
        House.SourceTree.Files(Path.Combine(House.SourceTree.Tests, "Golden", "Zoo"), "*.tsv"),
        "add the file with a line for each of its layers in Larq Zoo");

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Rows_AtImageNetsSize_AreLarqZoos(string name)
    {
        var model = ZooModel.Of(name);
        var network = NetworkDefinition.Build(ImageNet, x => model.Network(x, 1000).Softmax());
        var (expected, actual) = (ZooRows.Golden(name), ZooRows.Of(network));
        for (var i = 0; i < Math.Min(expected.Length, actual.Length); i++)
            Assert.AreEqual(expected[i], actual[i], $"{name}, line {i + 1}");
        Assert.HasCount(expected.Length, actual);
    }

    [TestMethod]
    [DataRow("BinaryAlexNet", "(6, 6, 256)")]
    [DataRow("XNORNet", "(1, 1, 4096)")]
    [DataRow("DoReFaNet", "(6, 6, 256)")]
    [DataRow("BinaryDenseNet28", "(7, 7, 576)")]
    [DataRow("BinaryDenseNet37", "(7, 7, 640)")]
    [DataRow("BinaryDenseNet37Dilated", "(28, 28, 640)")]
    [DataRow("BinaryDenseNet45", "(7, 7, 800)")]
    public void Features_OfModelsOfTheirOwnShape_HaveIt(string name, string shape) => Assert.AreEqual(
        shape, NetworkDefinition.Build(ImageNet, ZooModel.Of(name).Features).OutputShape.ToString());

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Features_EveryModel_AreTheFirstLayersOfTheWhole(string name)
    {
        var model = ZooModel.Of(name);
        var features = NetworkDefinition.Build(ImageNet, model.Features);
        var whole = model.Full();
        Assert.AreEqual(3, features.OutputShape.Rank);
        Assert.IsLessThan(whole.Layers.Length, features.Layers.Length);
        CollectionAssert.AreEqual(features.Layers.ToArray(), whole.Layers[..features.Layers.Length].ToArray());
        if (!features.OutputShape.ToString().StartsWith("(7, 7,", StringComparison.Ordinal))
            Assert.IsTrue(name.Contains("Net37Dilated") || name is "BinaryAlexNet" or "XNORNet" or "DoReFaNet");
        else if (!name.Contains("Dense")) Assert.AreEqual(512, features.OutputShape.Channels);
    }

    // Larq Zoo's own tests build every model for one, three and four channels.
    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Build_OtherChannelsAndTheSmallestSide_Works(string name)
    {
        var model = ZooModel.Of(name);
        foreach (var channels in (int[])[1, 4])
        {
            var network = NetworkDefinition.Build(
                new TensorShape(model.Side, model.Side, channels), x => model.Light(x, 7));
            Assert.AreEqual(new TensorShape(7), network.OutputShape);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void FromJson_EveryModel_IsTheSame(string name)
    {
        var network = ZooModel.Of(name).Small(3);
        Assert.AreEqual(network, NetworkDefinition.FromJson(network.ToJson()));
    }
}
