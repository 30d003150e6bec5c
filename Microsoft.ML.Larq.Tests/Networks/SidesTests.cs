using System.Text.Json;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class SidesTests
{
    [TestMethod]
    public void Item_OfAnAxisThatIsNotThere_Throws()
    {
        Sides plane = (3, 5), volume = (1, 3, 5), all = 4;
        Assert.AreEqual((3, 5), (plane[0], plane[1]));
        Assert.AreEqual((1, 3, 5), (volume[0], volume[1], volume[2]));
        Assert.AreEqual((4, 4, 4), (all[0], all[1], all[2]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => plane[2]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => volume[3]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => all[3]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => plane[-1]);
    }

    [TestMethod]
    public void Equals_TheSameAlongEveryAxis_IsTheNumberAlone()
    {
        Assert.AreEqual<Sides>(3, (3, 3));
        Assert.AreEqual<Sides>(3, (3, 3, 3));
        Assert.AreNotEqual<Sides>((3, 5), (5, 3));
        Assert.AreEqual("3", $"{(Sides)(3, 3)}");
        Assert.AreEqual("1×3×5", $"{(Sides)(1, 3, 5)}");
    }

    [TestMethod]
    [DataRow(1, "3")]
    [DataRow(2, "[3,3]")]
    [DataRow(3, "[3,3,3]")]
    public void Json_OfANumberAlone_HasOneForEachAxisAndNoOther(int axes, string text)
    {
        var options = new JsonSerializerOptions { Converters = { new SidesConverter(axes) } };
        Assert.AreEqual(text, JsonSerializer.Serialize((Sides)3, options));
        Assert.AreEqual<Sides>(3, JsonSerializer.Deserialize<Sides>(text, options));
        foreach (var other in new[] { "3", "[3]", "[3,3]", "[3,3,3]", "\"3\"" }.Where(other => other != text))
            Assert.ThrowsExactly<JsonException>(() => JsonSerializer.Deserialize<Sides>(other, options), other);
    }
}
