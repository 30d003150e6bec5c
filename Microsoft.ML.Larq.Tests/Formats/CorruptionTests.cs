using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Formats;

/// <summary>Whatever happens to a saved model, reading it gives the model or a <see cref="FormatException"/>.</summary>
[TestClass]
public class CorruptionTests
{
    private const int Times = 500;

    [TestMethod]
    [Timeout(60_000)]
    public void ModelFile_DamagedNetwork_ThrowsOrGivesAnEqualModel()
    {
        var (network, weights) = SampleModel.Create().ToBytes();
        var intact = ModelFile.Read(network, weights);
        var refused = Try(network, seed: 1, damaged =>
            Assert.IsTrue(SampleModel.AreEqual(intact, ModelFile.Read(damaged, weights))));
        Assert.IsGreaterThan(Times / 2, refused);
    }

    [TestMethod]
    [Timeout(60_000)]
    public void ModelFile_DamagedWeights_ThrowsOrGivesAnEqualModel()
    {
        var (network, weights) = SampleModel.Create().ToBytes();
        var intact = ModelFile.Read(network, weights);
        var refused = Try(weights, seed: 2, damaged =>
            Assert.IsTrue(SampleModel.AreEqual(intact, ModelFile.Read(network, damaged))));
        Assert.IsGreaterThan(Times / 2, refused);
    }

    [TestMethod]
    [Timeout(60_000)]
    public void ModelHead_DamagedBehindAValidChecksum_ThrowsOrGivesAValidNetwork()
    {
        var (network, _) = SampleModel.Create().ToBytes();
        var refused = Try(network, seed: 3, damaged =>
        {
            Corruption.Reseal(damaged);
            var head = ModelHead.Read(damaged);
            Assert.AreEqual(head.Definition, NetworkDefinition.FromJson(head.Definition.ToJson()));
        });
        Assert.IsGreaterThan(Times / 2, refused);
    }

    [TestMethod]
    [Timeout(60_000)]
    [DataRow(false)]
    [DataRow(true)]
    public void WeightsFile_Damaged_ThrowsOrGivesValidWeights(bool latent)
    {
        var file = WeightsFile.Write(SampleModel.Definition, SampleModel.Weights, latent);
        var refused = Try(file, seed: 4, damaged =>
            WeightsFile.Read(SampleModel.Definition, damaged, out _).Verify(SampleModel.Definition));
        Assert.IsGreaterThan(Times / 2, refused);
    }

    [TestMethod]
    [Timeout(60_000)]
    public void Safetensors_Damaged_ThrowsOrGivesWhatWritesTheSameAgain()
    {
        var file = WeightsFile.Write(SampleModel.Definition, SampleModel.Weights, latent: false);
        var refused = Try(file, seed: 5, damaged =>
        {
            var read = SafetensorsFile.Read(damaged);
            var again = SafetensorsFile.Read(read.ToBytes());
            CollectionAssert.AreEqual(read.Tensors.Keys.ToArray(), again.Tensors.Keys.ToArray());
        });
        Assert.IsGreaterThan(Times / 2, refused);
    }

    // Anything but a FormatException ends the test; so does an allocation that the file's size does not explain.
    private static int Try(byte[] file, int seed, Action<byte[]> read)
    {
        var random = new Random(seed);
        var refused = 0;
        for (var i = 0; i < Times; i++)
        {
            var damaged = Corruption.Of(file, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(damaged);
            }
            catch (FormatException)
            {
                refused++;
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.IsLessThanOrEqualTo((64L * damaged.Length) + (1 << 20), allocated, $"damage {i} of seed {seed}");
        }

        return refused;
    }
}
