using System.Text.Json;
using Microsoft.ML.Larq.Formats.Keras;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

[TestClass]
public class KerasValueTests
{
    [TestMethod]
    [DataRow("3", 1, "3")]
    [DataRow("[3]", 1, "3")]
    [DataRow("3", 2, "[3,3]")]
    [DataRow("[3,5]", 2, "[3,5]")]
    [DataRow("[1,3,5]", 3, "[1,3,5]")]
    [DataRow("[3,5]", 1, null)]
    [DataRow("[3]", 2, null)]
    [DataRow("[3,5,7]", 2, null)]
    [DataRow("[3,5]", 3, null)]
    [DataRow("[3,1.5]", 2, null)]
    public void Convert_ASize_IsOfTheAxesThatThereAre(string written, int axes, string? expected)
    {
        using var value = JsonDocument.Parse(written);
        Assert.AreEqual(expected, KerasValue.Convert(value.RootElement, typeof(Sides), axes)?.ToJsonString());
    }
}
