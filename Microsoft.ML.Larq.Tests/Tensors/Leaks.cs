using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Tensors;

/// <summary>Whether something that is done again and again leaves tensors behind.</summary>
internal static class Leaks
{
    // What is made once and kept is made in the first two.
    public static void AssertNone(Action step)
    {
        step();
        step();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        for (var i = 0; i < 10; i++) step();
        Assert.AreEqual(before, Tensor.TotalCount);
    }
}
