using System.Collections.Frozen;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training;

/// <summary>How each kind of layer is trained: the row that a new kind adds here.</summary>
internal static class LayerModules
{
    private static readonly FrozenDictionary<Type, Func<Layer, int, LayerModule>> Rows =
        new Dictionary<Type, Func<Layer, int, LayerModule>>
        {
            [typeof(InputLayer)] = (layer, _) => ShapeModules.Input(layer),
            [typeof(QuantileThermometerLayer)] = (layer, _) => ThermometerModule.Of(layer),
            [typeof(DenseLayer)] = DenseModule.Of,
            [typeof(QuantDenseLayer)] = DenseModule.Of,
            [typeof(Conv2DLayer)] = FilterModule.Of,
            [typeof(QuantConv2DLayer)] = FilterModule.Of,
            [typeof(DepthwiseConv2DLayer)] = DepthwiseConv2DModule.Of,
            [typeof(QuantDepthwiseConv2DLayer)] = DepthwiseConv2DModule.Of,
            [typeof(SeparableConv2DLayer)] = SeparableModule.Of,
            [typeof(QuantSeparableConv2DLayer)] = SeparableModule.Of,
            [typeof(Conv1DLayer)] = FilterModule.Of,
            [typeof(QuantConv1DLayer)] = FilterModule.Of,
            [typeof(SeparableConv1DLayer)] = SeparableModule.Of,
            [typeof(QuantSeparableConv1DLayer)] = SeparableModule.Of,
            [typeof(BatchNormalizationLayer)] = (layer, _) => BatchNormalizationModule.Of(layer),
            [typeof(ActivationLayer)] = (layer, _) =>
                LayerModule.Of(ActivationFunctions.Of(((ActivationLayer)layer.Kind).Function)),
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
        }.ToFrozenDictionary();

    /// <summary>Kinds that have a row.</summary>
    public static IEnumerable<Type> Kinds => Rows.Keys;

    /// <summary>Makes a layer's module; the seed is for what draws random numbers while training.</summary>
    public static LayerModule Create(Layer layer, int seed) => Rows[layer.Kind.GetType()](layer, seed);
}
