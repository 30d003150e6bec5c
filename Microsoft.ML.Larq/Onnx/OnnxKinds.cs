using System.Collections.Frozen;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;
using Microsoft.ML.Larq.Onnx.Nodes;

namespace Microsoft.ML.Larq.Onnx;

/// <summary>How each kind of layer is written: the row that a new kind adds here.</summary>
internal static class OnnxKinds
{
    private static readonly FrozenDictionary<Type, Func<LayerWriter, OnnxTensor>> Rows =
        new Dictionary<Type, Func<LayerWriter, OnnxTensor>>
        {
            [typeof(QuantileThermometerLayer)] = ThermometerNodes.Quantiles,
            [typeof(ThermometerLayer)] = ThermometerNodes.Layer,
            [typeof(DenseLayer)] = DenseNodes.Layer,
            [typeof(Conv2DLayer)] = ConvolutionNodes.Filters,
            [typeof(DepthwiseConv2DLayer)] = ConvolutionNodes.Depthwise,
            [typeof(SeparableConv2DLayer)] = SeparableNodes.Layer,
            [typeof(Conv1DLayer)] = ConvolutionNodes.Filters,
            [typeof(SeparableConv1DLayer)] = SeparableNodes.Layer,
            [typeof(Conv3DLayer)] = ConvolutionNodes.Filters,
            [typeof(Conv2DTransposeLayer)] = TransposedNodes.Layer,
            [typeof(Conv3DTransposeLayer)] = TransposedNodes.Layer,
            [typeof(LocallyConnected1DLayer)] = LocallyConnectedNodes.Layer,
            [typeof(LocallyConnected2DLayer)] = LocallyConnectedNodes.Layer,
            [typeof(BatchNormalizationLayer)] = NormalizationNodes.Batch,
            [typeof(LayerNormalizationLayer)] = NormalizationNodes.Layer,
            [typeof(SoftmaxLayer)] = ActivationNodes.Softmax,
            [typeof(ActivationLayer)] = ActivationNodes.Layer,
            [typeof(QuantizeLayer)] = QuantizerNodes.Layer,
            [typeof(MaxPooling2DLayer)] = PoolingNodes.Max,
            [typeof(AveragePooling2DLayer)] = PoolingNodes.Average,
            [typeof(GlobalAveragePooling2DLayer)] = PoolingNodes.GlobalAverage,
            [typeof(MaxPooling1DLayer)] = PoolingNodes.Max,
            [typeof(AveragePooling1DLayer)] = PoolingNodes.Average,
            [typeof(GlobalAveragePooling1DLayer)] = PoolingNodes.GlobalAverage,
            [typeof(GlobalMaxPooling1DLayer)] = PoolingNodes.GlobalMax,
            [typeof(GlobalMaxPooling2DLayer)] = PoolingNodes.GlobalMax,
            [typeof(FlattenLayer)] = layer => layer.Same(),
            [typeof(DropoutLayer)] = layer => layer.Same(),
            [typeof(AddLayer)] = JoiningNodes.Add,
            [typeof(ConcatenateLayer)] = JoiningNodes.Concatenate,
            [typeof(PReLULayer)] = ActivationNodes.PReLU,
            [typeof(LeakyReLULayer)] = ActivationNodes.LeakyReLU,
            [typeof(MultiplyLayer)] = JoiningNodes.Multiply,
            [typeof(ReshapeLayer)] = layer => layer.Same(),
            [typeof(ZeroPadding1DLayer)] = PaddingNodes.Zeros1D,
            [typeof(ZeroPadding2DLayer)] = PaddingNodes.Zeros2D,
            [typeof(ChannelPaddingLayer)] = PaddingNodes.Channels,
            [typeof(ChannelSliceLayer)] = PaddingNodes.ChannelSlice,
            [typeof(ScaleLayer)] = NormalizationNodes.Scale,
            [typeof(BlurPool2DLayer)] = ConvolutionNodes.Blur,
            [typeof(UpSampling1DLayer)] = ResamplingNodes.Steps,
            [typeof(UpSampling2DLayer)] = ResamplingNodes.Image,
            [typeof(IdentityLayer)] = layer => layer.Same(),
        }.ToFrozenDictionary();

    /// <summary>Kinds that have a row.</summary>
    public static IEnumerable<Type> Kinds => Rows.Keys;

    /// <exception cref="NotSupportedException">The kind has no row, or its quantizer none.</exception>
    public static OnnxTensor Write(LayerWriter layer) =>
        Rows.TryGetValue(layer.Layer.Kind.GetType(), out var row)
            ? row(layer)
            : throw layer.Refused($"there are operators for {string.Join(", ", Rows.Keys.Select(kind => kind.Name))}.");
}
