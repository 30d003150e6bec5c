using System.Collections.Frozen;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Ops;

namespace Microsoft.ML.Larq.Packed;

/// <summary>How each kind of layer is compiled: the row that a new kind adds here.</summary>
internal static class PackedOps
{
    private static readonly FrozenDictionary<Type, Func<LayerCompiler, PackedTensor>> Rows =
        new Dictionary<Type, Func<LayerCompiler, PackedTensor>>
        {
            [typeof(QuantileThermometerLayer)] = QuantileThermometerOp.Compile,
            [typeof(ThermometerLayer)] = ThermometerOp.Compile,
            [typeof(DenseLayer)] = ConvolutionOps.Dense,
            [typeof(Conv2DLayer)] = ConvolutionOps.Filters,
            [typeof(DepthwiseConv2DLayer)] = ConvolutionOps.Depthwise,
            [typeof(SeparableConv2DLayer)] = SeparableOps.Compile,
            [typeof(Conv1DLayer)] = ConvolutionOps.Filters,
            [typeof(SeparableConv1DLayer)] = SeparableOps.Compile,
            [typeof(Conv3DLayer)] = VolumeOps.Filters,
            [typeof(Conv2DTransposeLayer)] = TransposedOps.Compile,
            [typeof(Conv3DTransposeLayer)] = TransposedOps.Compile,
            [typeof(LocallyConnected1DLayer)] = LocallyConnectedOps.Compile,
            [typeof(LocallyConnected2DLayer)] = LocallyConnectedOps.Compile,
            [typeof(BatchNormalizationLayer)] = BatchNormalizationOp.Compile,
            [typeof(LayerNormalizationLayer)] = LayerNormalizationOp.Compile,
            [typeof(SoftmaxLayer)] = SoftmaxOp.Compile,
            [typeof(ActivationLayer)] = ActivationOp.Compile,
            [typeof(QuantizeLayer)] = QuantizeOps.Compile,
            [typeof(MaxPooling2DLayer)] = PoolingOps.Max,
            [typeof(AveragePooling2DLayer)] = PoolingOps.Average,
            [typeof(GlobalAveragePooling2DLayer)] = PoolingOps.GlobalAverage,
            [typeof(MaxPooling1DLayer)] = PoolingOps.Max1D,
            [typeof(AveragePooling1DLayer)] = PoolingOps.Average1D,
            [typeof(GlobalAveragePooling1DLayer)] = PoolingOps.GlobalAverage,
            [typeof(GlobalMaxPooling1DLayer)] = PoolingOps.GlobalMax,
            [typeof(GlobalMaxPooling2DLayer)] = PoolingOps.GlobalMax,
            [typeof(FlattenLayer)] = layer => layer.Nothing("the same values in the same order"),
            [typeof(DropoutLayer)] = layer => layer.Nothing("drops nothing when scoring"),
            [typeof(AddLayer)] = AddOp.Compile,
            [typeof(ConcatenateLayer)] = ConcatenateOp.Compile,
            [typeof(PReLULayer)] = RowOps.PReLU,
            [typeof(LeakyReLULayer)] = RowOps.LeakyReLU,
            [typeof(MultiplyLayer)] = MultiplyOp.Compile,
            [typeof(ReshapeLayer)] = layer => layer.Nothing("the same values in the same order"),
            [typeof(ZeroPadding1DLayer)] = CopyOps.ZeroPadding1D,
            [typeof(ZeroPadding2DLayer)] = CopyOps.ZeroPadding2D,
            [typeof(ChannelPaddingLayer)] = CopyOps.ChannelPadding,
            [typeof(ChannelSliceLayer)] = CopyOps.ChannelSlice,
            [typeof(ScaleLayer)] = RowOps.Scale,
            [typeof(BlurPool2DLayer)] = ConvolutionOps.Blur,
            [typeof(UpSampling1DLayer)] = CopyOps.UpSampling1D,
            [typeof(UpSampling2DLayer)] = CopyOps.UpSampling2D,
            [typeof(IdentityLayer)] = layer => layer.Nothing("the same values"),
        }.ToFrozenDictionary();

    /// <summary>Kinds that have a row.</summary>
    public static IEnumerable<Type> Kinds => Rows.Keys;

    public static PackedTensor Compile(LayerCompiler compiler)
    {
        var layer = compiler.Layer;
        if (Rows.TryGetValue(layer.Kind.GetType(), out var row)) return row(compiler);
        throw new NotSupportedException(
            $"Layer '{layer.Name}' ({layer.Kind.ClassName}): the packed engine knows one Input and "
            + $"{string.Join(", ", Rows.Keys.SelectMany(LayerClass.Of).Select(one => one.Name).Order())}.");
    }
}
