using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Tests;

[TestClass]
public class ModelSearchTests
{
    private static readonly MLContext Context = new(seed: 1);

    private static readonly IDataView Table = Trainers.Table(Context);

    private static readonly BinarizedNetworkTransformer Number =
        Trainers.Fit(Context, Trainers.Options("Number", epochs: 1));

    private static readonly BinarizedNetworkTransformer Flag =
        Trainers.Fit(Context, Trainers.Options("Flag", epochs: 1));

    private static readonly ITransformer Copy = Context.Transforms.CopyColumns("Copy", "Features").Fit(Table);

    [TestMethod]
    public void BinaryNet_AloneInAChainOrInAChainOfChains_IsTheNetwork()
    {
        Assert.AreSame(Number, Number.BinaryNet());
        Assert.AreSame(Number, Chain(Copy, Number).BinaryNet());
        Assert.AreSame(Number, Chain(Copy, Chain(Chain(Copy), Chain(Number, Copy))).BinaryNet());
        Assert.AreSame(Number, Chain(Number, Number).BinaryNet());
        var twins = Chain(Number, Trainers.Fit(Context, Trainers.Options("Number", epochs: 1)));
        Assert.StartsWith(
            "The model has 2 binarized networks that learned column 'Number'",
            Assert.ThrowsExactly<ArgumentException>(() => twins.BinaryNet("Number")).Message);
    }

    [TestMethod]
    public void BinaryNet_InMLNetsTransformerOfTwoClasses_IsItsModel()
    {
        var model = Context.BinaryClassification.Trainers.BinaryNet(Trainers.Options("Flag", epochs: 1)).Fit(Table);
        Assert.AreSame(model.Model, model.BinaryNet());
        Assert.AreSame(model.Model, Chain(Copy, Chain(model)).BinaryNet());
    }

    [TestMethod]
    public void BinaryNet_OfALoadedModel_IsFound()
    {
        using var stream = new MemoryStream();
        Context.Model.Save(Chain(Copy, Chain(Number)), Table.Schema, stream);
        stream.Position = 0;
        var loaded = Context.Model.Load(stream, out _).BinaryNet();
        CollectionAssert.AreEqual(Trainers.Bytes(Number), Trainers.Bytes(loaded));
    }

    [TestMethod]
    public void BinaryNet_OfSeveral_IsThatOfTheLabel()
    {
        var model = Chain(Number, Chain(Flag));
        Assert.AreSame(Number, model.BinaryNet("Number"));
        Assert.AreSame(Flag, model.BinaryNet(labelColumnName: "Flag"));
        var error = Assert.ThrowsExactly<ArgumentException>(() => model.BinaryNet());
        Assert.StartsWith(
            "The model has 2 binarized networks; they learned 'Number', 'Flag'. labelColumnName tells them apart.",
            error.Message);
        error = Assert.ThrowsExactly<ArgumentException>(() => model.BinaryNet("Target"));
        Assert.StartsWith(
            "The model has no binarized network that learned column 'Target'; there are those that learned 'Number', "
            + "'Flag'.", error.Message);
    }

    [TestMethod]
    public void BinaryNet_OfNone_SaysWhatThereIs()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => Chain(Copy, Chain()).BinaryNet());
        Assert.StartsWith(
            "The model has no binarized network; it is a chain of ColumnCopyingTransformer, a chain of nothing.",
            error.Message);
    }

    private static TransformerChain<ITransformer> Chain(params ITransformer[] parts) => new(parts);
}
