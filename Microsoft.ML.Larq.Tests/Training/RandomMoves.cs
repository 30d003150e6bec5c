using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>Every kind of layer as a random move, by the rank of what it is applied to.</summary>
internal static class RandomMoves
{
    private const int MostNumbers = 4000;

    /// <summary>On shapes of every rank.</summary>
    public static IReadOnlyList<RandomMove> OfAnyRank { get; } =
    [
        new(MoveOrder.Anywhere, (c, x) => x.Activation(c.Activation())),
        new(MoveOrder.Anywhere, (c, x) => x.BatchNormalization(center: c.Coin(), scale: c.Coin())),
        new(MoveOrder.Anywhere, (c, x) => x.Dropout(0.3f)),
        new(MoveOrder.Anywhere, (c, x) => x.Identity()),
        new(MoveOrder.Anywhere, (c, x) => x.LeakyReLU(c.Pick(0.1f, 0.25f))),
        new(MoveOrder.Anywhere, (c, x) => x.PReLU(SomeAxes(c, x))),
        new(MoveOrder.Anywhere, (c, x) => x.Scale(Axes.Of([x.Shape.Rank]))),
        new(MoveOrder.Anywhere, (c, x) => x.Multiply(x.Activation(c.Activation()))),
        new(MoveOrder.Anywhere, (c, x) => x.Add(x.BatchNormalization())),
        new(MoveOrder.Anywhere, (c, x) => x.Concatenate(x.Activation(ActivationFunction.HardTanh)), IsSmall),
        new(MoveOrder.Anywhere, (c, x) => x.ChannelPadding(c.Of(0, 3), c.Of(1, 3)), IsSmall),
        new(MoveOrder.Anywhere, (c, x) => x.ChannelSlice(1, c.Of(1, x.Shape.Channels - 1)), x => x.Shape.Channels > 1),
        new(MoveOrder.Whole, (c, x) => x.Quantize(c.Input())),
        new(MoveOrder.Last, (c, x) => x.LayerNormalization(center: c.Coin(), scale: c.Coin())),
        new(MoveOrder.Last, (c, x) => x.Softmax()),
        new(MoveOrder.Last, (c, x) => x.Activation(c.AnyActivation())),
    ];

    /// <summary>On (channels,).</summary>
    public static IReadOnlyList<RandomMove> OfVectors { get; } =
    [
        new(MoveOrder.First, (c, x) => x.Dense(c.Of(1, 20), c.Activation(), c.Coin())),
        new(MoveOrder.Whole, QuantDense),
        new(MoveOrder.Whole, QuantDense),
        new(MoveOrder.Whole, (c, x) => x.Quantize(c.Bits()).QuantDense(c.Of(1, 90), null, c.Sign(), c.Activation())),
        new(MoveOrder.Whole, (c, x) => x.Add(QuantDense(c, x, x.Shape.Size))),
        new(MoveOrder.Whole, (c, x) => x.QuantDense(c.Of(200, 400), c.Levels(), c.Kernel())),
    ];

    /// <summary>On (steps, channels).</summary>
    public static IReadOnlyList<RandomMove> OfSequences { get; } =
    [
        new(MoveOrder.Whole, (c, x) => Filter(c, x, (filters, groups, side, walk) => new Conv1DLayer
        {
            Filters = filters, Groups = groups, KernelSize = side.Height, Strides = walk.Strides.Height,
            DilationRate = walk.Dilation.Height, Padding = c.Border(), UseBias = c.Coin(), Activation = c.Activation(),
            PadValue = c.Pad(), InputQuantizer = c.Input(), Kernel = c.Kernel(),
        })),
        new(MoveOrder.Whole, (c, x) => x.Apply(new SeparableConv1DLayer
        {
            Filters = c.Of(1, 20), KernelSize = c.Side(x.Shape[0]), Strides = c.Of(1, 2), Padding = c.Border(),
            DepthMultiplier = c.Of(1, 2), UseBias = c.Coin(), Activation = c.Activation(),
            InputQuantizer = c.Sign(), Depthwise = c.Sign(), Pointwise = c.Sign(),
        })),
        new(MoveOrder.Whole, (c, x) => x.Apply(new LocallyConnected1DLayer
        {
            Filters = c.Of(1, 9), KernelSize = c.Side(x.Shape[0]), Strides = c.Of(1, 2), UseBias = c.Coin(),
            Activation = c.Activation(), InputQuantizer = c.Sign(), Kernel = c.Sign(),
        })),
        new(MoveOrder.First, (c, x) => Filter(c, x, (filters, groups, side, walk) => new Conv1DLayer
        {
            Filters = filters, Groups = groups, KernelSize = side.Height, Strides = walk.Strides.Height,
            DilationRate = walk.Dilation.Height, Padding = c.Border(), UseBias = c.Coin(), Activation = c.Activation(),
        })),
        new(MoveOrder.First, (c, x) => x.Apply(new SeparableConv1DLayer
        {
            Filters = c.Of(1, 20), KernelSize = c.Side(x.Shape[0]), Strides = c.Of(1, 2), Padding = c.Border(),
            DepthMultiplier = c.Of(1, 2), UseBias = c.Coin(), Activation = c.Activation(),
        })),
        new(MoveOrder.First, (c, x) => x.Apply(new LocallyConnected1DLayer
        {
            Filters = c.Of(1, 9), KernelSize = c.Side(x.Shape[0]), Strides = c.Of(1, 2), UseBias = c.Coin(),
            Activation = c.Activation(),
        })),
        new(MoveOrder.Anywhere, (c, x) => x.MaxPool1D(c.Side(x.Shape[0]), c.Of(1, 3), c.Border())),
        new(MoveOrder.Anywhere, (c, x) => x.UpSampling1D(c.Of(1, 3)), IsSmall),
        new(MoveOrder.Anywhere, (c, x) => x.ZeroPadding1D(c.Of(0, 2), c.Of(0, 2)), IsSmall),
        new(MoveOrder.Anywhere, (c, x) => x.GlobalMaxPool()),
        new(MoveOrder.Anywhere, (c, x) => x.Reshape([1, x.Shape[0], x.Shape[1]])),
        new(MoveOrder.Last, (c, x) => x.AveragePool1D(c.Side(x.Shape[0]), c.Of(1, 3), c.Border())),
        new(MoveOrder.Last, (c, x) => x.Apply(new GlobalAveragePooling1DLayer())),
    ];

    /// <summary>On (height, width, channels).</summary>
    public static IReadOnlyList<RandomMove> OfImages { get; } =
    [
        new(MoveOrder.Whole, QuantConv2D),
        new(MoveOrder.Whole, QuantConv2D),
        new(MoveOrder.Whole, QuantConv2D),
        new(MoveOrder.Whole, (c, x) => x.QuantConv2D(
            c.Of(60, 120), (3, 4), padding: PadMode.Same, padValue: c.Of(0, 1), inputQuantizer: c.Levels(),
            kernelQuantizer: c.Kernel())),
        new(MoveOrder.Whole, (c, x) => x.Quantize(c.Bits()).QuantConv2D(
            c.Of(1, 70), 3, padding: PadMode.Same, padValue: c.Of(0, 1), kernelQuantizer: c.Sign())
            .BatchNormalization().Quantize(c.Sign()).MaxPool2D(2, 1, PadMode.Same)
            .QuantConv2D(c.Of(1, 40), 1, kernelQuantizer: c.Sign())),
        new(MoveOrder.Whole, (c, x) => x.Residual(y => y.QuantConv2D(
            y.Shape.Channels, 3, padding: PadMode.Same, padValue: c.Pad(), inputQuantizer: c.Sign(),
            kernelQuantizer: c.Sign()).BatchNormalization())),
        new(MoveOrder.Whole, (c, x) => x.QuantConv2D(
            c.Of(1, 70), 3, padding: PadMode.Same, padValue: c.Pad(), inputQuantizer: c.Sign(),
            kernelQuantizer: c.Sign()).MaxPool2D(2, 1).QuantConv2D(
                c.Of(1, 70), 1, inputQuantizer: c.Sign(), kernelQuantizer: c.Sign()),
            x => x.Shape[0] > 1 && x.Shape[1] > 1),
        new(MoveOrder.Whole, (c, x) => Windowed(c, x, (side, walk) => new DepthwiseConv2DLayer
        {
            KernelSize = side, Strides = Square(walk.Strides), DilationRate = walk.Dilation, Padding = c.Border(),
            DepthMultiplier = x.Shape.Channels < 40 ? c.Of(1, 3) : 1, UseBias = c.Coin(), Activation = c.Activation(),
            PadValue = c.Pad(), InputQuantizer = c.Sign(), Depthwise = c.Sign(),
        })),
        new(MoveOrder.Whole, (c, x) => Windowed(c, x, (side, walk) => new SeparableConv2DLayer
        {
            Filters = c.Of(1, 20), KernelSize = side, Strides = Square(walk.Strides), Padding = c.Border(),
            DepthMultiplier = c.Of(1, 2), UseBias = c.Coin(), Activation = c.Activation(), PadValue = c.Pad(),
            InputQuantizer = c.Sign(), Depthwise = c.Sign(), Pointwise = c.Sign(),
        })),
        new(MoveOrder.Whole, (c, x) => x.Apply(new Conv2DTransposeLayer
        {
            Filters = c.Of(1, 20), KernelSize = c.Side(x), Strides = c.Steps(), Padding = c.Border(),
            UseBias = c.Coin(), Activation = c.Activation(), InputQuantizer = c.Sign(), Kernel = c.Sign(),
        }), IsSmall),
        new(MoveOrder.Whole, (c, x) => x.Apply(new LocallyConnected2DLayer
        {
            Filters = c.Of(1, 6), KernelSize = c.Side(x), Strides = c.Steps(), UseBias = c.Coin(),
            Activation = c.Activation(), InputQuantizer = c.Sign(), Kernel = c.Sign(),
        }), IsSmall),
        new(MoveOrder.Turn, (c, x) => x.QuantDepthwiseConv2D(
            c.Side(x), padding: c.Border(), inputQuantizer: c.Levels(), depthwiseQuantizer: c.Kernel())),
        new(MoveOrder.Turn, (c, x) => x.Apply(new LocallyConnected2DLayer
        {
            Filters = c.Of(1, 6), KernelSize = c.Side(x), InputQuantizer = c.Levels(), Kernel = c.Kernel(),
        }), IsSmall),
        new(MoveOrder.First, (c, x) => Filter(c, x, (filters, groups, side, walk) => new Conv2DLayer
        {
            Filters = filters, Groups = groups, KernelSize = side, Strides = walk.Strides,
            DilationRate = walk.Dilation, Padding = c.Border(), UseBias = c.Coin(), Activation = c.Activation(),
        })),
        new(MoveOrder.First, (c, x) => Windowed(c, x, (side, walk) => new DepthwiseConv2DLayer
        {
            KernelSize = side, Strides = Square(walk.Strides), DilationRate = walk.Dilation, Padding = c.Border(),
            UseBias = c.Coin(), Activation = c.Activation(),
        })),
        new(MoveOrder.First, (c, x) => Windowed(c, x, (side, walk) => new SeparableConv2DLayer
        {
            Filters = c.Of(1, 20), KernelSize = side, Strides = Square(walk.Strides), Padding = c.Border(),
            UseBias = c.Coin(), Activation = c.Activation(),
        })),
        new(MoveOrder.First, (c, x) => x.Apply(new Conv2DTransposeLayer
        {
            Filters = c.Of(1, 9), KernelSize = c.Side(x), Strides = c.Steps(), Padding = c.Border(),
            UseBias = c.Coin(), Activation = c.Activation(),
        }), IsSmall),
        new(MoveOrder.First, (c, x) => x.Apply(new LocallyConnected2DLayer
        {
            Filters = c.Of(1, 6), KernelSize = c.Side(x), Strides = c.Steps(), UseBias = c.Coin(),
            Activation = c.Activation(),
        }), IsSmall),
        new(MoveOrder.Anywhere, (c, x) => x.MaxPool2D(c.Side(x), c.Coin() ? null : c.Steps(), c.Border())),
        new(MoveOrder.Anywhere, (c, x) => x.MaxPool2D(c.Side(x), c.Steps(), c.Border())),
        new(MoveOrder.Anywhere, (c, x) => x.UpSampling2D((c.Of(1, 2), c.Of(1, 2))), IsSmall),
        new(MoveOrder.Anywhere, (c, x) => x.ZeroPadding2D((c.Of(0, 2), c.Of(0, 2)), (c.Of(0, 2), 1)), IsSmall),
        new(MoveOrder.Anywhere, (c, x) => x.Apply(new GlobalMaxPooling2DLayer())),
        new(MoveOrder.Anywhere, (c, x) => x.Reshape([x.Shape[0] * x.Shape[1], x.Shape[2]])),
        new(MoveOrder.Last, (c, x) => x.AveragePool2D(c.Side(x), c.Steps(), c.Border())),
        new(MoveOrder.Last, (c, x) => x.BlurPool2D(c.Of(2, 5), padding: PadMode.Same)),
        new(MoveOrder.Last, (c, x) => x.GlobalAveragePool()),
        new(MoveOrder.Last, (c, x) => x.UpSampling2D((2, 2), Interpolation.Bilinear), IsSmall),
    ];

    /// <summary>On (depth, height, width, channels).</summary>
    public static IReadOnlyList<RandomMove> OfVolumes { get; } =
    [
        new(MoveOrder.Whole, (c, x) => x.Apply(new Conv3DLayer
        {
            Filters = c.Of(1, 20), KernelSize = c.Cube(x), Strides = (c.Of(1, 2), c.Of(1, 2), 1), Padding = c.Border(),
            UseBias = c.Coin(), Activation = c.Activation(), PadValue = c.Pad(), InputQuantizer = c.Input(),
            Kernel = c.Kernel(),
        })),
        new(MoveOrder.Whole, (c, x) => x.Apply(new Conv3DTransposeLayer
        {
            Filters = c.Of(1, 9), KernelSize = c.Cube(x), Strides = (c.Of(1, 2), 1, c.Of(1, 2)), Padding = c.Border(),
            UseBias = c.Coin(), Activation = c.Activation(), InputQuantizer = c.Sign(), Kernel = c.Sign(),
        }), IsSmall),
        new(MoveOrder.First, (c, x) => x.Apply(new Conv3DLayer
        {
            Filters = c.Of(1, 9), KernelSize = c.Cube(x), Strides = (1, c.Of(1, 2), c.Of(1, 2)), Padding = c.Border(),
            UseBias = c.Coin(), Activation = c.Activation(),
        })),
        new(MoveOrder.First, (c, x) => x.Apply(new Conv3DTransposeLayer
        {
            Filters = c.Of(1, 5), KernelSize = c.Cube(x), Padding = c.Border(), UseBias = c.Coin(),
            Activation = c.Activation(),
        }), IsSmall),
        new(MoveOrder.Anywhere, (c, x) => x.Reshape([x.Shape[0], x.Shape[1] * x.Shape[2], x.Shape[3]])),
    ];

    private static bool IsSmall(NetworkTensor x) => x.Shape.Size <= MostNumbers / 4;

    private static Size2D Square(Size2D strides) => (strides.Height, strides.Height);

    private static Axes SomeAxes(RandomChoices c, NetworkTensor x) =>
        Axes.Of([.. Enumerable.Range(1, x.Shape.Rank).Where(_ => c.Coin())]);

    private static NetworkTensor QuantDense(RandomChoices c, NetworkTensor x) =>
        QuantDense(c, x, c.Of(1, c.Coin() ? 90 : 400));

    private static NetworkTensor QuantDense(RandomChoices c, NetworkTensor x, int units) =>
        x.QuantDense(units, c.Input(), c.Kernel(), c.Activation(), c.Coin());

    private static NetworkTensor QuantConv2D(RandomChoices c, NetworkTensor x) =>
        Filter(c, x, (filters, groups, side, walk) => new Conv2DLayer
        {
            Filters = filters,
            Groups = groups,
            KernelSize = side,
            Strides = walk.Strides,
            DilationRate = walk.Dilation,
            Padding = c.Border(),
            UseBias = c.Coin(),
            Activation = c.Activation(),
            PadValue = c.Pad(),
            InputQuantizer = c.Input(),
            Kernel = c.Kernel(),
        });

    private static NetworkTensor Filter(
        RandomChoices c, NetworkTensor x, Func<int, int, Size2D, (Size2D Strides, Size2D Dilation), LayerKind> kind)
    {
        var groups = x.Shape.Channels % 2 == 0 ? c.Of(1, 2) : 1;
        return Windowed(c, x, (side, walk) => kind(c.Of(1, c.Coin() ? 35 : 120) * groups, groups, side, walk));
    }

    private static NetworkTensor Windowed(
        RandomChoices c, NetworkTensor x, Func<Size2D, (Size2D Strides, Size2D Dilation), LayerKind> kind)
    {
        var side = x.Shape.Rank == 2 ? (c.Side(x.Shape[0]), 1) : c.Side(x);
        return x.Apply(kind(side, c.Walk(side, x)));
    }
}
