using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>Wrong parameters of transposed convolutions and of those without shared weights.</summary>
internal static class TransposedAndLocalErrors
{
    private static readonly TensorShape Image = new(9, 8, 4);
    private static readonly TensorShape Volume = new(5, 9, 8, 4);
    private static readonly TensorShape Vector = new(6);

    public static IEnumerable<object[]> Rows =>
    [
        .. Images("Conv2DTranspose", (filters, kernel, strides, padding, more, dilation, activation) => x =>
            x.Conv2DTranspose(filters, kernel, strides, padding, more, dilation, activation, name: "z")),
        .. Images("QuantConv2DTranspose", (filters, kernel, strides, padding, more, dilation, activation) => x =>
            x.QuantConv2DTranspose(
                filters, kernel, strides, padding, more, "ste_sign", null, dilation, activation, name: "z")),
        .. Volumes("Conv3DTranspose", (filters, kernel, strides, padding, more, dilation) => x =>
            x.Conv3DTranspose(filters, kernel, strides, padding, more, dilation, name: "z")),
        .. Volumes("QuantConv3DTranspose", (filters, kernel, strides, padding, more, dilation) => x =>
            x.QuantConv3DTranspose(filters, kernel, strides, padding, more, "ste_sign", null, dilation, name: "z")),
        .. Local2D("LocallyConnected2D", (filters, kernel, strides, activation) => x =>
            x.LocallyConnected2D(filters, kernel, strides, activation, name: "z")),
        .. Local2D("QuantLocallyConnected2D", (filters, kernel, strides, activation) => x =>
            x.QuantLocallyConnected2D(filters, kernel, strides, "ste_sign", null, activation, name: "z")),
        .. Local1D("LocallyConnected1D", (filters, kernel, strides) => x =>
            x.LocallyConnected1D(filters, kernel, strides, name: "z")),
        .. Local1D("QuantLocallyConnected1D", (filters, kernel, strides) => x =>
            x.QuantLocallyConnected1D(filters, kernel, strides, "ste_sign", name: "z")),
    ];

    private static IEnumerable<object[]> Images(
        string kind,
        Func<int, Size2D, Size2D, PadMode, Size2D?, Size2D, ActivationFunction,
            Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Image, make(0, 1, 1, 0, null, 1, 0), "filters is at least 1, got 0");
        yield return Row(kind, Image, make(1, (0, 1), 1, 0, null, 1, 0), "kernel size is from 1×1", "got 0×1");
        yield return Row(kind, Image, make(1, 1, (1, 0), 0, null, 1, 0), "strides is from 1×1", "got 1×0");
        yield return Row(kind, Image, make(1, 1, 1, 0, null, (1, -1), 0), "dilation rate is from 1×1", "got 1×-1");
        yield return Row(
            kind, Image, make(1, 1, 1, PadMode.Causal, null, 1, 0), "padding is one of Valid, Same, got Causal");
        yield return Row(
            kind, Image, make(1, 1, 1, 0, null, 1, (ActivationFunction)99), "activation is one of", "got 99");
        yield return Row(
            kind, Image, make(1, 3, (2, 1), 0, (2, 0), 1, 0),
            "output padding is from 0 to below the strides 2×1, got 2×0");
        yield return Row(kind, Image, make(1, 3, 2, 0, (-1, 0), 1, 0), "output padding is from 0 to below", "got -1×0");
        yield return Row(
            kind, Image, make(1, 2, 2, PadMode.Same, 0, 1, 0), "no Same convolution with a kernel of 2×2, strides 2×2",
            "output padding 0×0 leads to the shape (9, 8, 4)");
        yield return Row(kind, Image, make(1, 1, 32767, 0, null, 1, 0), "product at most 2147483647");
        yield return Row(
            kind, Vector, make(1, 1, 1, 0, null, 1, 0), "wants an image (height, width, channels)", "(6,)");
    }

    private static IEnumerable<object[]> Volumes(
        string kind, Func<int, Sides, Sides, PadMode, Sides?, Sides, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Volume, make(0, 1, 1, 0, null, 1), "filters is at least 1, got 0");
        yield return Row(kind, Volume, make(1, (0, 1, 1), 1, 0, null, 1), "kernel size is from 1×1×1", "got 0×1×1");
        yield return Row(kind, Volume, make(1, 1, (1, 0, 1), 0, null, 1), "strides is from 1×1×1", "got 1×0×1");
        yield return Row(kind, Volume, make(1, 1, 1, 0, null, -1), "dilation rate is from 1×1×1", "got -1×-1×-1");
        yield return Row(
            kind, Volume, make(1, 3, (1, 2, 1), 0, (0, 1, 1), 1),
            "output padding is from 0 to below the strides 1×2×1, got 0×1×1");
        yield return Row(kind, Volume, make(1, 4, 2, PadMode.Same, 0, 1), "no Same convolution", "4×4×4");
        yield return Row(
            kind, Image, make(1, 1, 1, 0, null, 1), "wants a volume (depth, height, width, channels)", "(9, 8, 4)");
    }

    private static IEnumerable<object[]> Local2D(
        string kind, Func<int, Size2D, Size2D, ActivationFunction, Func<NetworkTensor, NetworkTensor>> make)
    {
        yield return Row(kind, Image, make(0, 1, 1, 0), "filters is at least 1, got 0");
        yield return Row(kind, Image, make(1, (1, 0), 1, 0), "kernel size is from 1×1", "got 1×0");
        yield return Row(kind, Image, make(1, 1, 0, 0), "strides is from 1×1", "got 0×0");
        yield return Row(kind, Image, make(1, 1, 1, (ActivationFunction)99), "activation is one of", "got 99");
        yield return Row(kind, Image, make(1, (1, 9), 1, 0), "needs an image of at least 1×9", "got (9, 8, 4)");
        yield return Row(kind, Image, make(int.MaxValue, 1, 1, 0), "product at most 2147483647");
        yield return Row(kind, Vector, make(1, 1, 1, 0), "wants an image", "(6,)");
    }

    private static IEnumerable<object[]> Local1D(
        string kind, Func<int, int, int, Func<NetworkTensor, NetworkTensor>> make)
    {
        var sequence = new TensorShape(9, 4);
        yield return Row(kind, sequence, make(0, 1, 1), "filters is at least 1, got 0");
        yield return Row(kind, sequence, make(1, 0, 1), "kernel size is from 1 to 32767, got 0");
        yield return Row(kind, sequence, make(1, 1, -1), "strides is from 1 to 32767, got -1");
        yield return Row(kind, sequence, make(1, 10, 1), "needs a sequence of at least 10 steps", "got (9, 4)");
        yield return Row(kind, Image, make(1, 1, 1), "wants a sequence (length, channels)", "(9, 8, 4)");
    }

    private static object[] Row(
        string kind, TensorShape input, Func<NetworkTensor, NetworkTensor> network, params string[] parts) =>
        LayerErrorsTests.Row(kind, input, network, parts);
}
