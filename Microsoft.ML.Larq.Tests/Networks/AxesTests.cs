using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class AxesTests
{
    [TestMethod]
    public void Of_AnyOrder_IsOneSet()
    {
        Axes axes = [3, 1];
        Assert.AreEqual("[1, 3]", axes.ToString());
        Assert.AreEqual(Axes.Of([1, 3]), axes);
        Assert.IsTrue(axes == Axes.Of([1, 3]) && axes != default);
        Assert.AreEqual(axes.GetHashCode(), Axes.Of([1, 3]).GetHashCode());
        Assert.AreEqual((2, true, false), (axes.Count, axes.Contains(3), axes.Contains(2)));
        Assert.AreEqual((0, "[]"), (default(Axes).Count, default(Axes).ToString()));
    }

    [TestMethod]
    [DataRow(new[] { 0 }, "got [0]")]
    [DataRow(new[] { 6 }, "got [6]")]
    [DataRow(new[] { 2, 1, 2 }, "got [2, 1, 2]")]
    public void Of_NoAxes_SaysWhatIsAllowed(int[] axes, string got)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => Axes.Of(axes));
        StringAssert.Contains(error.Message, "Axes are from 1 to 5, each once at most");
        StringAssert.Contains(error.Message, got);
    }

    [TestMethod]
    public void Json_NoAxes_NamesTheLayer()
    {
        var json = NetworkDefinition.Build(new TensorShape(3), x => x.PReLU([1])).ToJson();
        foreach (var (text, part) in new[] { ("[7]", "from 1 to 5"), ("\"1\"", "a list of integers") })
        {
            var altered = json.Replace("\"sharedAxes\":[1]", $"\"sharedAxes\":{text}", StringComparison.Ordinal);
            var error = Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromJson(altered));
            StringAssert.Contains(error.Message, "Layer 'p_re_lu' (PReLU)");
            StringAssert.Contains(error.Message, part);
        }
    }
}
