using System.Collections.Frozen;
using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Modules;

/// <summary>How each kind of layer is trained: the row that a new kind adds here.</summary>
internal static class LayerModules
{
    private static readonly FrozenDictionary<Type, Func<Layer, int, LayerModule>> Rows =
        new Dictionary<Type, Func<Layer, int, LayerModule>>
        {
            [typeof(InputLayer)] = (layer, _) => ShapeModules.Input(layer),
            [typeof(QuantileThermometerLayer)] = (layer, _) => QuantileThermometerModule.Of(layer),
            [typeof(ThermometerLayer)] = (layer, _) => ThermometerModule.Of(layer),
            [typeof(DenseLayer)] = DenseModule.Of,
            [typeof(Conv2DLayer)] = FilterModule.Of,
            [typeof(DepthwiseConv2DLayer)] = DepthwiseConv2DModule.Of,
            [typeof(SeparableConv2DLayer)] = SeparableModule.Of,
            [typeof(Conv1DLayer)] = FilterModule.Of,
            [typeof(SeparableConv1DLayer)] = SeparableModule.Of,
            [typeof(Conv3DLayer)] = FilterModule.Of,
            [typeof(Conv2DTransposeLayer)] = TransposedModule.Of,
            [typeof(Conv3DTransposeLayer)] = TransposedModule.Of,
            [typeof(LocallyConnected1DLayer)] = LocallyConnectedModule.Of,
            [typeof(LocallyConnected2DLayer)] = LocallyConnectedModule.Of,
            [typeof(BatchNormalizationLayer)] = (layer, _) => BatchNormalizationModule.Of(layer),
            [typeof(LayerNormalizationLayer)] = (layer, _) => ChannelModules.Normalization(layer),
            [typeof(SoftmaxLayer)] = (_, _) => ChannelModules.Softmax(),
            [typeof(ActivationLayer)] = (layer, _) =>
                LayerModule.Of(ActivationFunctions.Of(
                    ((ActivationLayer)layer.Kind).Function, ((ActivationLayer)layer.Kind).Alpha)),
            [typeof(QuantizeLayer)] = (layer, _) => QuantizeModule.Of(layer),
            [typeof(MaxPooling2DLayer)] = (layer, _) => PoolingModules.Max(layer),
            [typeof(AveragePooling2DLayer)] = (layer, _) => PoolingModules.Average(layer),
            [typeof(GlobalAveragePooling2DLayer)] = (_, _) => PoolingModules.GlobalAverage(),
            [typeof(MaxPooling1DLayer)] = (layer, _) => PoolingModules.Max1D(layer),
            [typeof(AveragePooling1DLayer)] = (layer, _) => PoolingModules.Average1D(layer),
            [typeof(GlobalAveragePooling1DLayer)] = (_, _) => PoolingModules.GlobalAverage(),
            [typeof(GlobalMaxPooling1DLayer)] = (_, _) => PoolingModules.GlobalMax(),
            [typeof(GlobalMaxPooling2DLayer)] = (_, _) => PoolingModules.GlobalMax(),
            [typeof(FlattenLayer)] = (_, _) => ShapeModules.Flatten(),
            [typeof(DropoutLayer)] = DropoutModule.Of,
            [typeof(AddLayer)] = (_, _) => ShapeModules.Add(),
            [typeof(ConcatenateLayer)] = (_, _) => ShapeModules.Concatenate(),
            [typeof(PReLULayer)] = (layer, _) => RowShapeModules.PReLU(layer),
            [typeof(LeakyReLULayer)] = (layer, _) =>
                LayerModule.Of(x => LayerActivations.LeakyRelu(x, ((LeakyReLULayer)layer.Kind).Alpha)),
            [typeof(MultiplyLayer)] = (_, _) => ShapeModules.Multiply(),
            [typeof(ReshapeLayer)] = (layer, _) => ShapeModules.Reshape(layer),
            [typeof(ZeroPadding1DLayer)] = (layer, _) => PaddingModules.Sequence(layer),
            [typeof(ZeroPadding2DLayer)] = (layer, _) => PaddingModules.Image(layer),
            [typeof(ChannelPaddingLayer)] = (layer, _) => PaddingModules.Channels(layer),
            [typeof(ChannelSliceLayer)] = (layer, _) => ShapeModules.ChannelSlice(layer),
            [typeof(ScaleLayer)] = (layer, _) => RowShapeModules.Scale(layer),
            [typeof(BlurPool2DLayer)] = (layer, _) => PoolingModules.Blur(layer),
            [typeof(UpSampling1DLayer)] = (layer, _) => UpSamplingModules.Sequence(layer),
            [typeof(UpSampling2DLayer)] = (layer, _) => UpSamplingModules.Image(layer),
            [typeof(IdentityLayer)] = (_, _) => LayerModule.Of(x => x),
        }.ToFrozenDictionary();

    /// <summary>Kinds that have a row.</summary>
    public static IEnumerable<Type> Kinds => Rows.Keys;

    /// <summary>Makes a layer's module; the seed is for what draws random numbers while training.</summary>
    public static LayerModule Create(Layer layer, int seed) =>
        Rows[layer.Kind.GetType()](layer, seed).WithQuantizers(layer);
}
