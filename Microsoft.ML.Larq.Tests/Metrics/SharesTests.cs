using Microsoft.ML.Larq.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Metrics;

/// <summary>What counts for positive share, arrival and flow, against counting one value after the other.</summary>
[TestClass]
public class SharesTests
{
    private static readonly float[] Kinds =
    [
        0, -0f, 1, -1, 0.25f, -3e38f, 1e-45f, -1e-45f, float.NaN, float.PositiveInfinity, float.NegativeInfinity,
    ];

    // Every rest behind whole vectors, with zeros in other places each time.
    [TestMethod]
    public void Share_OfEveryLength_IsThatOfCounting()
    {
        for (var length = 1; length <= 70; length++)
        {
            float[] values = [.. Enumerable.Range(0, length).Select(i => Kinds[(i * i * 7 + length) % Kinds.Length])];
            using var tensor = torch.tensor(values);
            Check(values, tensor, $"{length} values");
        }
    }

    [TestMethod]
    [DataRow("float64")]
    [DataRow("bfloat16")]
    [DataRow("strided")]
    [DataRow("channels last")]
    [DataRow("expanded")]
    [DataRow("no axes")]
    public void Share_OfOtherLayouts_IsThatOfCounting(string layout)
    {
        float[] values = [.. Enumerable.Range(0, 2 * 3 * 5 * 7).Select(i => Kinds[i * 13 % 8])];
        using var scope = NewDisposeScope();
        var images = tensor(values).reshape(2, 3, 5, 7);
        var given = layout switch
        {
            "float64" => images.to(ScalarType.Float64),
            "bfloat16" => images.to(ScalarType.BFloat16),
            "strided" => images.narrow(2, 1, 3).narrow(3, 2, 4),
            "channels last" => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2),
            "expanded" => tensor(2f).expand(3, 4),
            _ => tensor(2f),
        };
        Check([.. given.contiguous().to(ScalarType.Float32).flatten().data<float>()], given, layout);
    }

    [TestMethod]
    public void Share_OfNothing_AddsNothing()
    {
        using var empty = zeros(0, 3);
        var state = new MetricState("shares", StateCombination.Sum, lasts: false);
        Assert.IsFalse(state.AddNonZero(empty) || state.AddPositive(empty));
        Assert.AreEqual(0, state.Read());
    }

    private static void Check(float[] values, Tensor tensor, string what)
    {
        var (nonZero, positive) = (0, 0);
        foreach (var value in values)
        {
            if (value != 0) nonZero++;
            if (value > 0) positive++;
        }

        Assert.AreEqual((double)nonZero / values.Length, Of(state => state.AddNonZero(tensor)), 1e-12, what);
        Assert.AreEqual((double)positive / values.Length, Of(state => state.AddPositive(tensor)), 1e-12, what);
    }

    private static double Of(Func<MetricState, bool> add)
    {
        var state = new MetricState("shares", StateCombination.Sum, lasts: false);
        Assert.IsTrue(add(state));
        var share = state.Read();
        state.Clear();
        return share;
    }
}
