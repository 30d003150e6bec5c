using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class ThermometerModuleTests
{
    private static readonly float[] Odd =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, 0, -0f,
        float.Epsilon, 1, -1, 2.5f,
    ];

    // Every odd number against every odd threshold that may be there, by the rule in words.
    [TestMethod]
    public void Forward_OddNumbers_ReachWhatTheRuleSays()
    {
        float[] thresholds = [.. Odd.Where(value => !float.IsNaN(value))];
        var module = Fitted([thresholds.Length, 0, 1], [.. thresholds, 0.5f]);
        foreach (var number in Odd)
        {
            var expected = thresholds.Append(0.5f).Select(
                (threshold, bit) => Reaches(bit < thresholds.Length ? number : -number, threshold) ? 1f : -1).ToArray();
            using var row = tensor(new[] { number, 7f, -number }).reshape(1, 3);
            CollectionAssert.AreEqual(expected, Signs(module, row), $"{number}");
        }
    }

    // What does not lie in one piece goes another way.
    [TestMethod]
    public void Forward_RowsThatLieApart_GiveTheSameSigns()
    {
        var random = new Random(3);
        var thresholds = Enumerable.Range(0, 9)
            .Select(i => i == 4 ? float.PositiveInfinity : random.NextSingle()).ToArray();
        var module = Fitted([3, 5, 1, 0], thresholds);
        var numbers = Enumerable.Range(0, 4 * 50)
            .Select(i => i % 7 == 0 ? Odd[random.Next(Odd.Length)] : random.NextSingle()).ToArray();
        using var rows = tensor(numbers).reshape(50, 4);
        using var apart = rows.t().contiguous().t();
        Assert.IsFalse(apart.is_contiguous());
        CollectionAssert.AreEqual(Signs(module, apart), Signs(module, rows));
    }

    private static bool Reaches(float number, float threshold)
    {
        if (float.IsNaN(number)) return threshold <= 0 || threshold == float.PositiveInfinity;
        return Math.Max(Math.Min(number, float.MaxValue), float.MinValue) >= threshold;
    }

    private static Func<Tensor, Tensor> Fitted(int[] bits, float[] thresholds)
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(bits.Length), x => x.Apply(new ThermometerLayer { Bits = [.. bits] }).Dense(1));
        var module = LayerModules.Create(definition["thermometer"], 0);
        thresholds.CopyTo(module.Weights[0].Tensor.Floats());
        return rows => module.Forward([rows]);
    }

    private static float[] Signs(Func<Tensor, Tensor> module, Tensor rows)
    {
        using var signs = module(rows);
        return signs.data<float>().ToArray();
    }
}
