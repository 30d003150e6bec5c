using System.Runtime.Intrinsics.Arm;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Tests.Packed.Kernels;

/// <summary>
/// What a 64-bit ARM processor chooses; without this, tests of every available kernel could be the scalar's.
/// </summary>
[TestClass]
public class ArmKernelSetTests
{
    [TestCleanup]
    public void Forget() => Environment.SetEnvironmentVariable(KernelChoice.Variable, null);

    [TestMethod]
    public void Available_OnArm_IsAdvSimdThenScalar()
    {
        Assert.IsTrue(AdvSimd.Arm64.IsSupported);
        CollectionAssert.AreEqual(
            new[] { "advsimd", "scalar" }, KernelSet.Available.Select(set => set.Name).ToArray());
    }

    [TestMethod]
    [DataRow(null, "advsimd popcount")]
    [DataRow("advsimd", "advsimd popcount")]
    [DataRow("scalar", "ScalarBinaryConvolution")]
    public void Compile_WithTheVariable_ReportsThatKernel(string? value, string kernel)
    {
        Environment.SetEnvironmentVariable(KernelChoice.Variable, value);
        var definition = NetworkDefinition.Build(
            new TensorShape(8, 8, 64),
            x => x.QuantConv2D(40, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign", name: "signs"));
        var weights = new NetworkWeights(definition.Layers.SelectMany(layer => layer.Weights.Select(spec =>
            KeyValuePair.Create(
                $"{layer.Name}/{spec.Name}", new WeightArray(spec.Shape, new float[spec.Shape.Size])))));
        StringAssert.Contains(PackedNetwork.Compile(definition, weights).Report["signs"].Kernel, kernel);
    }

    [TestMethod]
    public void Choose_AnX86Kernel_IsRefused()
    {
        Environment.SetEnvironmentVariable(KernelChoice.Variable, "avx2");
        var error = Assert.ThrowsExactly<ArgumentException>(() => KernelSet.Choose());
        StringAssert.Contains(error.Message, "advsimd, scalar");
    }
}
