using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>Each wrong shape and parameter names the layer, what it wants and what came.</summary>
[TestClass]
public class LayerErrorsTests
{
    private static readonly TensorShape Image = new(9, 8, 4);
    private static readonly TensorShape Sequence = new(9, 4);
    private static readonly TensorShape Vector = new(6);

    public static IEnumerable<object[]> Rows =>
    [
        .. Kinds("Conv2D", (filters, kernel, strides, padding, dilation, groups, activation) => x => x.Conv2D(
            filters, kernel, strides, padding, dilation, groups, activation, name: "z")),
        .. Kinds("QuantConv2D", (filters, kernel, strides, padding, dilation, groups, activation) => x => x.QuantConv2D(
            filters, kernel, strides, padding, 0, null, null, dilation, groups, activation, name: "z")),
        .. Depthwise("DepthwiseConv2D", (kernel, strides, padding, dilation, multiplier, activation) => x =>
            x.DepthwiseConv2D(kernel, strides, padding, multiplier, dilation, activation, name: "z")),
        .. Depthwise("QuantDepthwiseConv2D", (kernel, strides, padding, dilation, multiplier, activation) => x =>
            x.QuantDepthwiseConv2D(kernel, strides, padding, 0, multiplier, null, null, dilation, activation, name: "z")),
        Row(
            "QuantDepthwiseConv2D", Image, x => x.QuantDepthwiseConv2D(1, padValue: float.NaN, name: "z"),
            "pad value is a finite number, got NaN"),
        .. Separable("SeparableConv2D", (filters, kernel, padding, multiplier) => x =>
            x.SeparableConv2D(filters, kernel, padding: padding, depthMultiplier: multiplier, name: "z")),
        .. Separable("QuantSeparableConv2D", (filters, kernel, padding, multiplier) => x =>
            x.QuantSeparableConv2D(filters, kernel, padding: padding, depthMultiplier: multiplier, name: "z")),
        .. Sequences("Conv1D", (kernel, strides, dilation, padding) => x =>
            x.Conv1D(2, kernel, strides, padding, dilation, name: "z")),
        .. Sequences("QuantConv1D", (kernel, strides, dilation, padding) => x =>
            x.QuantConv1D(2, kernel, strides, padding, dilationRate: dilation, name: "z")),
        .. Sequences("SeparableConv1D", (kernel, strides, dilation, padding) => x =>
            x.SeparableConv1D(2, kernel, strides, padding, dilationRate: dilation, name: "z")),
        .. Sequences("QuantSeparableConv1D", (kernel, strides, dilation, padding) => x =>
            x.QuantSeparableConv1D(2, kernel, strides, padding, dilationRate: dilation, name: "z")),
        Row("Conv1D", Sequence, x => x.Conv1D(0, 1, name: "z"), "filters is at least 1, got 0"),
        Row("Conv1D", Sequence, x => x.Conv1D(6, 1, groups: 3, name: "z"), "groups must divide", "got 3 groups, 4 channels"),
        Row("SeparableConv1D", Sequence, x => x.SeparableConv1D(0, 1, name: "z"), "filters is at least 1, got 0"),
        Row(
            "SeparableConv1D", Sequence, x => x.SeparableConv1D(1, 1, depthMultiplier: -1, name: "z"),
            "depth multiplier is at least 1, got -1"),
        Row(
            "QuantConv1D", Sequence, x => x.QuantConv1D(2, 3, padding: Padding.Causal, padValue: 1, name: "z"),
            "pad value (pad_values) is 0 with Causal padding", "got 1"),
        Row(
            "QuantSeparableConv1D", Sequence,
            x => x.QuantSeparableConv1D(2, 3, padding: Padding.Causal, padValue: -1, name: "z"),
            "pad value (pad_values) is 0 with Causal padding", "got -1"),
        .. Poolings1D("MaxPooling1D", (size, strides, padding) => x => x.MaxPool1D(size, strides, padding, "z")),
        .. Poolings1D("AveragePooling1D", (size, strides, padding) => x => x.AveragePool1D(size, strides, padding, "z")),
        Row("GlobalAveragePooling1D", Image, x => x.GlobalAveragePool1D("z"), "wants a sequence (length, channels)"),
        Row("GlobalMaxPooling1D", Vector, x => x.GlobalMaxPool1D("z"), "wants a sequence", "got the shape (6,)"),
        Row("GlobalMaxPooling2D", Sequence, x => x.GlobalMaxPool2D("z"), "wants an image", "got the shape (9, 4)"),
        .. Poolings("MaxPooling2D", (size, strides, padding) => x => x.MaxPool2D(size, strides, padding, "z")),
        .. Poolings("AveragePooling2D", (size, strides, padding) => x => x.AveragePool2D(size, strides, padding, "z")),
        Row("QuantConv2D", Image, x => x.QuantConv2D(1, 1, padValue: float.NaN, name: "z"), "pad value is a finite number, got NaN"),
        Row("Dense", Vector, x => x.Dense(0, name: "z"), "units is at least 1, got 0"),
        Row("Dense", Vector, x => x.Dense(1, (ActivationFunction)99, name: "z"), "activation is one of Linear, Relu", "got 99"),
        Row("Dense", Image, x => x.Dense(1, name: "z"), "wants a vector (length,)", "got the shape (9, 8, 4)"),
        Row("QuantDense", Vector, x => x.QuantDense(-1, name: "z"), "units is at least 1, got -1"),
        Row("QuantDense", Image, x => x.QuantDense(1, name: "z"), "wants a vector", "got the shape (9, 8, 4)"),
        Row("Dense", new(65536), x => x.Dense(65536, name: "z"), "product at most 2147483647, got (65536, 65536)"),
        Row("QuantileThermometer", Vector, x => x.QuantileThermometer(0, "z"), "bits is from 1 to 255, got 0"),
        Row("QuantileThermometer", Vector, x => x.QuantileThermometer(256, "z"), "bits is from 1 to 255, got 256"),
        Row("QuantileThermometer", Image, x => x.QuantileThermometer(1, "z"), "wants a vector", "(9, 8, 4)"),
        Row("QuantileThermometer", new(int.MaxValue), x => x.QuantileThermometer(2, "z"), "at most 2147483647", "got 4294967294"),
        Row("QuantileThermometer", Vector, x => x.Relu("r").QuantileThermometer(1, "z"), "reads the network's input, got 'r'"),
        Row("BatchNormalization", Vector, x => x.BatchNormalization(momentum: -0.1f, name: "z"), "momentum is from 0 to 1, got -0.1"),
        Row("BatchNormalization", Vector, x => x.BatchNormalization(momentum: 1.5f, name: "z"), "momentum is from 0 to 1, got 1.5"),
        Row("BatchNormalization", Vector, x => x.BatchNormalization(momentum: float.NaN, name: "z"), "momentum", "got NaN"),
        Row("BatchNormalization", Vector, x => x.BatchNormalization(epsilon: 0, name: "z"), "epsilon is at least 1E-12, got 0"),
        Row("BatchNormalization", Vector, x => x.BatchNormalization(epsilon: float.PositiveInfinity, name: "z"), "epsilon", "got Infinity"),
        Row(
            "BatchNormalization", new(2, 3, 1, 1, 1), x => x.BatchNormalization(name: "z"),
            "wants a vector, a sequence, an image or a volume, got the shape (2, 3, 1, 1, 1)"),
        Row("Activation", Vector, x => x.Activation((ActivationFunction)(-1), "z"), "function is one of Linear, Relu", "got -1"),
        Row("GlobalAveragePooling2D", Vector, x => x.GlobalAveragePool("z"), "wants an image", "got the shape (6,)"),
        Row("Flatten", Vector, x => x.Apply(new FlattenLayer(), [x], "z"), "takes one input, got 2"),
        Row("Dropout", Vector, x => x.Dropout(-0.5f, "z"), "rate is from 0 to 0.99", "got -0.5"),
        Row("Dropout", Vector, x => x.Dropout(1f, "z"), "rate is from 0 to 0.99", "got 1"),
        Row("Dropout", Vector, x => x.Dropout(float.NaN, "z"), "rate", "got NaN"),
        Row("Add", Vector, x => x.Add(x.Dense(5), "z"), "wants inputs of one shape, got (6,) and (5,)"),
        Row("Add", Vector, x => x.Apply(new AddLayer(), name: "z"), "takes two or more inputs, got 1"),
        Row("Concatenate", Image, x => x.Concatenate(x.MaxPool2D(2), "z"), "differ in the last dimension alone, got (9, 8, 4) and (4, 4, 4)"),
        Row("Concatenate", Vector, x => x.Apply(new ConcatenateLayer(), name: "z"), "takes two or more inputs, got 1"),
        Row("Concatenate", new(int.MaxValue), x => x.Concatenate(x, "z"), "at most 2147483647", "got 4294967294"),
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
    public void Rows_CoverEveryKind() => CollectionAssert.AreEquivalent(
        LayerKinds.All.Select(LayerKind.NameOf).ToArray(), Rows.Select(row => (string)row[0]).Distinct().ToArray());

    [TestMethod]
    public void Build_NoInputShape_Throws()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => NetworkDefinition.Build(default, x => x));
        Assert.AreEqual("Layer 'input' (Input): needs a shape.", error.Message);
    }

    private static IEnumerable<object[]> Kinds(
        string kind,
        Func<int, Size2D, Size2D, Padding, Size2D, int, ActivationFunction, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Image, make(0, 1, 1, 0, 1, 1, 0), "filters is at least 1, got 0");
        yield return Row(kind, Image, make(1, (0, 1), 1, 0, 1, 1, 0), "kernel size is from 1×1", "got 0×1");
        yield return Row(kind, Image, make(1, (1, 32768), 1, 0, 1, 1, 0), "to 32767×32767, got 1×32768");
        yield return Row(kind, Image, make(1, 1, (1, 0), 0, 1, 1, 0), "strides is from 1×1", "got 1×0");
        yield return Row(kind, Image, make(1, 1, 1, 0, -1, 1, 0), "dilation rate is from 1×1", "got -1×-1");
        yield return Row(kind, Image, make(1, 2, 1, 0, int.MaxValue, 1, 0), "dilation rate", "got 2147483647×2147483647");
        yield return Row(kind, Image, make(1, 1, 1, (Padding)7, 1, 1, 0), "padding is one of Valid, Same, got 7");
        yield return Row(kind, Image, make(1, 1, 1, Padding.Causal, 1, 1, 0), "padding is one of Valid, Same, got Causal");
        yield return Row(kind, Image, make(1, 1, 1, 0, 1, 0, 0), "groups is at least 1, got 0");
        yield return Row(kind, Image, make(6, 1, 1, 0, 1, 3, 0), "groups must divide", "got 3 groups, 4 channels and 6 filters");
        yield return Row(kind, Image, make(3, 1, 1, 0, 1, 2, 0), "groups must divide", "got 2 groups, 4 channels and 3 filters");
        yield return Row(kind, Image, make(1, 1, 1, 0, 1, 1, (ActivationFunction)7), "activation is one of Linear", "got 7");
        yield return Row(kind, Vector, make(1, 1, 1, 0, 1, 1, 0), "wants an image (height, width, channels)", "got the shape (6,)");
        yield return Row(
            kind, Image, make(1, (2, 5), 1, 0, 2, 1, 0), "needs an image of at least 3×9", "window of 2×5 (dilation 2×2)", "got (9, 8, 4)");
    }

    private static IEnumerable<object[]> Depthwise(
        string kind,
        Func<Size2D, Size2D, Padding, Size2D, int, ActivationFunction, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Image, make((0, 1), 1, 0, 1, 1, 0), "kernel size is from 1×1", "got 0×1");
        yield return Row(kind, Image, make(1, (1, 0), 0, 1, 1, 0), "strides is from 1×1", "got 1×0");
        yield return Row(kind, Image, make(1, 1, 0, -1, 1, 0), "dilation rate is from 1×1", "got -1×-1");
        yield return Row(kind, Image, make(1, 1, (Padding)7, 1, 1, 0), "padding is one of Valid, Same", "got 7");
        yield return Row(kind, Image, make(1, 1, 0, 1, 0, 0), "depth multiplier is at least 1, got 0");
        yield return Row(kind, Image, make(1, 1, 0, 1, int.MaxValue, 0), "at most 2147483647 elements, got 8589934588");
        yield return Row(kind, Image, make(1, 1, 0, 1, 1, (ActivationFunction)7), "activation is one of Linear", "got 7");
        yield return Row(kind, Vector, make(1, 1, 0, 1, 1, 0), "wants an image (height, width, channels)", "got the shape (6,)");
        yield return Row(kind, Image, make((2, 5), 1, 0, 2, 1, 0), "needs an image of at least 3×9", "got (9, 8, 4)");
    }

    private static IEnumerable<object[]> Separable(
        string kind, Func<int, Size2D, Padding, int, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Image, make(0, 1, 0, 1), "filters is at least 1, got 0");
        yield return Row(kind, Image, make(1, (0, 1), 0, 1), "kernel size is from 1×1", "got 0×1");
        yield return Row(kind, Image, make(1, 1, Padding.Causal, 1), "padding is one of Valid, Same, got Causal");
        yield return Row(kind, Image, make(1, 1, 0, 0), "depth multiplier is at least 1, got 0");
        yield return Row(kind, Image, make(1, 1, 0, int.MaxValue), "at most 2147483647 elements, got 8589934588");
        yield return Row(kind, Sequence, make(1, 1, 0, 1), "wants an image (height, width, channels)", "(9, 4)");
        yield return Row(kind, Image, make(1, 10, 0, 1), "needs an image of at least 10×10", "got (9, 8, 4)");
    }

    private static IEnumerable<object[]> Sequences(
        string kind, Func<int, int, int, Padding, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Sequence, make(0, 1, 1, 0), "kernel size is from 1 to 32767, got 0");
        yield return Row(kind, Sequence, make(1, 32768, 1, 0), "strides is from 1 to 32767, got 32768");
        yield return Row(kind, Sequence, make(1, 1, -1, 0), "dilation rate is from 1 to 32767, got -1");
        yield return Row(kind, Sequence, make(1, 1, 1, (Padding)7), "padding is one of Valid, Same, Causal, got 7");
        yield return Row(kind, Image, make(1, 1, 1, 0), "wants a sequence (length, channels)", "got the shape (9, 8, 4)");
        yield return Row(
            kind, Sequence, make(4, 1, 3, 0), "needs a sequence of at least 10 steps", "window of 4 (dilation 3)", "got (9, 4)");
    }

    private static IEnumerable<object[]> Poolings1D(
        string kind, Func<int, int?, Padding, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Sequence, make(0, null, 0), "pool size is from 1 to 32767, got 0");
        yield return Row(kind, Sequence, make(2, -1, 0), "strides is from 1 to 32767, got -1");
        yield return Row(kind, Sequence, make(2, null, Padding.Causal), "padding is one of Valid, Same, got Causal");
        yield return Row(kind, Vector, make(2, null, 0), "wants a sequence", "got the shape (6,)");
        yield return Row(kind, Sequence, make(10, null, 0), "needs a sequence of at least 10 steps", "got (9, 4)");
    }

    private static IEnumerable<object[]> Poolings(
        string kind, Func<Size2D, Size2D?, Padding, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Image, make(0, null, 0), "pool size is from 1×1", "got 0×0");
        yield return Row(kind, Image, make(2, (1, -1), 0), "strides is from 1×1", "got 1×-1");
        yield return Row(kind, Image, make(2, null, (Padding)(-1)), "padding is one of Valid, Same, got -1");
        yield return Row(kind, Vector, make(2, null, 0), "wants an image", "got the shape (6,)");
        yield return Row(kind, Image, make((1, 9), null, 0), "needs an image of at least 1×9", "got (9, 8, 4)");
    }

    private static object[] Row(
        string kind, TensorShape input, Func<NetworkTensor, NetworkTensor> network, params string[] parts) =>
        [kind, input, network, parts];
}
