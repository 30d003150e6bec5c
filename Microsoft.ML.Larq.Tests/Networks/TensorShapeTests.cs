using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class TensorShapeTests
{
    [TestMethod]
    [DataRow(new int[0], "1 to 5 dimensions, got 0")]
    [DataRow(new[] { 1, 1, 1, 1, 1, 1 }, "1 to 5 dimensions, got 6")]
    [DataRow(new[] { 3, 0 }, "got (3, 0)")]
    [DataRow(new[] { -1, -1 }, "got (-1, -1)")]
    [DataRow(new[] { 65536, 32768 }, "got (65536, 32768)")]
    [DataRow(new[] { int.MaxValue, int.MaxValue, int.MaxValue }, "at most 2147483647")]
    public void Constructor_OtherDimensions_Throws(int[] dimensions, string message)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new TensorShape(dimensions));
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void Shape_OfAnImage_TellsItsParts()
    {
        var shape = new TensorShape(5, 6, 7);
        Assert.AreEqual(3, shape.Rank);
        Assert.AreEqual(210, shape.Size);
        Assert.AreEqual(7, shape.Channels);
        Assert.AreEqual(6, shape[1]);
        Assert.AreEqual("(5, 6, 7)", shape.ToString());
        Assert.AreEqual("(10,)", new TensorShape(10).ToString());
        Assert.AreEqual(int.MaxValue, new TensorShape(int.MaxValue, 1).Size);
    }

    [TestMethod]
    public void Equality_OfShapes_IsThatOfDimensions()
    {
        Assert.IsTrue(new TensorShape(2, 3) == new TensorShape(2, 3));
        Assert.IsTrue(new TensorShape(2, 3) != new TensorShape(3, 2));
        Assert.IsTrue(new TensorShape(6) != new TensorShape(6, 1));
        Assert.IsTrue(default == default(TensorShape));
        Assert.AreEqual(new TensorShape(2, 3).GetHashCode(), new TensorShape(2, 3).GetHashCode());
        Assert.IsFalse(new TensorShape(2).Equals("(2,)"));
    }
}
