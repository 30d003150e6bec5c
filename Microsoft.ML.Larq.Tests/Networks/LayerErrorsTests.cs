using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Tests.Families;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>Each wrong shape and parameter names the layer, what it wants and what came.</summary>
[TestClass]
public class LayerErrorsTests
{
    private static readonly TensorShape Image = new(9, 8, 4);
    private static readonly TensorShape Volume = new(5, 4, 6, 4);
    private static readonly TensorShape Sequence = new(9, 4);
    private static readonly TensorShape Vector = new(6);

    public static IEnumerable<object[]> Rows =>
    [
        .. Kinds("Conv2D", (filters, kernel, strides, padding, dilation, groups, activation) => x => x.Conv2D(
            filters, kernel, strides, padding, dilation, groups, activation, name: "z")),
        .. Kinds("QuantConv2D", (filters, kernel, strides, padding, dilation, groups, activation) => x => x.QuantConv2D(
            filters, kernel, strides, padding, 0, "ste_sign", null, dilation, groups, activation, name: "z")),
        .. Depthwise("DepthwiseConv2D", (kernel, strides, padding, dilation, multiplier, activation) => x =>
            x.DepthwiseConv2D(kernel, strides, padding, multiplier, dilation, activation, name: "z")),
        .. Depthwise("QuantDepthwiseConv2D", (kernel, strides, padding, dilation, multiplier, activation) => x =>
            x.QuantDepthwiseConv2D(
                kernel, strides, padding, 0, multiplier, "ste_sign", null, dilation, activation, name: "z")),
        Row(
            "QuantDepthwiseConv2D", Image, x => x.QuantDepthwiseConv2D(1, padValue: float.NaN, name: "z"),
            "pad value is a finite number, got NaN"),
        .. Separable("SeparableConv2D", (filters, kernel, padding, multiplier) => x =>
            x.SeparableConv2D(filters, kernel, padding: padding, depthMultiplier: multiplier, name: "z")),
        .. Separable("QuantSeparableConv2D", (filters, kernel, padding, multiplier) => x =>
            x.QuantSeparableConv2D(
                filters, kernel, padding: padding, depthMultiplier: multiplier, inputQuantizer: "ste_sign", name: "z")),
        .. Sequences("Conv1D", (kernel, strides, dilation, padding) => x =>
            x.Conv1D(2, kernel, strides, padding, dilation, name: "z")),
        .. Sequences("QuantConv1D", (kernel, strides, dilation, padding) => x =>
            x.QuantConv1D(2, kernel, strides, padding, 0, "ste_sign", dilationRate: dilation, name: "z")),
        .. Sequences("SeparableConv1D", (kernel, strides, dilation, padding) => x =>
            x.SeparableConv1D(2, kernel, strides, padding, dilationRate: dilation, name: "z")),
        .. Sequences("QuantSeparableConv1D", (kernel, strides, dilation, padding) => x =>
            x.QuantSeparableConv1D(2, kernel, strides, padding, 0, 1, "ste_sign", dilationRate: dilation, name: "z")),
        Row("Conv1D", Sequence, x => x.Conv1D(0, 1, name: "z"), "filters is at least 1, got 0"),
        Row(
            "Conv1D", Sequence, x => x.Conv1D(6, 1, groups: 3, name: "z"),
            "groups must divide", "got 3 groups, 4 channels"),
        Row("SeparableConv1D", Sequence, x => x.SeparableConv1D(0, 1, name: "z"), "filters is at least 1, got 0"),
        Row(
            "SeparableConv1D", Sequence, x => x.SeparableConv1D(1, 1, depthMultiplier: -1, name: "z"),
            "depth multiplier is at least 1, got -1"),
        Row(
            "QuantConv1D", Sequence, x => x.QuantConv1D(2, 3, padding: PadMode.Causal, padValue: 1, name: "z"),
            "pad value (pad_values) is 0 with Causal padding", "got 1"),
        Row(
            "QuantSeparableConv1D", Sequence,
            x => x.QuantSeparableConv1D(2, 3, padding: PadMode.Causal, padValue: -1, name: "z"),
            "pad value (pad_values) is 0 with Causal padding", "got -1"),
        .. Volumes("Conv3D", (filters, kernel, strides, padding, dilation, groups) => x =>
            x.Conv3D(filters, kernel, strides, padding, dilation, groups, name: "z")),
        .. Volumes("QuantConv3D", (filters, kernel, strides, padding, dilation, groups) => x =>
            x.QuantConv3D(filters, kernel, strides, padding, 0, "ste_sign", null, dilation, groups, name: "z")),
        .. Poolings1D("MaxPooling1D", (size, strides, padding) => x => x.MaxPool1D(size, strides, padding, "z")),
        .. Poolings1D(
            "AveragePooling1D", (size, strides, padding) => x => x.AveragePool1D(size, strides, padding, "z")),
        Row("GlobalAveragePooling1D", Image, x => x.Apply(new GlobalAveragePooling1DLayer(), name: "z"),
            "wants a sequence (length, channels)"),
        Row("GlobalMaxPooling1D", Vector, x => x.Apply(new GlobalMaxPooling1DLayer(), name: "z"),
            "wants a sequence", "got the shape (6,)"),
        Row("GlobalMaxPooling2D", Vector, x => x.GlobalMaxPool("z"), "wants an image", "got the shape (6,)"),
        .. Poolings("MaxPooling2D", (size, strides, padding) => x => x.MaxPool2D(size, strides, padding, "z")),
        .. Poolings("AveragePooling2D", (size, strides, padding) => x => x.AveragePool2D(size, strides, padding, "z")),
        Row(
            "QuantConv2D", Image, x => x.QuantConv2D(1, 1, padValue: float.NaN, name: "z"),
            "pad value is a finite number, got NaN"),
        Row("Dense", Vector, x => x.Dense(0, name: "z"), "units is at least 1, got 0"),
        Row(
            "Dense", Vector, x => x.Dense(1, (ActivationFunction)99, name: "z"),
            "activation is one of Linear, Relu", "got 99"),
        Row("Dense", Image, x => x.Dense(1, name: "z"), "wants a vector (length,)", "got the shape (9, 8, 4)"),
        Row("QuantDense", Vector, x => x.QuantDense(-1, "ste_sign", name: "z"), "units is at least 1, got -1"),
        Row(
            "QuantDense", Image, x => x.QuantDense(1, "ste_sign", name: "z"),
            "wants a vector", "got the shape (9, 8, 4)"),
        Row("Dense", new(65536), x => x.Dense(65536, name: "z"), "product at most 2147483647, got (65536, 65536)"),
        Row("QuantileThermometer", Vector, x => x.QuantileThermometer(0, "z"), "bits is from 1 to 255, got 0"),
        Row("QuantileThermometer", Vector, x => x.QuantileThermometer(256, "z"), "bits is from 1 to 255, got 256"),
        Row("QuantileThermometer", Image, x => x.QuantileThermometer(1, "z"), "wants a vector", "(9, 8, 4)"),
        Row(
            "QuantileThermometer", new(int.MaxValue),
            x => x.QuantileThermometer(2, "z"), "at most 2147483647", "got 4294967294"),
        Row("QuantileThermometer", Vector, x => x.Relu("r")
            .QuantileThermometer(1, "z"), "reads the network's input or parts of it as they came, got 'r'"),
        Row("Thermometer", Image, x => x.Thermometer(1, "z"), "wants a vector", "(9, 8, 4)"),
        Row("Thermometer", Vector, x => Bits(x, 1, 2), "has bits for each of its", "columns, got 2"),
        Row("Thermometer", Vector, x => x.Apply(new ThermometerLayer { Bits = default }, name: "z"), "columns, got 0"),
        Row("Thermometer", new(2), x => Bits(x, 1, 256), "bits is from 0 to 255, got 256"),
        Row("Thermometer", new(2), x => Bits(x, -1, 1), "bits is from 0 to 255, got -1"),
        Row("Thermometer", new(2), x => Bits(x, 0, 0), "at least one bit in all"),
        Row("Thermometer", Vector, x => x.Relu("r").Thermometer(1, "z"), "or parts of it as they came, got 'r'"),
        Row(
            "BatchNormalization", Vector, x => x.BatchNormalization(momentum: -0.1f, name: "z"),
            "momentum is from 0 to 1, got -0.1"),
        Row(
            "BatchNormalization", Vector, x => x.BatchNormalization(momentum: 1.5f, name: "z"),
            "momentum is from 0 to 1, got 1.5"),
        Row(
            "BatchNormalization", Vector,
            x => x.BatchNormalization(momentum: float.NaN, name: "z"), "momentum", "got NaN"),
        Row(
            "BatchNormalization", Vector, x => x.BatchNormalization(epsilon: 0, name: "z"),
            "epsilon is at least 1E-12, got 0"),
        Row(
            "BatchNormalization", Vector,
            x => x.BatchNormalization(epsilon: float.PositiveInfinity, name: "z"), "epsilon", "got Infinity"),
        Row(
            "BatchNormalization", new(2, 3, 1, 1, 1), x => x.BatchNormalization(name: "z"),
            "wants a vector, a sequence, an image or a volume, got the shape (2, 3, 1, 1, 1)"),
        .. TransposedAndLocalErrors.Rows,
        Row("LayerNormalization", Vector, x => x.LayerNormalization(0, name: "z"), "epsilon is at least 1E-12, got 0"),
        Row("LayerNormalization", Vector, x => x.LayerNormalization(float.NaN, name: "z"), "epsilon", "got NaN"),
        Row(
            "LayerNormalization", Vector,
            x => x.Apply(new LayerNormalizationLayer(), [x], "z"), "takes one input, got 2"),
        Row("Softmax", Vector, x => x.Apply(new SoftmaxLayer(), [x], "z"), "takes one input, got 2"),
        Row(
            "Activation", Vector, x => x.Activation((ActivationFunction)(-1), "z"),
            "function is one of Linear, Relu", "got -1"),
        Row(
            "Quantize", Vector, x => x.Apply(new QuantizeLayer { Quantizer = Quantizer.SteSign() }, [x], "z"),
            "takes one input, got 2"),
        Row(
            "Quantize", Vector, x => x.Apply(new QuantizeLayer { Quantizer = null! }, name: "z"),
            "wants a quantizer, got null"),
        Row("GlobalAveragePooling2D", Vector, x => x.GlobalAveragePool("z"), "wants an image", "got the shape (6,)"),
        Row("Flatten", Vector, x => x.Apply(new FlattenLayer(), [x], "z"), "takes one input, got 2"),
        Row("Dropout", Vector, x => x.Dropout(-0.5f, "z"), "rate is from 0 to 0.99", "got -0.5"),
        Row("Dropout", Vector, x => x.Dropout(1f, "z"), "rate is from 0 to 0.99", "got 1"),
        Row("Dropout", Vector, x => x.Dropout(float.NaN, "z"), "rate", "got NaN"),
        Row("Add", Vector, x => x.Add(x.Dense(5), "z"), "wants inputs of one shape, got (6,) and (5,)"),
        Row("Add", Vector, x => x.Apply(new AddLayer(), name: "z"), "takes two or more inputs, got 1"),
        Row(
            "Concatenate", Image, x => x.Concatenate(x.MaxPool2D(2), "z"),
            "differ in the last dimension alone, got (9, 8, 4) and (4, 4, 4)"),
        Row("Concatenate", Vector, x => x.Apply(new ConcatenateLayer(), name: "z"), "takes two or more inputs, got 1"),
        Row("Concatenate", new(int.MaxValue), x => x.Concatenate(x, "z"), "at most 2147483647", "got 4294967294"),
        Row("PReLU", Vector, x => x.PReLU([1, 2], name: "z"), "shared axes are from 1 to 1", "(6,), got [1, 2]"),
        Row("PReLU", Vector, x => x.Apply(new PReLULayer(), [x], "z"), "takes one input, got 2"),
        Row("LeakyReLU", Vector, x => x.LeakyReLU(-0.1f, "z"), "alpha is at least 0, got -0.1"),
        Row("LeakyReLU", Vector, x => x.LeakyReLU(float.NaN, "z"), "alpha", "got NaN"),
        Row("Multiply", Vector, x => x.Apply(new MultiplyLayer(), name: "z"), "takes two or more inputs, got 1"),
        Row(
            "Multiply", Image, x => x.Multiply(x.GlobalAveragePool(), "z"),
            "one rank whose dimensions are equal or 1, got (9, 8, 4) and (4,)"),
        Row("Multiply", Image, x => x.Multiply(x.Conv2D(2, 1), "z"), "equal or 1, got (9, 8, 4) and (9, 8, 2)"),
        Row(
            "Reshape", Image, x => x.Reshape([-1, -1], "z"),
            "one of which may be -1, for the 288 elements of (9, 8, 4), got [-1, -1]"),
        Row("Reshape", Image, x => x.Reshape([5, -1], "z"), "288 elements", "got [5, -1]"),
        Row("Reshape", Image, x => x.Reshape([0, -1], "z"), "at least 1", "got [0, -1]"),
        Row("Reshape", Image, x => x.Reshape([288, -2], "z"), "at least 1", "got [288, -2]"),
        Row("Reshape", Image, x => x.Reshape([100], "z"), "288 elements", "got [100]"),
        Row("Reshape", Image, x => x.Reshape([576, -1], "z"), "288 elements", "got [576, -1]"),
        Row("Reshape", Image, x => x.Reshape([], "z"), "1 to 5 dimensions", "got []"),
        Row(
            "Reshape", Image, x => x.Apply(new ReshapeLayer { TargetShape = Vector }, name: "z"),
            "a target shape of 288 elements", "got (6,)"),
        Row("ZeroPadding1D", new(7, 4), x => x.ZeroPadding1D(-1, 0, "z"), "before is at least 0, got -1"),
        Row("ZeroPadding1D", new(7, 4), x => x.ZeroPadding1D(0, -1, "z"), "after is at least 0, got -1"),
        Row(
            "ZeroPadding1D", Image, x => x.ZeroPadding1D(name: "z"),
            "wants a sequence (length, channels)", "(9, 8, 4)"),
        Row(
            "ZeroPadding1D", new(7, 4), x => x.ZeroPadding1D(int.MaxValue, 0, "z"),
            "at most 2147483647", "got 2147483654"),
        Row("ZeroPadding2D", Image, x => x.ZeroPadding2D((-1, 0), name: "z"), "top is at least 0, got -1"),
        Row("ZeroPadding2D", Image, x => x.ZeroPadding2D((0, -1), name: "z"), "left is at least 0, got -1"),
        Row("ZeroPadding2D", Image, x => x.ZeroPadding2D(0, (-2, 0), "z"), "bottom is at least 0, got -2"),
        Row("ZeroPadding2D", Image, x => x.ZeroPadding2D(0, (0, -2), "z"), "right is at least 0, got -2"),
        Row("ZeroPadding2D", Vector, x => x.ZeroPadding2D(1, name: "z"), "wants an image", "got the shape (6,)"),
        Row("ChannelPadding", Image, x => x.ChannelPadding(-1, 0, "z"), "before is at least 0, got -1"),
        Row("ChannelPadding", Image, x => x.ChannelPadding(0, -1, "z"), "after is at least 0, got -1"),
        Row("ChannelSlice", Image, x => x.ChannelSlice(4, 1, "z"), "start is from 0 to 3, got 4"),
        Row("ChannelSlice", Image, x => x.ChannelSlice(-1, 1, "z"), "start is from 0 to 3, got -1"),
        Row("ChannelSlice", Image, x => x.ChannelSlice(2, 3, "z"), "length is from 1 to 2, got 3"),
        Row("ChannelSlice", Image, x => x.ChannelSlice(2, 0, "z"), "length is from 1 to 2, got 0"),
        Row("ChannelSlice", Image, x => x.Split(3, "z")[0], "parts divide the 4 channels of (9, 8, 4), got 3"),
        Row("ChannelSlice", Image, x => x.Split(0, "z")[0], "parts divide the 4 channels", "got 0"),
        Row("Scale", Image, x => x.Scale([4], name: "z"), "axes are from 1 to 3", "got [4]"),
        Row("Scale", Image, x => x.Scale(default(Axes), name: "z"), "axes are one or more, got []"),
        Row(
            "Scale", new(2, 2, 2, 2, 2), x => x.Scale(name: "z"),
            "wants 1 to 4 dimensions, got the shape (2, 2, 2, 2, 2)"),
        Row("BlurPool2D", Image, x => x.BlurPool2D(1, name: "z"), "pool size is from 2 to 7, got 1"),
        Row("BlurPool2D", Image, x => x.BlurPool2D(8, name: "z"), "pool size is from 2 to 7, got 8"),
        Row("BlurPool2D", Image, x => x.BlurPool2D(strides: 0, name: "z"), "strides is from 1×1", "got 0×0"),
        Row(
            "BlurPool2D", Image, x => x.BlurPool2D(padding: (PadMode)9, name: "z"),
            "padding is one of Valid, Same, got 9"),
        Row(
            "BlurPool2D", new(4, 4, 1), x => x.BlurPool2D(5, padding: PadMode.Valid, name: "z"),
            "needs an image of at least 5×5", "(4, 4, 1)"),
        Row("BlurPool2D", Vector, x => x.BlurPool2D(name: "z"), "wants an image", "got the shape (6,)"),
        Row("UpSampling1D", new(7, 4), x => x.UpSampling1D(0, "z"), "size is at least 1, got 0"),
        Row("UpSampling1D", Vector, x => x.UpSampling1D(2, "z"), "wants a sequence", "got the shape (6,)"),
        Row("UpSampling2D", Image, x => x.UpSampling2D((2, 0), name: "z"), "size is from 1×1", "got 2×0"),
        Row(
            "UpSampling2D", Image, x => x.UpSampling2D(2, (Interpolation)2, "z"),
            "interpolation is one of Nearest, Bilinear, got 2"),
        Row("UpSampling2D", Vector, x => x.UpSampling2D(name: "z"), "wants an image", "got the shape (6,)"),
        Row("Identity", Vector, x => x.Apply(new IdentityLayer(), [x], "z"), "takes one input, got 2"),
        Row("Input", Vector, x => x.Apply(new InputLayer { Shape = Vector }, name: "z"), "has no inputs, got 1"),
    ];

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void Build_WrongLayer_NamesLayerWantedAndGot(
        string kind, TensorShape input, Func<NetworkTensor, NetworkTensor> network, string[] parts)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => NetworkDefinition.Build(input, network));
        StringAssert.StartsWith(error.Message, $"Layer 'z' ({kind}): ");
        foreach (var part in parts) StringAssert.Contains(error.Message, part);
    }

    [TestMethod]
    public void Rows_CoverEveryKind() => Owed.Rows(
        nameof(LayerKind), LayerKinds.Classes.Select(one => one.Name), "LayerErrorsTests.Rows",
        Rows.Select(row => (string)row[0]).Distinct(), "add one with a layer that is refused, and the message");

    [TestMethod]
    public void Build_NoInputShape_Throws()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => NetworkDefinition.Build(default, x => x));
        Assert.AreEqual("inputShape", error.ParamName);
    }

    private static IEnumerable<object[]> Kinds(
        string kind,
        Func<int, Size2D, Size2D, PadMode, Size2D, int, ActivationFunction, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Image, make(0, 1, 1, 0, 1, 1, 0), "filters is at least 1, got 0");
        yield return Row(kind, Image, make(1, (0, 1), 1, 0, 1, 1, 0), "kernel size is from 1×1", "got 0×1");
        yield return Row(kind, Image, make(1, (1, 32768), 1, 0, 1, 1, 0), "to 32767×32767, got 1×32768");
        yield return Row(kind, Image, make(1, 1, (1, 0), 0, 1, 1, 0), "strides is from 1×1", "got 1×0");
        yield return Row(kind, Image, make(1, 1, 1, 0, -1, 1, 0), "dilation rate is from 1×1", "got -1×-1");
        yield return Row(
            kind, Image, make(1, 2, 1, 0, int.MaxValue, 1, 0), "dilation rate", "got 2147483647×2147483647");
        yield return Row(kind, Image, make(1, 1, 1, (PadMode)7, 1, 1, 0), "padding is one of Valid, Same, got 7");
        yield return Row(
            kind, Image, make(1, 1, 1, PadMode.Causal, 1, 1, 0), "padding is one of Valid, Same, got Causal");
        yield return Row(kind, Image, make(1, 1, 1, 0, 1, 0, 0), "groups is at least 1, got 0");
        yield return Row(
            kind, Image, make(6, 1, 1, 0, 1, 3, 0), "groups must divide", "got 3 groups, 4 channels and 6 filters");
        yield return Row(
            kind, Image, make(3, 1, 1, 0, 1, 2, 0), "groups must divide", "got 2 groups, 4 channels and 3 filters");
        yield return Row(
            kind, Image, make(1, 1, 1, 0, 1, 1, (ActivationFunction)99), "activation is one of Linear", "got 99");
        yield return Row(
            kind, Vector, make(1, 1, 1, 0, 1, 1, 0), "wants an image (height, width, channels)", "got the shape (6,)");
        yield return Row(
            kind, Image, make(1, (2, 5), 1, 0, 2, 1, 0), "needs an image of at least 3×9",
            "window of 2×5 (dilation 2×2)", "got (9, 8, 4)");
    }

    private static IEnumerable<object[]> Depthwise(
        string kind,
        Func<Size2D, Size2D, PadMode, Size2D, int, ActivationFunction, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Image, make((0, 1), 1, 0, 1, 1, 0), "kernel size is from 1×1", "got 0×1");
        yield return Row(kind, Image, make(1, (1, 0), 0, 1, 1, 0), "strides is from 1×1", "got 1×0");
        yield return Row(kind, Image, make(1, 1, 0, -1, 1, 0), "dilation rate is from 1×1", "got -1×-1");
        yield return Row(kind, Image, make(1, 1, (PadMode)7, 1, 1, 0), "padding is one of Valid, Same", "got 7");
        yield return Row(kind, Image, make(1, 1, 0, 1, 0, 0), "depth multiplier is at least 1, got 0");
        yield return Row(kind, Image, make(1, 1, 0, 1, int.MaxValue, 0), "at most 2147483647 elements, got 8589934588");
        yield return Row(
            kind, Image, make(1, 1, 0, 1, 1, (ActivationFunction)99), "activation is one of Linear", "got 99");
        yield return Row(
            kind, Vector, make(1, 1, 0, 1, 1, 0), "wants an image (height, width, channels)", "got the shape (6,)");
        yield return Row(kind, Image, make((2, 5), 1, 0, 2, 1, 0), "needs an image of at least 3×9", "got (9, 8, 4)");
    }

    private static IEnumerable<object[]> Separable(
        string kind, Func<int, Size2D, PadMode, int, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Image, make(0, 1, 0, 1), "filters is at least 1, got 0");
        yield return Row(kind, Image, make(1, (0, 1), 0, 1), "kernel size is from 1×1", "got 0×1");
        yield return Row(kind, Image, make(1, 1, PadMode.Causal, 1), "padding is one of Valid, Same, got Causal");
        yield return Row(kind, Image, make(1, 1, 0, 0), "depth multiplier is at least 1, got 0");
        yield return Row(kind, Image, make(1, 1, 0, int.MaxValue), "at most 2147483647 elements, got 8589934588");
        yield return Row(kind, Sequence, make(1, 1, 0, 1), "wants an image (height, width, channels)", "(9, 4)");
        yield return Row(kind, Image, make(1, 10, 0, 1), "needs an image of at least 10×10", "got (9, 8, 4)");
    }

    private static IEnumerable<object[]> Sequences(
        string kind, Func<int, int, int, PadMode, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Sequence, make(0, 1, 1, 0), "kernel size is from 1 to 32767, got 0");
        yield return Row(kind, Sequence, make(1, 32768, 1, 0), "strides is from 1 to 32767, got 32768");
        yield return Row(kind, Sequence, make(1, 1, -1, 0), "dilation rate is from 1 to 32767, got -1");
        yield return Row(kind, Sequence, make(1, 1, 1, (PadMode)7), "padding is one of Valid, Same, Causal, got 7");
        yield return Row(
            kind, Image, make(1, 1, 1, 0), "wants a sequence (length, channels)", "got the shape (9, 8, 4)");
        yield return Row(
            kind, Sequence, make(4, 1, 3, 0), "needs a sequence of at least 10 steps",
            "window of 4 (dilation 3)", "got (9, 4)");
    }

    private static IEnumerable<object[]> Volumes(
        string kind, Func<int, Sides, Sides, PadMode, Sides, int, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Volume, make(0, 1, 1, 0, 1, 1), "filters is at least 1, got 0");
        yield return Row(kind, Volume, make(1, (0, 1, 2), 1, 0, 1, 1), "kernel size is from 1×1×1", "got 0×1×2");
        yield return Row(kind, Volume, make(1, 1, (1, 1, 32768), 0, 1, 1), "to 32767×32767×32767, got 1×1×32768");
        yield return Row(kind, Volume, make(1, 1, 1, 0, (1, -1, 1), 1), "dilation rate is from 1×1×1", "got 1×-1×1");
        yield return Row(
            kind, Volume, make(1, 1, 1, PadMode.Causal, 1, 1), "padding is one of Valid, Same, got Causal");
        yield return Row(
            kind, Volume, make(6, 1, 1, 0, 1, 3), "groups must divide", "got 3 groups, 4 channels and 6 filters");
        yield return Row(
            kind, Image, make(1, 1, 1, 0, 1, 1), "wants a volume (depth, height, width, channels)", "(9, 8, 4)");
        yield return Row(
            kind, Volume, make(1, (2, 5, 2), 1, 0, (1, 1, 2), 1), "needs a volume of at least 2×5×3", "window of 2×5×2",
            "got (5, 4, 6, 4)");
    }

    private static IEnumerable<object[]> Poolings1D(
        string kind, Func<int, int?, PadMode, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Sequence, make(0, null, 0), "pool size is from 1 to 32767, got 0");
        yield return Row(kind, Sequence, make(2, -1, 0), "strides is from 1 to 32767, got -1");
        yield return Row(kind, Sequence, make(2, null, PadMode.Causal), "padding is one of Valid, Same, got Causal");
        yield return Row(kind, Vector, make(2, null, 0), "wants a sequence", "got the shape (6,)");
        yield return Row(kind, Sequence, make(10, null, 0), "needs a sequence of at least 10 steps", "got (9, 4)");
    }

    private static IEnumerable<object[]> Poolings(
        string kind, Func<Size2D, Size2D?, PadMode, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Image, make(0, null, 0), "pool size is from 1×1", "got 0×0");
        yield return Row(kind, Image, make(2, (1, -1), 0), "strides is from 1×1", "got 1×-1");
        yield return Row(kind, Image, make(2, null, (PadMode)(-1)), "padding is one of Valid, Same, got -1");
        yield return Row(kind, Vector, make(2, null, 0), "wants an image", "got the shape (6,)");
        yield return Row(kind, Image, make((1, 9), null, 0), "needs an image of at least 1×9", "got (9, 8, 4)");
    }

    internal static object[] Row(
        string kind, TensorShape input, Func<NetworkTensor, NetworkTensor> network, params string[] parts) =>
        [kind, input, network, parts];

    private static NetworkTensor Bits(NetworkTensor input, params int[] bits) =>
        input.Apply(new ThermometerLayer { Bits = [.. bits] }, name: "z");
}
