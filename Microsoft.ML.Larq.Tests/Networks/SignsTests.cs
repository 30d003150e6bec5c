using Microsoft.ML.Larq.Networks.Quantizers;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class SignsTests
{
    [TestMethod]
    public void Of_EveryLengthAndKindOfNumber_IsMinusBelowZeroOnly()
    {
        float[] kinds =
        [
            1, -1, 0, -0f, float.NaN, -float.Epsilon, float.Epsilon, float.NegativeInfinity, float.PositiveInfinity, -3,
        ];
        float[] expected = [1, -1, 1, 1, 1, -1, 1, -1, 1, -1];
        for (var length = 0; length <= 70; length++)
        {
            var values = Enumerable.Range(length, length).Select(i => kinds[i % kinds.Length]).ToArray();
            var signs = new float[length];
            Signs.Of(values, signs);
            CollectionAssert.AreEqual(
                Enumerable.Range(length, length).Select(i => expected[i % kinds.Length]).ToArray(), signs, $"{length}");
        }
    }
}
