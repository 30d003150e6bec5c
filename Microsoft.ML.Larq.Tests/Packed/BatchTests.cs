using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>Many rows at once and many threads: the bits of one row on one thread.</summary>
[TestClass]
public class BatchTests
{
    private const string LongTest = "LARQ_LONG_TESTS";

    private static readonly int[] Threads = [1, 2, 3, 8, -1, int.MaxValue];

    // More threads than the machine may have.
    private static readonly WorkerPool Workers = new(7);

    [TestMethod]
    public void Score_AnyBatchAndNumberOfThreads_HasTheBitsOfOneRow()
    {
        foreach (var one in Cases())
        {
            foreach (var count in new[] { 1, 2, 7, 8, 9, 63, 64, 65, 150 })
            {
                var rows = Rows(one, count);
                foreach (var network in one.Networks)
                {
                    var expected = OneByOne(network, rows);
                    network.ShareAll(Workers);
                    foreach (var threads in Threads)
                    {
                        var scores = new float[expected.Length];
                        Array.Fill(scores, float.NaN);
                        network.Score(rows, scores, threads);
                        CollectionAssert.AreEqual(expected, scores, $"{count} rows, {threads} threads");
                    }
                }
            }
        }
    }

    // Large enough that every layer is shared out: by tiles of filters, by output rows, by blocks of filters.
    [TestMethod]
    public void Score_OneLargeRowOnThreads_HasTheBitsOfOneThread()
    {
        var one = new PackedCase(5, new TensorShape(40, 36, 16), x => x
            .Conv2D(64, 3, padding: PadMode.Same).BatchNormalization(epsilon: PackedCase.Epsilon)
            .QuantConv2D(64, 3, padding: PadMode.Same, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
            .BatchNormalization(epsilon: PackedCase.Epsilon)
            .QuantConv2D(512, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
            .BatchNormalization(epsilon: PackedCase.Epsilon)
            .QuantConv2D(300, 1, inputQuantizer: "dorefa_quantizer(k_bit=3)", kernelQuantizer: "ste_sign")
            .QuantConv2D(256, 3, 2, inputQuantizer: "dorefa_quantizer", kernelQuantizer: "ste_tern")
            .QuantConv2D(72, 3, 2, PadMode.Same, 1, "ste_sign", "ste_sign", groups: 2).GlobalAveragePool().Dense(5));
        var (row, other) = (Rows(one, 1), Rows(one, 1));
        foreach (var network in one.Networks[..^1])
        {
            var expected = OneByOne(network, row);
            network.ShareAll(Workers);
            foreach (var threads in Threads)
            {
                for (var again = 0; again < 5; again++)
                {
                    // Or what a part leaves out would be there from the time before.
                    var scores = OneByOne(network, other);
                    network.Score(row, scores, threads);
                    CollectionAssert.AreEqual(expected, scores, $"{threads} threads");
                }
            }
        }
    }

    [TestMethod]
    public void Score_EightThreadsOnOneModel_EqualsOneThread() => Together(TimeSpan.FromSeconds(2));

    [TestMethod]
    public void Score_EightThreadsOnOneModelForAMinute_EqualsOneThread()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(LongTest)))
            Assert.Inconclusive($"Runs where {LongTest} is set.");
        Together(TimeSpan.FromMinutes(1));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-2)]
    public void Score_ANumberOfThreadsThatIsNone_IsRefused(int threads)
    {
        var one = new PackedCase(1, new TensorShape(2), x => x.Dense(1));
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => one.Network.Score(new float[2], new float[1], threads));
        StringAssert.Contains(error.Message, "maxDegreeOfParallelism");
        StringAssert.Contains(error.Message, "at least 1");
        StringAssert.Contains(error.Message, threads.ToString());
    }

    internal static PackedCase[] Cases() =>
    [
        new(1, new TensorShape(9, 9, 3), x => x
            .Conv2D(16, 3, padding: PadMode.Same).BatchNormalization(epsilon: PackedCase.Epsilon)
            .Residual(y => y.QuantConv2D(
                16, 3, padding: PadMode.Same, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
                .BatchNormalization(epsilon: PackedCase.Epsilon).Activation(ActivationFunction.HardTanh))
            .QuantConv2D(40, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
            .MaxPool2D(2).Concatenate(x.Conv2D(2, 3).AveragePool2D(2)).GlobalAveragePool().Dense(5)),
        new(2, new TensorShape(7), x => x
            .QuantileThermometer(5).QuantDense(70, kernelQuantizer: "ste_sign")
            .BatchNormalization(epsilon: PackedCase.Epsilon).QuantDense(300, "ste_sign", "ste_sign")
            .BatchNormalization(epsilon: PackedCase.Epsilon).QuantDense(3, "ste_sign", "ste_sign")),
        new(3, new TensorShape(6, 5, 16), x => x
            .QuantConv2D(72, 3, 1, PadMode.Same, 0, "dorefa_quantizer", "magnitude_aware_sign")
            .MaxPool2D(2)
            .QuantConv2D(7, 2, inputQuantizer: "dorefa_quantizer(k_bit=1)", kernelQuantizer: "ste_sign")
            .Flatten().QuantDense(900, "dorefa_quantizer(k_bit=4)", "ste_sign")
            .QuantDense(3, "dorefa_quantizer", "ste_sign")),
    ];

    internal static float[] Rows(PackedCase one, int count) =>
        [.. Enumerable.Range(0, count).SelectMany(_ => one.Row())];

    private static float[] OneByOne(PackedNetwork network, float[] rows, int threads = 1)
    {
        var count = rows.Length / network.InputSize;
        var scores = new float[count * network.OutputSize];
        for (var i = 0; i < count; i++)
        {
            network.Score(
                rows.AsSpan(i * network.InputSize, network.InputSize),
                scores.AsSpan(i * network.OutputSize, network.OutputSize), threads);
        }

        return scores;
    }

    private static void Together(TimeSpan time)
    {
        var one = Cases()[0];
        var network = one.Network;
        network.ShareAll(new WorkerPool(3));
        var rows = Rows(one, 24);
        var expected = OneByOne(network, rows);
        var end = DateTime.UtcNow + time;
        var runs = new int[8];
        var threads = runs.Select((_, id) => new Thread(() =>
        {
            var scores = new float[expected.Length];
            while (DateTime.UtcNow < end)
            {
                Array.Fill(scores, float.NaN);
                if (id < 4) network.Score(rows, scores, 1 + id);
                else OneByOne(network, rows, id - 3).CopyTo(scores, 0);
                if (!expected.AsSpan().SequenceEqual(scores)) return;
                runs[id]++;
            }

            runs[id] = -runs[id];
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        // A thread that saw other scores left without the minus.
        Assert.IsTrue(runs.All(count => count < 0), string.Join(", ", runs));
    }
}
