using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Quantizers;
using static Microsoft.ML.Larq.Tests.Layers.TestTensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

/// <summary>The public modules of transposed convolutions and of those without shared weights.</summary>
[TestClass]
public class TransposedModuleTests
{
    // Keras' deconv_output_length: k' = (k − 1)·d + 1; valid in·s + max(k' − s, 0), same in·s; with output padding
    // (in − 1)·s + k' − 2·p + output padding.
    [TestMethod]
    [DataRow(224, 5, 1, 1, null, false, 228, 0)]
    [DataRow(224, 5, 1, 1, null, true, 224, 2)]
    [DataRow(224, 5, 2, 1, null, false, 451, 0)]
    [DataRow(224, 5, 2, 1, null, true, 448, 1)]
    [DataRow(4, 2, 3, 1, null, false, 12, 0)]
    [DataRow(4, 2, 3, 1, null, true, 12, 0)]
    [DataRow(4, 3, 2, 1, null, true, 8, 0)]
    [DataRow(4, 4, 2, 1, null, true, 8, 1)]
    [DataRow(4, 3, 1, 2, null, false, 8, 0)]
    [DataRow(4, 3, 1, 2, null, true, 4, 2)]
    [DataRow(4, 3, 2, 1, 0, false, 9, 0)]
    [DataRow(4, 3, 2, 1, 1, false, 10, 0)]
    [DataRow(4, 3, 2, 1, 0, true, 7, 1)]
    [DataRow(4, 3, 2, 1, 1, true, 8, 0)]
    public void Axis_Lengths_AreKeras(
        int input, int kernel, int stride, int dilation, int? more, bool same, int output, int before)
    {
        var axis = TransposedAxis.Of(input, kernel, stride, dilation, more, same ? PadMode.Same : PadMode.Valid)!.Value;
        Assert.AreEqual((output, before), (axis.Output, axis.Before));
    }

    // A transposed convolution is the adjoint of the convolution with the same kernel: ⟨conv(y), x⟩ = ⟨y, convᵀ(x)⟩.
    [TestMethod]
    [DataRow(3, 1, 1, false, null)]
    [DataRow(3, 2, 1, false, null)]
    [DataRow(3, 2, 1, true, null)]
    [DataRow(4, 2, 1, true, null)]
    [DataRow(2, 3, 1, false, null)]
    [DataRow(2, 3, 1, true, null)]
    [DataRow(3, 1, 2, true, null)]
    [DataRow(5, 3, 1, false, 2)]
    [DataRow(5, 3, 1, true, 1)]
    [DataRow(2, 2, 1, true, 1)]
    public void Forward_IsTheAdjointOfTheConvolution(int kernel, int stride, int dilation, bool same, int? more)
    {
        using var scope = NewDisposeScope();
        var padding = same ? PadMode.Same : PadMode.Valid;
        Size2D? outputPadding = more is { } cells ? cells : null;
        using var transposed = new QuantConv2DTranspose(
            3, 2, kernel, stride, padding, outputPadding, dilation, useBias: false, generator: new Generator(1));
        using var conv = new QuantConv2D(2, 3, kernel, stride, padding, 0, dilation, useBias: false);
        conv.Kernel.Set(transposed.Kernel.Values());
        var x = Shaped(Uniform(2, 2 * 3 * 4 * 5, -1, 1), 2, 3, 4, 5);
        var up = transposed.call(x);
        var y = Shaped(Uniform(3, (int)up.numel(), -1, 1), [.. up.shape.Select(n => (int)n)]);
        var down = conv.call(y);
        CollectionAssert.AreEqual(x.shape, down.shape);
        var left = down.Values().Zip(x.Values(), (a, b) => (double)a * b).Sum();
        var right = up.Values().Zip(y.Values(), (a, b) => (double)a * b).Sum();
        Assert.AreEqual(left, right, 1e-4);
        Assert.IsGreaterThan(1e-3, Math.Abs(left));
    }

    // Larq: Keras' last axis of a transposed kernel is the input channel, so each of them has one scale.
    [TestMethod]
    public void MagnitudeAwareSign_OfATransposedKernel_HasAScaleForEachInputChannel()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantConv2DTranspose(
            2, 3, 1, useBias: false, kernelQuantizer: new MagnitudeAwareSign());
        layer.Kernel.Set([0.5f, -1f, 1.5f, -3f, 6f, 3f]);
        CollectionAssert.AreEqual(
            new[] { 1f, -1f, 1f }, layer.call(Shaped([1, 0], 1, 2, 1, 1)).Values());
        CollectionAssert.AreEqual(
            new[] { -4f, 4f, 4f }, layer.call(Shaped([0, 1], 1, 2, 1, 1)).Values());
        var hub = new float[6];
        Quantizer.MagnitudeAwareSign().Quantize([0.5f, -3f, -1f, 6f, 1.5f, 3f], new TensorShape(1, 1, 3, 2), hub);
        CollectionAssert.AreEqual(new[] { 1f, -4f, -1f, 4f, 1f, 4f }, hub);
    }

    [TestMethod]
    public void Backward_BothQuantizers_MaskInputAndKernelGradients()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantConv2DTranspose(
            1, 1, (1, 2), useBias: false, inputQuantizer: new SteSign(), kernelQuantizer: new SteSign());
        layer.Kernel.Set([-0.5f, 1.5f]);
        var x = tensor(new[] { 0.5f, -3f }).reshape(1, 1, 1, 2).requires_grad_(true);
        var y = layer.call(x);
        CollectionAssert.AreEqual(new[] { -1f, 2f, -1f }, y.Values());
        y.mul(Shaped([1, 2, 4], 1, 1, 1, 3)).sum().backward();

        // ∂/∂x₀ = w₀·1 + w₁·2 = 1; x₁ and w₁ are outside the window; ∂/∂w₀ = s₀·1 + s₁·2 = −1.
        CollectionAssert.AreEqual(new[] { 1f, 0f }, x.grad!.Values());
        CollectionAssert.AreEqual(new[] { -1f, 0f }, layer.Kernel.grad!.Values());
    }

    [TestMethod]
    public void Backward_LocallyConnected_MasksInputAndKernelGradients()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantLocallyConnected1D(
            3, 1, 1, 2, inputQuantizer: new SteSign(), kernelQuantizer: new SteSign());
        layer.Kernel.Set([-0.5f, 1.5f, 0.25f, -0.75f]);
        var x = tensor(new[] { 0.5f, -3f, 0.1f }).reshape(1, 1, 3).requires_grad_(true);
        var y = layer.call(x);

        // Two positions with weights (−1, +1) and (+1, −1) on the signs (+1, −1, +1).
        CollectionAssert.AreEqual(new[] { -2f, -2f }, y.Values());
        y.mul(Shaped([1, 2], 1, 1, 2)).sum().backward();
        CollectionAssert.AreEqual(new[] { -1f, 0f, -2f }, x.grad!.Values());
        CollectionAssert.AreEqual(new[] { 1f, 0f, -2f, 2f }, layer.Kernel.grad!.Values());
        CollectionAssert.AreEqual(new[] { 1f, 2f }, layer.Bias!.grad!.Values());
    }

    [TestMethod]
    public void Constructor_BadArguments_AreRefusedByName()
    {
        Refused("inChannels", "quant_conv2d_transpose", () => new QuantConv2DTranspose(0, 2, 1));
        Refused("filters", "quant_conv2d_transpose", () => new QuantConv2DTranspose(1, 0, 1));
        Refused("kernelSize", "quant_conv2d_transpose", () => new QuantConv2DTranspose(1, 1, (0, 1)));
        Refused("strides", "quant_conv2d_transpose", () => new QuantConv2DTranspose(1, 1, 1, (1, 0)));
        Refused("outputPadding must be from 0 to below the strides 2×2; got 2×0", "quant_conv2d_transpose",
            () => new QuantConv2DTranspose(1, 1, 1, 2, outputPadding: (2, 0)));
        Refused("outputPadding", "quant_conv3d_transpose", () => new QuantConv3DTranspose(1, 1, 1, outputPadding: 1));
        Refused("padding", "quant_conv3d_transpose", () => new QuantConv3DTranspose(1, 1, 1, padding: PadMode.Causal));
        Refused("inputSize", "quant_locally_connected1d", () => new QuantLocallyConnected1D(2, 1, 1, 3));
        Refused("kernelSize", "quant_locally_connected2d", () => new QuantLocallyConnected2D(4, 1, 1, 0));
        Refused("filters", "quant_locally_connected2d", () => new QuantLocallyConnected2D(4, 1, 0, 1));
        Refused("channels", "layer_normalization", () => new LayerNormalization(0));
        Refused("epsilon", "layer_normalization", () => new LayerNormalization(1, 0));
        using var shared = new SteSign();
        Refused("inputQuantizer", "quant_conv2d_transpose", () => new QuantConv2DTranspose(
            1, 1, 1, inputQuantizer: shared, kernelQuantizer: shared));

        static void Refused(string what, string layer, Func<object> create)
        {
            var message = Assert.Throws<ArgumentException>(() => create()).Message;
            StringAssert.Contains(message, what);
            StringAssert.Contains(message, layer);
        }
    }

    [TestMethod]
    public void Forward_OtherShape_ThrowsNamingBoth()
    {
        using var scope = NewDisposeScope();
        using var transposed = new QuantConv2DTranspose(3, 2, 1, name: "t_7");
        using var local = new QuantLocallyConnected2D((4, 5), 2, 1, 2, name: "l_7");
        using var norm = new LayerNormalization(3, name: "n_7");
        using var even = new QuantConv2DTranspose(3, 2, 2, 2, PadMode.Same, 0, name: "e_7");
        Refused(transposed, zeros(1, 2, 4, 4), "'t_7'", "(rows, 3, height, width)", "(1, 2, 4, 4)");
        Refused(local, zeros(1, 2, 5, 4), "'l_7'", "4×5", "(1, 2, 5, 4)");
        Refused(norm, zeros(1, 2), "'n_7'", "(rows, 3, …)", "(1, 2)");
        Refused(even, zeros(1, 3, 4, 4), "'e_7'", "no convolution leads to", "0×0");

        static void Refused(nn.Module<Tensor, Tensor> layer, Tensor input, params string[] parts)
        {
            var message = Assert.ThrowsExactly<ArgumentException>(() => layer.call(input)).Message;
            foreach (var part in parts) StringAssert.Contains(message, part);
        }
    }
}
