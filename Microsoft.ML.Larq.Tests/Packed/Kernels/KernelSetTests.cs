using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Widths;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Tests.Packed.Kernels;

[TestClass]
public class KernelSetTests
{
    [TestMethod]
    public void Choose_Nothing_IsTheFastest()
    {
        Assert.AreSame(KernelSet.Available[0], KernelSet.Choose(null));
        Assert.AreSame(KernelSet.Available[0], KernelSet.Choose(string.Empty));
    }

    [TestMethod]
    public void Choose_EveryAvailableName_IsThatSet()
    {
        foreach (var set in KernelSet.Available) Assert.AreSame(set, KernelSet.Choose(set.Name));
        Assert.AreEqual("scalar", KernelSet.Scalar.Name);
        Assert.AreSame(KernelSet.Scalar, KernelSet.Choose("scalar"));
    }

    [TestMethod]
    [DataRow("sse")]
    [DataRow("AVX2")]
    [DataRow(" avx2")]
    [DataRow("auto")]
    public void Choose_AnUnknownName_IsRefusedWithTheList(string name) => AssertRefused(name);

    [TestMethod]
    public void Choose_AKnownNameThatTheMachineLacks_IsRefusedWithTheList()
    {
        var available = KernelSet.Available.Select(set => set.Name).ToArray();
        string[] known =
        [
            "avx512popcnt", "avx512vbmi", "avx512permb", "avx512", "avx2", "advsimd", "vector128", "scalar",
        ];
        var missing = known.Except(available).ToArray();
        Assert.IsNotEmpty(missing, "no machine has both AVX and AdvSimd");
        foreach (var name in missing) AssertRefused(name);
    }

    // A forced set decides of all loops: none runs wider, none narrower.
    [TestMethod]
    public void Convolution_OfEverySetWithVectors_IsAsWideAsTheSet()
    {
        var expected = new Dictionary<string, Type>
        {
            ["avx512popcnt"] = typeof(Avx512Width),
            ["avx512vbmi"] = typeof(Avx512Width),
            ["avx512permb"] = typeof(Avx512Width),
            ["avx512"] = typeof(Avx512Width),
            ["avx2"] = typeof(Avx2Width),
            ["advsimd"] = typeof(AdvSimdWidth),
            ["vector128"] = typeof(PortableWidth),
        };
        foreach (var set in KernelSet.Available.Where(set => !set.IsScalar))
        {
            object[] convolutions =
            [
                set.Convolution(Shape(64, 4, 1), new float[9 * 64 * 4], 1),
                set.Convolution(Shape(64, 128, 1), new float[9 * 64 * 128], 1),
                set.Convolution(Shape(32, 32, 32), new float[9 * 32], 1),
                set.Convolution(Shape(8, 40, 1), new float[9 * 8 * 40], 0f, isSigns: false),
                set.Convolution(Shape(8, 40, 1), new float[9 * 8 * 40], 0f, isSigns: true),
                set.Convolution(Shape(32, 32, 32), new float[9 * 32], 0f, isSigns: false),
            ];
            Assert.HasCount(
                set.Name is "advsimd" or "avx512popcnt" or "vector128" ? 5 : 6,
                convolutions.Select(convolution => convolution.GetType()).Distinct().ToArray(), set.Name);
            foreach (var convolution in convolutions.Append(set))
            {
                CollectionAssert.AreEqual(
                    new[] { expected[set.Name] }, convolution.GetType().GenericTypeArguments,
                    $"{set.Name}: {convolution.GetType()}");
            }
        }
    }

    private static ConvolutionShape Shape(int channels, int filters, int groups) => new(
        8, 8, channels, filters, groups, Window2D.Of(
            new TensorShape(8, 8, channels), new Size2D(3, 3), Size2D.One, Size2D.One, PadMode.Same));

    private static void AssertRefused(string name)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => KernelSet.Choose(name));
        StringAssert.Contains(error.Message, $"got '{name}'");
        StringAssert.Contains(error.Message, "LARQ_ISA");
        foreach (var set in KernelSet.Available) StringAssert.Contains(error.Message, set.Name);
    }
}
