using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Quantizers;
using static Microsoft.ML.Larq.Tests.Layers.TestTensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

[TestClass]
public class QuantDenseTests
{
    // Larq's layer test, its shapes: input (3, 2), 3 units.
    [TestMethod]
    [DataRow(0.31f)]
    [DataRow(-0.17f)]
    public void Forward_ConstantKernel_EqualsFloatLayerOnSigns(float r)
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantDense(2, 3, inputQuantizer: new SteSign(), kernelQuantizer: new SteSign());
        using var plain = new QuantDense(2, 3);
        layer.Kernel.Set([.. Enumerable.Repeat(r, 6)]);
        plain.Kernel.Set([.. Enumerable.Repeat(r < 0 ? -1f : 1f, 6)]);
        float[] x = [-0.4f, 3, 9.1f, 0, -0.1f, -0.2f];
        CollectionAssert.AreEqual(
            plain.call(Shaped([-1, 1, 1, 1, -1, -1], 3, 2)).Values(), layer.call(Shaped(x, 3, 2)).Values());
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(true, true)]
    public void Forward_AnyQuantizers_EqualsLoops(bool quantizeInput, bool quantizeKernel)
    {
        const int Rows = 3, In = 70, Units = 5;
        using var scope = NewDisposeScope();
        using var layer = new QuantDense(
            In, Units, inputQuantizer: quantizeInput ? new ApproxSign() : null,
            kernelQuantizer: quantizeKernel ? new SteSign() : null);
        var (x, kernel, bias) =
            (Uniform(1, Rows * In, -2, 2), Uniform(2, Units * In, -1, 1), Uniform(3, Units, -1, 1));
        layer.Kernel.Set(kernel);
        layer.Bias!.Set(bias);
        var expected = new double[Rows * Units];
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] = bias[i % Units];
            for (var k = 0; k < In; k++)
            {
                expected[i] += (double)Seen(x[(i / Units * In) + k], quantizeInput)
                    * Seen(kernel[(i % Units * In) + k], quantizeKernel);
            }
        }

        AssertClose(expected, layer.call(Shaped(x, Rows, In)).Values(), 1e-5);

        static float Seen(float v, bool quantize) => quantize ? (v < 0 ? -1 : 1) : v;
    }

    [TestMethod]
    public void Forward_MoreAxes_ContractsTheLast()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantDense(4, 2);
        CollectionAssert.AreEqual(new long[] { 3, 5, 2 }, layer.call(ones(3, 5, 4)).shape);
    }

    // The packed engine adds the bias to an exact integer: one rounding, whatever order Torch sums in.
    [TestMethod]
    public void Forward_BinarySumsAndBias_AreRoundedOnce()
    {
        using var scope = NewDisposeScope();
        const int Rows = 33, In = 1023, Units = 17;
        using var layer = new QuantDense(In, Units, inputQuantizer: new SteSign(), kernelQuantizer: new SteSign());
        var (x, kernel, bias) =
            (Uniform(1, Rows * In, -1, 1), Uniform(2, Units * In, -1, 1), Uniform(3, Units, -1, 1));
        layer.Kernel.Set(kernel);
        layer.Bias!.Set(bias);
        var expected = new float[Rows * Units];
        for (var i = 0; i < expected.Length; i++)
        {
            var (row, unit) = (i / Units * In, i % Units * In);
            var sum = Enumerable.Range(0, In).Sum(k => x[row + k] < 0 == kernel[unit + k] < 0 ? 1 : -1);
            expected[i] = sum + bias[i % Units];
        }

        CollectionAssert.AreEqual(expected, layer.call(Shaped(x, Rows, In)).Values());
    }

    [TestMethod]
    public void StateDict_Names_AreKeras()
    {
        using var layer = new QuantDense(2, 3, inputQuantizer: new SteSign());
        using var bare = new QuantDense(2, 3, useBias: false);
        CollectionAssert.AreEquivalent(new[] { "kernel", "bias" }, layer.state_dict().Keys.ToArray());
        CollectionAssert.AreEquivalent(new[] { "kernel" }, bare.state_dict().Keys.ToArray());
        Assert.IsNull(bare.Bias);
    }

    [TestMethod]
    public void Forward_OtherLength_ThrowsNamingBoth()
    {
        using var layer = new QuantDense(4, 2, name: "dense_1");
        using var x = zeros(3, 5);
        var message = Assert.ThrowsExactly<ArgumentException>(() => layer.call(x)).Message;
        StringAssert.Contains(message, "'dense_1'");
        StringAssert.Contains(message, "must be 4");
        StringAssert.Contains(message, "(3, 5)");
    }

    [TestMethod]
    [DataRow(0, 1, "inFeatures")]
    [DataRow(1, 0, "units")]
    public void Constructor_BelowOne_ThrowsByName(int inFeatures, int units, string what) =>
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new QuantDense(inFeatures, units)).Message, what);
}
