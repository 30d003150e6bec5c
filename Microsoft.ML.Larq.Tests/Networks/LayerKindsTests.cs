using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Tests.Networks.Samples;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>What every kind of layer owes.</summary>
[TestClass]
public class LayerKindsTests
{
    public static IEnumerable<object[]> Classes => LayerKinds.Classes.Select(one => new object[] { one.Name });

    [TestMethod]
    public void All_EveryKindOfTheLibrary_IsListed() => Owed.Rows(
        typeof(LayerKind), "LayerKinds.All", LayerKinds.All, "add one, so that networks in JSON can name it");

    [TestMethod]
    public void Samples_OfEveryKind_AreThereOnce() => Owed.Rows(
        nameof(LayerKind), LayerKinds.Classes.Select(one => one.Name), "KindSamples.All (Tests/Networks/Samples)",
        KindSamples.All.Select(sample => sample.Kind.ClassName),
        "add one to its shelf, with no parameter at its default");

    [TestMethod]
    [DynamicData(nameof(Classes))]
    public void Sample_EveryParameter_DiffersFromItsDefault(string name)
    {
        var sample = Sample(name).Kind;
        var plain = Activator.CreateInstance(sample.GetType())!;
        foreach (var parameter in NetworkJson.Parameters(LayerKinds.Find(name)))
            Assert.AreNotEqual(parameter.Get!(plain), parameter.Get(sample), parameter.Name);
    }

    [TestMethod]
    [DynamicData(nameof(Classes))]
    public void Json_OfASample_GivesAnEqualNetwork(string name)
    {
        var network = KindSamples.Network(Sample(name));
        var read = NetworkDefinition.FromJson(network.ToJson());

        Assert.AreEqual(network, read);
        Assert.AreEqual(Sample(name).Kind, read.Output.Kind);
        Assert.AreEqual(network.ToJson(), read.ToJson());
        Assert.AreEqual(network.GetHashCode(), read.GetHashCode());
    }

    [TestMethod]
    [DynamicData(nameof(Classes))]
    public void Json_OfASample_HasEveryParameter(string name)
    {
        var text = KindSamples.Network(Sample(name)).ToJson();
        var kind = LayerKinds.Find(name).Kind;
        var written = kind.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(entry => entry.CanWrite && !entry.IsDefined(typeof(JsonIgnoreAttribute))
                && (entry.GetMethod!.IsPublic || entry.IsDefined(typeof(JsonIncludeAttribute))));
        foreach (var property in written.Where(property => property.Name != "TrainableOrNothing"))
        {
            var parts = property.PropertyType == typeof(Kernel) || property.PropertyType == typeof(Coefficients)
                ? property.PropertyType.GetProperties().Select(part => property.Name + part.Name)
                : [property.Name];
            foreach (var parameter in parts.Where(part => IsOf(name, part)))
                StringAssert.Contains(text, $"\"{char.ToLowerInvariant(parameter[0])}{parameter[1..]}\":");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Classes))]
    public void Json_UnknownParameter_Throws(string name)
    {
        var text = KindSamples.Network(Sample(name)).ToJson();
        var altered = text.Replace(
            $"\"class\":\"{name}\"", $"\"class\":\"{name}\",\"shine\":3", StringComparison.Ordinal);
        var error = Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromJson(altered));
        StringAssert.Contains(error.Message, "shine");
    }

    [TestMethod]
    [DynamicData(nameof(Classes))]
    public void Weights_OfASample_HaveDistinctNamesTrainableFirst(string name)
    {
        var weights = KindSamples.Network(Sample(name)).Output.Weights;
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
        foreach (var known in LayerKinds.Classes) StringAssert.Contains(error.Message, known.Name);
    }

    // A class of real numbers has no quantizers, and nothing else than 0 around its input.
    private static bool IsOf(string className, string parameter) =>
        className.StartsWith("Quant", StringComparison.Ordinal)
        || !(parameter == "PadValue" || parameter.EndsWith("Quantizer", StringComparison.Ordinal));

    private static KindSample Sample(string className) =>
        KindSamples.All.Single(sample => sample.Kind.ClassName == className);
}
