using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Layers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Optimizers;

[TestClass]
public class AdamPassTests
{
    private const double Beta1 = 0.9, Beta2 = 0.99, Epsilon = 1e-7, Rate = 0.02, Root = 1.25;
    private static readonly AdamPass Pass = new(Beta1, Beta2, Epsilon, Rate, Root);

    [TestMethod]
    public void Run_EveryLength_IsTheFormula()
    {
        var random = new Random(1);
        for (var length = 0; length <= 40; length++)
        {
            var (w, g, m, v) = (Draw(random, length), Draw(random, length), Draw(random, length), Draw(random, length));
            for (var i = 0; i < length; i++) v[i] *= v[i];
            if (length > 3) (g[3], m[3], v[3]) = (0, 0, 0);
            var (before, means, squares) = (w.ToArray(), m.ToArray(), v.ToArray());
            Pass.Run(w, g, m, v);
            for (var i = 0; i < length; i++)
            {
                var mean = (Beta1 * means[i]) + ((1 - Beta1) * g[i]);
                var square = (Beta2 * squares[i]) + ((1 - Beta2) * g[i] * g[i]);
                Assert.AreEqual(mean, m[i], 1e-6);
                Assert.AreEqual(square, v[i], 1e-6);
                var wanted = before[i] - (Rate * mean / ((Root * Math.Sqrt(square)) + Epsilon));
                Assert.AreEqual(wanted, w[i], 2e-6, $"{i} of {length}");
            }
        }
    }

    [TestMethod]
    public void Run_SharedOutAmongThreads_IsTheSame()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var generator = new Generator(2);
        var (one, many) = (Tensors(generator, 300_001), new Tensor[4]);
        for (var i = 0; i < 4; i++) many[i] = one[i].clone();
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            Assert.IsTrue(Pass.Run(one[0], one[1], one[2], one[3]));
            set_num_threads(2);
            Assert.IsTrue(Pass.Run(many[0], many[1], many[2], many[3]));
        }
        finally
        {
            set_num_threads(threads);
        }

        for (var i = 0; i < 4; i++) CollectionAssert.AreEqual(one[i].Values(), many[i].Values());
    }

    // Channels last, all four alike; one of another order is left to Torch, and nothing done.
    [TestMethod]
    public void Run_OtherLayouts_AreTakenWhereAlike()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var generator = new Generator(3);
        Tensor[] plain = [.. Tensors(generator, 4 * 3 * 5 * 5).Select(t => t.view(4, 3, 5, 5))];
        Tensor[] last = [.. plain.Select(t => t.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2))];
        Assert.IsFalse(last[0].is_contiguous());
        var before = last[0].clone();
        Assert.IsFalse(Pass.Run(last[0], plain[1], last[2], last[3]));
        CollectionAssert.AreEqual(before.Values(), last[0].Values());
        Assert.IsTrue(Pass.Run(plain[0], plain[1], plain[2], plain[3]));
        Assert.IsTrue(Pass.Run(last[0], last[1], last[2], last[3]));
        for (var i = 0; i < 4; i++) CollectionAssert.AreEqual(plain[i].Values(), last[i].Values());
    }

    private static Tensor[] Tensors(Generator generator, long count) =>
    [
        randn(count, generator: generator), randn(count, generator: generator), randn(count, generator: generator),
        rand(count, generator: generator),
    ];

    private static float[] Draw(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2) - 1)];
}
