using System.Diagnostics;
using Microsoft.ML.Larq.Formats;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>
/// Whatever happens to a file of weights, reading it gives layers or one <see cref="FormatException"/>, and soon.
/// </summary>
[TestClass]
public class KerasCorruptionTests
{
    [TestMethod]
    [Timeout(60_000)]
    [DataRow(1, false)]
    [DataRow(2, true)]
    public void Read_Damaged_ThrowsOrGivesLayers(int seed, bool whole)
    {
        var file = new KerasLayout { ModelConfig = whole ? "{}" : null, FixedLength = whole }
            .With("input_1", 0)
            .With("conv2d", 1, ("conv2d/kernel:0", [3, 3, 2, 4]), ("conv2d/bias:0", [4]))
            .With(
                "batch_normalization", 2, ("batch_normalization/beta:0", [4]),
                ("batch_normalization/moving_mean:0", [4]))
            .ToBytes();
        Assert.HasCount(3, KerasFile.Read(new MemoryStream(file)).Layers);
        var random = new Random(seed);
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            var damaged = i % 2 == 0 ? Corruption.Of(file, random) : WithOtherBytes(file, random);
            var watch = Stopwatch.StartNew();
            try
            {
                var read = KerasFile.Read(new MemoryStream(damaged));
                Assert.IsLessThanOrEqualTo(damaged.Length / 4, read.Layers.Sum(layer => layer.Weights.Sum(Count)));
            }
            catch (FormatException error)
            {
                Assert.AreNotEqual("", error.Message);
                refused++;
            }

            // Not a matter of speed: a circle that nobody ends has no end.
            Assert.IsLessThan(20, watch.Elapsed.TotalSeconds, $"damage {i} of seed {seed}");
        }

        Assert.IsGreaterThan(100, refused);
    }

    [TestMethod]
    [Timeout(60_000)]
    public void Read_EveryTruncation_ThrowsOrMissesNothing()
    {
        var file = new KerasLayout().With("dense", 1, ("dense/kernel:0", [2, 2])).ToBytes();
        var refused = 0;
        for (var length = 0; length < file.Length; length += 13)
        {
            try
            {
                // HDF5 ends in space that nothing uses yet.
                var read = KerasFile.Read(new MemoryStream(file[..length]));
                CollectionAssert.AreEqual(
                    new[] { 1f, 2f, 3f, 4f }, read.Layers.Single().Weights.Single().Values.ToArray());
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        Assert.IsGreaterThan(file.Length / 13 / 10, refused);
    }

    private static int Count(KerasWeight weight) => weight.ElementType == "float32" ? weight.Values.Length : 0;

    private static byte[] WithOtherBytes(byte[] file, Random random)
    {
        var damaged = file.ToArray();
        for (var bytes = random.Next(1, 5); bytes > 0; bytes--)
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        return damaged;
    }
}
