using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class RowLayoutTests
{
    // Planes of 2 × 3 pixels, the second one's numbers 10 higher, and so on.
    [TestMethod]
    public void Arrange_Planes_PutsThePixelsChannelsTogether()
    {
        float[] planes = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25];
        var arranged = new float[18];
        new RowLayout(new TensorShape(2, 3, 3), PixelOrder.Planar).Arrange(planes, arranged);
        CollectionAssert.AreEqual(
            new float[] { 0, 10, 20, 1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24, 5, 15, 25 }, arranged);
    }

    [TestMethod]
    [DataRow(PixelOrder.Interleaved, 2, 3, 2)]
    [DataRow(PixelOrder.Planar, 3, 4, 1)]
    [DataRow(PixelOrder.Planar, 12)]
    [DataRow(PixelOrder.Planar, 6, 2)]
    public void Arrange_NothingToBring_Copies(PixelOrder order, params int[] shape)
    {
        float[] row = [.. Enumerable.Range(0, 12).Select(i => (float)i)];
        var arranged = new float[12];
        new RowLayout(new TensorShape(shape), order).Arrange(row, arranged);
        CollectionAssert.AreEqual(row, arranged);
    }
}
