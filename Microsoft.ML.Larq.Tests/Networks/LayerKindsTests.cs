using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Tests.Networks.Samples;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>What every kind of layer owes.</summary>
[TestClass]
public class LayerKindsTests
{
    public static IEnumerable<object[]> Kinds => LayerKinds.All.Select(kind => new object[] { kind });

    [TestMethod]
    public void All_EveryKindOfTheLibrary_IsListed() => Owed.Rows(
        typeof(LayerKind), "LayerKinds.ByName", LayerKinds.All, "add one, so that networks in JSON can name it");

    [TestMethod]
    public void Samples_OfEveryKind_AreThereOnce() => Owed.Rows(
        typeof(LayerKind), "KindSamples.All (Tests/Networks/Samples)",
        KindSamples.All.Select(sample => sample.Kind.GetType()),
        "add one to its shelf, with no parameter at its default");

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Sample_EveryParameter_DiffersFromItsDefault(Type kind)
    {
        var (sample, plain) = (Sample(kind).Kind, Activator.CreateInstance(kind));
        foreach (var property in kind.GetProperties().Where(entry => entry.CanWrite))
            Assert.AreNotEqual(property.GetValue(plain), property.GetValue(sample), property.Name);
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Json_OfASample_GivesAnEqualNetwork(Type kind)
    {
        var network = KindSamples.Network(Sample(kind));
        var read = NetworkDefinition.FromJson(network.ToJson());

        Assert.AreEqual(network, read);
        Assert.AreEqual(Sample(kind).Kind, read.Output.Kind);
        Assert.AreEqual(network.ToJson(), read.ToJson());
        Assert.AreEqual(network.GetHashCode(), read.GetHashCode());
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Json_OfASample_HasEveryParameter(Type kind)
    {
        var text = KindSamples.Network(Sample(kind)).ToJson();
        foreach (var property in kind.GetProperties().Where(entry => entry.CanWrite))
        {
            var name = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            StringAssert.Contains(text, $"\"{name}\":");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Json_UnknownParameter_Throws(Type kind)
    {
        var text = KindSamples.Network(Sample(kind)).ToJson();
        var name = LayerKind.NameOf(kind);
        var altered = text.Replace(
            $"\"class\":\"{name}\"", $"\"class\":\"{name}\",\"shine\":3", StringComparison.Ordinal);
        var error = Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromJson(altered));
        StringAssert.Contains(error.Message, "shine");
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Weights_OfASample_HaveDistinctNamesTrainableFirst(Type kind)
    {
        var weights = KindSamples.Network(Sample(kind)).Output.Weights;
        Assert.HasCount(weights.Length, weights.Select(spec => spec.Name).Distinct());
        CollectionAssert.AreEqual(
            weights.OrderByDescending(spec => spec.Trainable).ToArray(), weights.ToArray());
    }

    [TestMethod]
    public void Find_UnknownClass_ListsTheKnown()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => LayerKinds.Find("Dance"));
        StringAssert.StartsWith(
            error.Message, "Unknown layer class 'Dance'; known are Activation, Add, AveragePooling1D, ");
        foreach (var kind in LayerKinds.All) StringAssert.Contains(error.Message, LayerKind.NameOf(kind));
    }

    private static KindSample Sample(Type kind) => KindSamples.All.Single(sample => sample.Kind.GetType() == kind);
}
