using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public partial class PackedProfileTests
{
    private static readonly PackedNetwork Network = new PackedCase(1, new TensorShape(8, 8, 3), x => x
        .Conv2D(16, 3, name: "stem").BatchNormalization()
        .QuantConv2D(16, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign", useBias: false, name: "binary")
        .Flatten().Dense(4, name: "last")).Networks[^1];

    [TestMethod]
    public void Profile_Layers_AreThoseOfTheReport()
    {
        var profile = Network.Profile(passes: 9);
        CollectionAssert.AreEqual(
            Network.Report.Layers, profile.Layers.Select(layer => layer.Layer).ToArray());
        Assert.IsGreaterThan(0, profile.Milliseconds);
        Assert.IsTrue(profile.Layers.All(layer => layer.Milliseconds >= 0));
        foreach (var name in new[] { "stem", "binary", "last" })
        {
            var layer = profile.Layers.Single(layer => layer.Layer.Name == name);
            Assert.IsGreaterThan(0, layer.Milliseconds, name);
            Assert.AreEqual(layer.Layer.Macs / layer.Milliseconds / 1e6, layer.GigaMacsPerSecond, 1e-9);
        }
    }

    // What scoring a row gives does not depend on whether it was profiled before.
    [TestMethod]
    public void Profile_OfARow_ChangesNoScore()
    {
        var row = Enumerable.Range(0, Network.InputSize).Select(i => (i % 7) - 3f).ToArray();
        var (before, after) = (new float[4], new float[4]);
        Network.Score(row, before);
        Network.Profile(row, passes: 1);
        Network.Score(row, after);
        CollectionAssert.AreEqual(before, after);
    }

    [TestMethod]
    public void ToString_OfAProfile_IsALineALayer()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            var lines = Network.Profile(passes: 3).ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.HasCount(Network.Report.Layers.Length + 2, lines);
            StringAssert.StartsWith(lines[0], "layer");
            StringAssert.Matches(lines.Single(line => line.StartsWith("binary", StringComparison.Ordinal)), Binary());
            StringAssert.StartsWith(lines[^1], "whole row");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [TestMethod]
    public void Profile_BadArguments_AreNamed()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Network.Profile(new float[5])).Message,
            "A row has 192 numbers, got 5");
        Assert.AreEqual(
            "passes", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Network.Profile(passes: 0)).ParamName);
    }

    [GeneratedRegex(@"^binary +QuantConv2D +\S.* \d+\.\d{4} +\d+\.\d %? *")]
    private static partial Regex Binary();
}
