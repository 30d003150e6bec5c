using System.Text.Json;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Formats.Keras;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>Whole dictionaries as Keras and Larq write them, not parameters that somebody thought of.</summary>
[TestClass]
public class KerasConfigTests
{
    private static readonly JsonElement[] Layers =
    [
        .. JsonDocument.Parse(File.ReadAllText(
            Path.Combine(SourceTree.Tests, "Formats", "Keras", "KerasConfigs.json")))
            .RootElement.GetProperty("layers").EnumerateArray(),
    ];

    public static IEnumerable<object[]> Read => Layers.Where(layer => KerasKinds.Known.Contains(ClassOf(layer)))
        .Select(layer => new object[] { ClassOf(layer), Releases(layer), layer.GetProperty("config").GetRawText() });

    [TestMethod]
    public void Dictionaries_OfEveryClassThatIsRead_AreThere()
    {
        var known = Layers.Select(ClassOf).ToHashSet();
        // Read beside NoOp, and written by none of the releases here.
        known.Add("NoOpQuantizer");
        Owed.Rows(
            "class", KerasKinds.Known, "KerasConfigs.json (Tests/Formats/Keras)",
            KerasKinds.Known.Where(known.Contains),
            "add the dictionary that a release of Keras or Larq writes for it, or give it no ClassNames");
        foreach (var release in new[] { "2.2.4", "2.3.1", "2.6.0", "2.9.0", "2.12.0", "2.13.1", "2.14.0", "2.15.0" })
        {
            Assert.IsTrue(
                Layers.Any(layer => ClassOf(layer) == "Conv2D" && Releases(layer).Contains(release)), release);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Read))]
    public void Read_WholeDictionary_IsTheKind(string className, string releases, string config)
    {
        var layer = JsonDocument.Parse($"{{\"class_name\": \"{className}\", \"config\": {config}}}").RootElement;
        Assert.AreEqual(
            KerasExpected.Of(className, config), KerasKinds.Read(new KerasConfig(layer), [RowsOf(className)]),
            releases);
    }

    // What a class inherits and does not use is passed over at its default alone.
    [TestMethod]
    [DataRow("DepthwiseConv2D", "\"groups\": 1", "\"groups\": 2", "'groups' is 1, got 2")]
    [DataRow("SeparableConv2D", "\"groups\": 1", "\"groups\": 2", "'groups' is 1, got 2")]
    [DataRow("QuantDepthwiseConv2D", "\"groups\": 1", "\"groups\": 2", "'groups' is 1, got 2")]
    [DataRow("QuantSeparableConv2D", "\"groups\": 1", "\"groups\": 2", "'groups' is 1, got 2")]
    [DataRow("SeparableConv1D", "\"groups\": 1", "\"groups\": 2", "'groups' is 1, got 2")]
    [DataRow("QuantSeparableConv1D", "\"groups\": 1", "\"groups\": 2", "'groups' is 1, got 2")]
    [DataRow("Conv3DTranspose", "\"groups\": 1", "\"groups\": 2", "'groups' is 1, got 2")]
    [DataRow(
        "SeparableConv2D", "\"kernel_constraint\": null", "\"kernel_constraint\": \"non_neg\"",
        "has a parameter 'kernel_constraint' of non_neg")]
    [DataRow(
        "QuantSeparableConv2D", "\"kernel_constraint\": null", "\"kernel_constraint\": \"non_neg\"",
        "has a parameter 'kernel_constraint' of non_neg")]
    public void Read_InheritedParameterOfAnotherValue_IsNamed(
        string className, string old, string changed, string message)
    {
        var config = Layers.Last(layer => ClassOf(layer) == className
            && layer.GetProperty("config").GetRawText().Contains(old, StringComparison.Ordinal))
            .GetProperty("config").GetRawText().Replace(old, changed, StringComparison.Ordinal);
        var layer = JsonDocument.Parse($"{{\"class_name\": \"{className}\", \"config\": {config}}}").RootElement;
        var error = Assert.ThrowsExactly<FormatException>(
            () => KerasKinds.Read(new KerasConfig(layer), [RowsOf(className)]));
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    [DataRow("GlobalAveragePooling1D", "(1, 4)")]
    [DataRow("GlobalAveragePooling2D", "(1, 1, 4)")]
    [DataRow("GlobalMaxPooling1D", "(1, 4)")]
    [DataRow("GlobalMaxPooling2D", "(1, 1, 4)")]
    public void Read_GlobalPoolingThatKeepsItsAxes_IsFollowedByAReshape(string className, string shape)
    {
        using var file = KerasCases.Sequential(
            RowsOf(className), $"{{\"class_name\": \"{className}\", \"config\": {{\"name\": \"x\", "
            + "\"keepdims\": true}}");
        var definition = NetworkDefinition.FromKeras(file.Path);
        Assert.AreEqual(shape, definition.OutputShape.ToString());
        Assert.AreEqual(className, definition["x"].Kind.ClassName);
    }

    [TestMethod]
    [DataRow("[0.0]")]
    [DataRow("0.0")]
    [DataRow("0")]
    [DataRow("null")]
    public void Read_ReluWithoutSlope_IsReadHoweverItIsWritten(string slope)
    {
        var layer = JsonDocument.Parse(
            $"{{\"class_name\": \"ReLU\", \"config\": {{\"name\": \"x\", \"max_value\": [6.0], \"negative_slope\": "
            + $"{slope}, \"threshold\": {slope}}}}}").RootElement;
        Assert.AreEqual(
            new ActivationLayer { Function = ActivationFunction.Relu6 },
            KerasKinds.Read(new KerasConfig(layer), [new TensorShape(8, 8, 4)]));
    }

    private static string ClassOf(JsonElement layer) => layer.GetProperty("class_name").GetString()!;

    private static string Releases(JsonElement layer) =>
        string.Join("; ", layer.GetProperty("releases").EnumerateArray().Select(release => release.GetString()));

    // The rows that a layer of the class reads.
    private static TensorShape RowsOf(string className) => className switch
    {
        "Dense" or "QuantDense" => new TensorShape(6),
        _ when className.Contains("1D", StringComparison.Ordinal) => new TensorShape(9, 4),
        _ when className.Contains("3D", StringComparison.Ordinal) => new TensorShape(5, 4, 6, 4),
        _ => new TensorShape(8, 8, 4),
    };
}
