using System.Globalization;
using Larq.ModelBuilder.Pipelines;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Code;

/// <summary>What the C# compiler reads is what was to be written.</summary>
[TestClass]
public sealed class CSharpTextTests
{
    [TestMethod]
    public void Literal_OfEveryCharacter_IsReadBack()
    {
        for (var unit = 0; unit <= char.MaxValue; unit += 64)
        {
            var text = new string([.. Enumerable.Range(unit, 64).Select(value => (char)value)]);
            Assert.AreEqual(text, Read(CSharpText.Literal(text)), $"from U+{unit:X4}");
        }
    }

    [TestMethod]
    [DataRow("\uD800")]
    [DataRow("\uDC00\uD800")]
    [DataRow("😀\uD83D")]
    [DataRow("\\\"{}{{$\r\n\u2028\0\u0085")]
    [DataRow("\\u0041 \\x41")]
    public void Literal_OfText_IsReadBackAndHasOneLine(string text)
    {
        var literal = CSharpText.Literal(text);
        Assert.AreEqual(text, Read(literal));
        Assert.IsFalse(literal.Any(unit => char.IsControl(unit) || char.IsSurrogate(unit) && !text.Contains("😀")));
    }

    [TestMethod]
    public void Literal_OfChars_IsReadBack()
    {
        for (var unit = 0; unit <= char.MaxValue; unit++)
        {
            if (unit > 0x300 && unit % 97 != 0) continue;
            Assert.AreEqual((char)unit, Read(CSharpText.Literal((char)unit)));
        }
    }

    [TestMethod]
    public void Literal_OfFloats_IsReadBackInAnyCulture()
    {
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NegativeSign) = (",", "~");
        CultureInfo.CurrentCulture = comma;
        try
        {
            foreach (var value in new[] { 0f, 1.5f, float.Epsilon, float.MaxValue, 1e-7f, 16777217f, 0.1f })
            {
                Assert.AreEqual(value, Read(CSharpText.Literal(value)));
                Assert.AreEqual((double)value, Read(CSharpText.Literal((double)value)));
            }

            Assert.AreEqual("-1.5f", CSharpText.Literal(-1.5f));
            Assert.AreEqual("-12", CSharpText.Literal(-12));
            Assert.AreEqual("float.NaN", CSharpText.Literal(float.NaN));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static object? Read(string source)
    {
        var expression = SyntaxFactory.ParseExpression(source);
        Assert.AreEqual(source.Length, expression.FullSpan.Length, source);
        Assert.AreEqual(0, expression.GetDiagnostics().Count(), source);
        return ((LiteralExpressionSyntax)expression).Token.Value;
    }
}
