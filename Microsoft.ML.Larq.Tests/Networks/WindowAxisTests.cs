using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class WindowAxisTests
{
    // TensorFlow's SAME: effective = (k − 1)·d + 1, out = ⌈in / s⌉, total = max((out − 1)·s + effective − in, 0),
    // before = ⌊total / 2⌋; each row computed by hand from that.
    // Rows with 224 and 27 cells are sizes that the zoo's models meet.
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
    [DataRow(1, 1, 1, 1, 0, 0, 1)]
    [DataRow(3, 1, 7, 1, 0, 0, 3)]
    [DataRow(9, 1, 7, 3, 0, 0, 1)]
    [DataRow(1, 1, 1, 3, 1, 1, 1)]
    [DataRow(32767, 1, int.MaxValue, 2, 0, 1, 65539)]
    public void Of_Same_FollowsTensorFlow(
        int stride, int dilation, int input, int kernel, int before, int after, int output) => Assert.AreEqual(
        new WindowAxis(output, before, after), WindowAxis.Of(input, kernel, stride, dilation, PadMode.Same));

    // Keras' VALID: out = ⌊(in − effective) / s⌋ + 1, and no window where it does not fit.
    [TestMethod]
    [DataRow(1, 1, 32, 3, 30)]
    [DataRow(2, 1, 32, 3, 15)]
    [DataRow(2, 1, 33, 3, 16)]
    [DataRow(1, 2, 32, 3, 28)]
    [DataRow(3, 3, 16, 6, 1)]
    [DataRow(1, 1, 3, 3, 1)]
    [DataRow(1, 1, 2, 3, 0)]
    [DataRow(9, 1, 2, 3, 0)]
    public void Of_Valid_FollowsKeras(int stride, int dilation, int input, int kernel, int output) => Assert.AreEqual(
        new WindowAxis(output, 0, 0), WindowAxis.Of(input, kernel, stride, dilation, PadMode.Valid));

    // Keras' causal: (k − 1)·d cells before, none after, then VALID.
    [TestMethod]
    [DataRow(1, 1, 9, 3, 2, 9)]
    [DataRow(2, 1, 9, 3, 2, 5)]
    [DataRow(2, 3, 8, 4, 9, 4)]
    [DataRow(1, 1, 1, 5, 4, 1)]
    [DataRow(3, 1, 7, 1, 0, 3)]
    public void Of_Causal_FollowsKeras(int stride, int dilation, int input, int kernel, int before, int output)
    {
        Assert.AreEqual(
            new WindowAxis(output, before, 0), WindowAxis.Of(input, kernel, stride, dilation, PadMode.Causal));
        Assert.AreEqual(output, WindowAxis.Of(input + before, kernel, stride, dilation, PadMode.Valid).Output);
    }

    [TestMethod]
    public void Of_SameOverEverySmallCase_CoversTheInputAsCountedByPlacingWindows()
    {
        var cases =
            from input in Enumerable.Range(1, 12)
            from kernel in Enumerable.Range(1, 5)
            from stride in Enumerable.Range(1, 5)
            from dilation in Enumerable.Range(1, 3)
            select (input, kernel, stride, dilation);
        foreach (var (input, kernel, stride, dilation) in cases)
        {
            var axis = WindowAxis.Of(input, kernel, stride, dilation, PadMode.Same);
            // Counted: one output for each stride that starts within the input.
            var outputs = Enumerable.Range(0, input).Count(start => start % stride == 0);
            var last = ((outputs - 1) * stride) + ((kernel - 1) * dilation);
            var padding = Math.Max(last - (input - 1), 0);
            var what = $"in {input}, k {kernel}, s {stride}, d {dilation}";
            Assert.AreEqual(outputs, axis.Output, what);
            Assert.AreEqual(padding, axis.Before + axis.After, what);
            Assert.IsTrue(axis.After - axis.Before is 0 or 1, what);
        }
    }
}
