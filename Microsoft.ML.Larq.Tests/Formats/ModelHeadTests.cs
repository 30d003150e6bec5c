using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Formats;

namespace Microsoft.ML.Larq.Tests.Formats;

/// <summary>What is asked of the text of a model before anything in it is believed.</summary>
[TestClass]
public partial class ModelHeadTests
{
    // A seal that is none is said to be none, also where the text has it somewhere; it is not taken for an alteration.
    [TestMethod]
    [DataRow("")]
    [DataRow("0")]
    [DataRow("facts")]
    [DataRow("00000000000000000000000000000000000000000000000000000000000000000")]
    public void Read_SealOfAnotherLength_SaysWhatOneIs(string seal)
    {
        var text = Encoding.UTF8.GetString(SampleModel.Create().ToBytes().Network);
        var sealedSo = Seal().Replace(text, $"\"sha256\":\"{seal}\"", count: 1);
        Assert.AreNotEqual(text, sealedSo);
        var error = Assert.ThrowsExactly<FormatException>(() => ModelHead.Read(Encoding.UTF8.GetBytes(sealedSo)));
        StringAssert.Contains(error.Message, $"Its sha256 is 64 hexadecimal digits, got '{seal}'");
    }

    [TestMethod]
    public void Read_LongestText_IsReadAndNoLonger()
    {
        var file = new byte[BoundedJson.MaximalLength + 1];
        var error = Assert.ThrowsExactly<FormatException>(() => ModelHead.Read(file));
        StringAssert.Contains(error.Message, $"It has at most 16777216 bytes, got 16777217");
        error = Assert.ThrowsExactly<FormatException>(() => ModelHead.Read(file.AsSpan(1)));
        StringAssert.StartsWith(error.Message, "It is not valid JSON");
    }

    [GeneratedRegex("\"sha256\":\"[0-9a-f]{64}\"")]
    private static partial Regex Seal();
}
