using Microsoft.ML.Larq.Packed;

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
        var missing = new[] { "avx512vbmi", "avx512", "avx2", "advsimd", "scalar" }.Except(available).ToArray();
        Assert.IsNotEmpty(missing, "no machine has both AVX and AdvSimd");
        foreach (var name in missing) AssertRefused(name);
    }

    private static void AssertRefused(string name)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => KernelSet.Choose(name));
        StringAssert.Contains(error.Message, $"got '{name}'");
        StringAssert.Contains(error.Message, "LARQ_ISA");
        foreach (var set in KernelSet.Available) StringAssert.Contains(error.Message, set.Name);
    }
}
