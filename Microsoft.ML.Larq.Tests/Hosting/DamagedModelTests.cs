using System.Reflection;
using Microsoft.ML.Larq.Hosting;

namespace Microsoft.ML.Larq.Tests.Hosting;

[TestClass]
public class DamagedModelTests
{
    // What ML.NET and the zip reader say of what they read before it comes to us.
    private static readonly Type[] Foreign =
    [
        typeof(FormatException), typeof(InvalidDataException), typeof(EndOfStreamException),
        typeof(InvalidOperationException), typeof(FileNotFoundException), typeof(FileLoadException),
    ];

    [TestMethod]
    [DataRow(1, DisplayName = "cut")]
    [DataRow(2, DisplayName = "one bit")]
    [DataRow(3, DisplayName = "eight bytes")]
    public void Load_DamagedAtRandom_GivesTheSameBytesOrAClearError(int damage)
    {
        var payload = SampleTransformer.Payload();
        using var file = new SavedModel(payload);
        var good = File.ReadAllBytes(file.Path);
        var random = new Random(damage);
        var refused = 0;
        for (var round = 0; round < 200; round++)
        {
            File.WriteAllBytes(file.Path, Damage(good, damage, random));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var loaded = file.Load();
                CollectionAssert.AreEqual(payload.Network, loaded.Network);
                CollectionAssert.AreEqual(payload.Weights, loaded.Weights);
            }
            catch (Exception error) when (error is not UnitTestAssertException)
            {
                Check(error, $"round {round}");
                refused++;
            }

            Assert.IsLessThan(8 << 20, GC.GetAllocatedBytesForCurrentThread() - before, $"round {round}");
        }

        Assert.IsGreaterThan(50, refused);
    }

    private static void Check(Exception error, string round)
    {
        var inner = error;
        while (inner is TargetInvocationException { InnerException: { } next }) inner = next;
        Assert.Contains(inner.GetType(), Foreign, $"{round}: {error}");
        if (inner.StackTrace!.Contains(nameof(ModelLoader<>), StringComparison.Ordinal))
            Assert.IsExactInstanceOfType<FormatException>(inner, $"{round}: {error}");
    }

    private static byte[] Damage(byte[] good, int damage, Random random)
    {
        if (damage == 1) return good[..random.Next(good.Length)];
        var bytes = good.ToArray();
        if (damage == 2) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        else random.NextBytes(bytes.AsSpan(random.Next(bytes.Length - 8), 8));
        return bytes;
    }
}
