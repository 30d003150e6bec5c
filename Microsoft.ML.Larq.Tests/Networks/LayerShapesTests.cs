using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>Output shapes and weights by Keras' rules, each figure computed by hand.</summary>
[TestClass]
public class LayerShapesTests
{
    private static readonly TensorShape Image = new(9, 8, 4);

    [TestMethod]
    [DataRow(3, 1, PadMode.Valid, 1, 7, 6)]
    [DataRow(3, 1, PadMode.Same, 1, 9, 8)]
    [DataRow(3, 2, PadMode.Valid, 1, 4, 3)]
    [DataRow(3, 2, PadMode.Same, 1, 5, 4)]
    [DataRow(3, 1, PadMode.Valid, 3, 3, 2)]
    [DataRow(1, 4, PadMode.Valid, 1, 3, 2)]
    [DataRow(8, 1, PadMode.Valid, 1, 2, 1)]
    public void Convolutions_OfAnImage_GiveKerasShape(
        int kernel, int strides, PadMode padding, int dilation, int height, int width)
    {
        var wanted = new TensorShape(height, width, 5);
        Assert.AreEqual(wanted, Out(Image, x => x.Conv2D(5, kernel, strides, padding, dilation)).OutputShape);
        Assert.AreEqual(
            wanted, Out(Image, x => x.QuantConv2D(5, kernel, strides, padding, dilationRate: dilation)).OutputShape);
    }

    [TestMethod]
    [DataRow(2, null, PadMode.Valid, 4, 4)]
    [DataRow(2, null, PadMode.Same, 5, 4)]
    [DataRow(3, 2, PadMode.Valid, 4, 3)]
    [DataRow(3, 2, PadMode.Same, 5, 4)]
    [DataRow(8, 1, PadMode.Valid, 2, 1)]
    public void Poolings_OfAnImage_GiveKerasShape(int pool, int? strides, PadMode padding, int height, int width)
    {
        Size2D? steps = strides is { } step ? new Size2D(step, step) : null;
        var wanted = new TensorShape(height, width, 4);
        Assert.AreEqual(wanted, Out(Image, x => x.MaxPool2D(pool, steps, padding)).OutputShape);
        Assert.AreEqual(wanted, Out(Image, x => x.AveragePool2D(pool, steps, padding)).OutputShape);
    }

    [TestMethod]
    public void Convolution_UnequalSides_KeepsHeightBeforeWidth()
    {
        var layer = Out(
            new TensorShape(20, 10, 6), x => x.QuantConv2D(8, (5, 3), (2, 1), groups: 2, dilationRate: (2, 3)));
        // Heights: (20 − (5 − 1)·2 − 1)/2 + 1 = 6; widths: (10 − (3 − 1)·3 − 1)/1 + 1 = 4.
        Assert.AreEqual(new TensorShape(6, 4, 8), layer.OutputShape);
        Assert.AreEqual("kernel (5, 3, 3, 8), bias (8,)", Weights(layer));
    }

    [TestMethod]
    public void OtherLayers_OfAnImage_GiveKerasShape()
    {
        Assert.AreEqual(new TensorShape(4), Out(Image, x => x.GlobalAveragePool()).OutputShape);
        Assert.AreEqual(new TensorShape(288), Out(Image, x => x.Flatten()).OutputShape);
        Assert.AreEqual(Image, Out(Image, x => x.Relu()).OutputShape);
        Assert.AreEqual(Image, Out(Image, x => x.HardTanh()).OutputShape);
        Assert.AreEqual(Image, Out(Image, x => x.Dropout(0.5f)).OutputShape);
        Assert.AreEqual(Image, Out(Image, x => x.BatchNormalization()).OutputShape);
        Assert.AreEqual(Image, Out(Image, x => x.Add(x)).OutputShape);
        Assert.AreEqual(Image, Out(Image, x => x.Residual(y => y.Relu())).OutputShape);
        Assert.AreEqual(new TensorShape(9, 8, 7), Out(Image, x => x.Concatenate(x.Conv2D(3, 1))).OutputShape);
    }

    [TestMethod]
    public void ShapingLayers_OfAnImage_GiveKerasShape()
    {
        Assert.AreEqual(new TensorShape(3, 96), Out(Image, x => x.Reshape([3, -1])).OutputShape);
        Assert.AreEqual(new TensorShape(1, 1, 288), Out(Image, x => x.Reshape([1, 1, 288])).OutputShape);
        Assert.AreEqual(new TensorShape(12, 15, 4), Out(Image, x => x.ZeroPadding2D((1, 3), (2, 4))).OutputShape);
        Assert.AreEqual(new TensorShape(11, 10, 4), Out(Image, x => x.ZeroPadding2D(1)).OutputShape);
        Assert.AreEqual(new TensorShape(9, 8, 9), Out(Image, x => x.ChannelPadding(2, 3)).OutputShape);
        Assert.AreEqual(new TensorShape(9, 8, 2), Out(Image, x => x.ChannelSlice(1, 2)).OutputShape);
        Assert.AreEqual(new TensorShape(9, 8, 1), Out(Image, x => x.Split(4)[3]).OutputShape);
        Assert.AreEqual(new TensorShape(18, 24, 4), Out(Image, x => x.UpSampling2D((2, 3))).OutputShape);
        Assert.AreEqual(Image, Out(Image, x => x.Identity()).OutputShape);
        Assert.AreEqual(Image, Out(Image, x => x.Multiply(x.GlobalAveragePool().Reshape([1, 1, 4]))).OutputShape);
        Assert.AreEqual(Image, Out(Image, x => x.GlobalAveragePool().Reshape([1, 1, 4]).Multiply(x)).OutputShape);
        Assert.AreEqual(new TensorShape(10, 4), Out(new TensorShape(7, 4), x => x.ZeroPadding1D(1, 2)).OutputShape);
        Assert.AreEqual(new TensorShape(21, 4), Out(new TensorShape(7, 4), x => x.UpSampling1D(3)).OutputShape);
    }

    // Golden/Zoo/QuickNet.tsv: depthwise_conv2d, 55×55 → 28×28×64 with 576 weights, padding (1, 1).
    [TestMethod]
    public void BlurPool2D_OfQuickNet_HasItsShapeAndWeight()
    {
        var blur = Out(new TensorShape(55, 55, 64), x => x.BlurPool2D());
        Assert.AreEqual(new TensorShape(28, 28, 64), blur.OutputShape);
        Assert.AreEqual("depthwise_kernel (3, 3, 64, 1) fixed", Weights(blur));
    }

    // larq-zoo 2.3.3, larq_zoo/literature/real_to_bin_nets.py, StrongBaselineNetFactory: LearnedRescaleLayer, and PReLU
    // with shared_axes=[1, 2].
    [TestMethod]
    public void RowWeights_OfTheStrongBaseline_HaveItsShapes()
    {
        var image = new TensorShape(56, 28, 64);
        Assert.AreEqual(
            "scale_h (56, 1, 1), scale_w (1, 28, 1), scale_c (1, 1, 64)", Weights(Out(image, x => x.Scale())));
        Assert.AreEqual("alpha (1, 1, 64)", Weights(Out(image, x => x.PReLU([1, 2]))));
        Assert.AreEqual("alpha (56, 28, 64)", Weights(Out(image, x => x.PReLU())));
        Assert.AreEqual("scale_l (5, 1), scale_c (1, 3)", Weights(Out(new TensorShape(5, 3), x => x.Scale())));
        Assert.AreEqual("scale_d (2, 1, 1, 1), scale_w (1, 1, 4, 1)", Weights(
            Out(new TensorShape(2, 3, 4, 5), x => x.Scale([1, 3]))));
        Assert.AreEqual("scale_c (6,)", Weights(Out(new TensorShape(6), x => x.Scale())));
    }

    [TestMethod]
    public void VectorLayers_OfAVector_GiveKerasShapeAndWeights()
    {
        var dense = Out(new TensorShape(6), x => x.Dense(7));
        Assert.AreEqual(new TensorShape(7), dense.OutputShape);
        Assert.AreEqual("kernel (6, 7), bias (7,)", Weights(dense));
        Assert.AreEqual("kernel (6, 7)", Weights(Out(new TensorShape(6), x => x.QuantDense(7, useBias: false))));
        var bits = Out(new TensorShape(6), x => x.QuantileThermometer(255));
        Assert.AreEqual(new TensorShape(1530), bits.OutputShape);
        Assert.AreEqual("thresholds (6, 255) fixed", Weights(bits));
    }

    [TestMethod]
    [DataRow(true, true, "gamma (4,), beta (4,), moving_mean (4,) fixed, moving_variance (4,) fixed")]
    [DataRow(false, true, "gamma (4,), moving_mean (4,) fixed, moving_variance (4,) fixed")]
    [DataRow(true, false, "beta (4,), moving_mean (4,) fixed, moving_variance (4,) fixed")]
    [DataRow(false, false, "moving_mean (4,) fixed, moving_variance (4,) fixed")]
    public void BatchNormalization_CenterAndScale_DecideItsWeights(bool center, bool scale, string weights) =>
        Assert.AreEqual(weights, Weights(Out(Image, x => x.BatchNormalization(center: center, scale: scale))));

    [TestMethod]
    public void WeightBits_OfBinaryAndRealWeights_CountsOneAndThirtyTwo()
    {
        var network = NetworkDefinition.Build(new TensorShape(6), x => x.QuantDense(7, "ste_sign", "ste_sign"));
        // 6·7 signs and 7 single-precision biases.
        Assert.AreEqual(42 + (7 * 32), network.WeightBits);
        Assert.AreEqual(
            49 * 32, NetworkDefinition.Build(new TensorShape(6), x => x.QuantDense(7, "ste_sign")).WeightBits);
    }

    private static Layer Out(TensorShape shape, Func<NetworkTensor, NetworkTensor> network) =>
        NetworkDefinition.Build(shape, network).Output;

    private static string Weights(Layer layer) =>
        string.Join(", ", layer.Weights.Select(spec => $"{spec.Name} {spec.Shape}{(spec.Trainable ? "" : " fixed")}"));
}
