using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Tensors;

[TestClass]
public class PlainMemoryTests
{
    // In one piece, channels last, and scattered, which goes through Torch.
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void IsFinite_OneOddNumberAnywhere_IsSeen(int layout)
    {
        foreach (var odd in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            for (var place = 0; place < 24; place++)
            {
                var numbers = Enumerable.Range(0, 24).Select(i => i % 2 == 0 ? float.MaxValue : -i).ToArray();
                Assert.IsTrue(IsFinite(numbers, layout));
                numbers[place] = odd;
                Assert.IsFalse(IsFinite(numbers, layout), $"{odd} at {place}");
            }
        }
    }

    [TestMethod]
    public void IsFinite_NoElements_IsTrue()
    {
        using var none = zeros(0);
        Assert.IsTrue(none.IsFinite());
    }

    private static bool IsFinite(float[] numbers, int layout)
    {
        using var scope = NewDisposeScope();
        var plain = tensor(numbers).reshape(2, 3, 2, 2);
        return (layout switch
        {
            0 => plain,
            1 => plain.permute(0, 3, 1, 2),
            _ => plain.transpose(0, 1),
        }).IsFinite();
    }
}
