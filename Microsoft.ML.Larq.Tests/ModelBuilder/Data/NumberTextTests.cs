using System.Globalization;
using Larq.ModelBuilder.Data;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Data;

[TestClass]
public sealed class NumberTextTests
{
    [TestMethod]
    [DataRow("0", nameof(NumberShape.Whole))]
    [DataRow("-12", nameof(NumberShape.Whole))]
    [DataRow("+7", nameof(NumberShape.Whole))]
    [DataRow("1.", nameof(NumberShape.Point))]
    [DataRow(".5", nameof(NumberShape.Point))]
    [DataRow("1e5", nameof(NumberShape.Point))]
    [DataRow("1E-5", nameof(NumberShape.Point))]
    [DataRow("-1.5e+3", nameof(NumberShape.Point))]
    [DataRow("1,5", nameof(NumberShape.Comma))]
    [DataRow("1,234", nameof(NumberShape.Comma))]
    [DataRow("1,234.5", nameof(NumberShape.Grouped))]
    [DataRow("1.234.567,8", nameof(NumberShape.Grouped))]
    [DataRow("1 234", nameof(NumberShape.Grouped))]
    [DataRow("1'234'567", nameof(NumberShape.Grouped))]
    [DataRow("inf", nameof(NumberShape.Infinite))]
    [DataRow("-Inf", nameof(NumberShape.Infinite))]
    [DataRow("+INFINITY", nameof(NumberShape.Infinite))]
    [DataRow("-∞", nameof(NumberShape.Infinite))]
    [DataRow("3.5e38", nameof(NumberShape.Infinite))]
    [DataRow("3.4e38", nameof(NumberShape.Point))]
    [DataRow("-1000000000000000000000000000000000000000", nameof(NumberShape.Infinite))]
    [DataRow("info", nameof(NumberShape.None))]
    [DataRow("+-inf", nameof(NumberShape.None))]
    [DataRow("", nameof(NumberShape.None))]
    [DataRow("-", nameof(NumberShape.None))]
    [DataRow(".", nameof(NumberShape.None))]
    [DataRow("e5", nameof(NumberShape.None))]
    [DataRow("1e", nameof(NumberShape.None))]
    [DataRow("1e+", nameof(NumberShape.None))]
    [DataRow("1-2", nameof(NumberShape.None))]
    [DataRow("0x1F", nameof(NumberShape.None))]
    [DataRow("1,2,3", nameof(NumberShape.None))]
    [DataRow("12:30", nameof(NumberShape.None))]
    [DataRow("٣", nameof(NumberShape.None))]
    public void Shape_OfText_IsWhatItLooksLike(string text, string shape) =>
        Assert.AreEqual(shape, NumberText.Shape(text).ToString());

    // What has a shape that is read is a number to .NET, and nothing else is.
    [TestMethod]
    public void Shape_OfRandomText_AgreesWithParsing()
    {
        var random = new Random(5);
        for (var i = 0; i < 100_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => "019.eE+-"[random.Next(8)])]);
            var parses = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
            var shape = NumberText.Shape(text);
            Assert.AreEqual(parses, shape is NumberShape.Whole or NumberShape.Point or NumberShape.Infinite, text);
            Assert.AreEqual(parses && float.IsInfinity((float)value), shape == NumberShape.Infinite, text);
            if (parses) Assert.AreEqual(value, NumberText.Value(text, '.'), text);
        }
    }

    [TestMethod]
    public void Value_WithDecimalComma_IsTheSameWithAPoint()
    {
        Assert.AreEqual(1.5, NumberText.Value("1,5", ','));
        Assert.AreEqual(-12, NumberText.Value("-12", ','));
    }
}
