using Microsoft.ML.Larq.Layers;

namespace Microsoft.ML.Larq.Tests.Layers;

[TestClass]
public class SamePaddingTests
{
    // Computed from TensorFlow's formula as Larq uses it; the last four are sizes that the zoo's models meet.
    [TestMethod]
    [DataRow(1, 1, 32, 3, 1, 1, 32)]
    [DataRow(2, 1, 32, 3, 0, 1, 16)]
    [DataRow(3, 1, 32, 3, 0, 1, 11)]
    [DataRow(2, 1, 33, 3, 1, 1, 17)]
    [DataRow(1, 2, 32, 3, 2, 2, 32)]
    [DataRow(1, 1, 5, 4, 1, 2, 5)]
    [DataRow(4, 1, 10, 3, 0, 1, 3)]
    [DataRow(1, 3, 8, 6, 7, 8, 8)]
    [DataRow(2, 1, 224, 7, 2, 3, 112)]
    [DataRow(4, 1, 224, 11, 3, 4, 56)]
    [DataRow(2, 1, 27, 3, 1, 1, 14)]
    [DataRow(3, 1, 3, 2, 0, 0, 1)]
    public void Along_GoldenTable_GivesBeforeAfterOutput(
        int stride, int dilation, int size, int window, int before, int after, int output) =>
        Assert.AreEqual(new SamePadding(before, after, output), SamePadding.Along(size, window, stride, dilation));
}
