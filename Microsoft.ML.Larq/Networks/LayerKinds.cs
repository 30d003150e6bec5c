using System.Collections.Frozen;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Every kind of layer that there is, by Keras' class name: the row that a new kind adds here.</summary>
internal static class LayerKinds
{
    private static readonly FrozenDictionary<string, Type> ByName = new[]
    {
        typeof(InputLayer),
        typeof(QuantileThermometerLayer),
        typeof(DenseLayer),
        typeof(QuantDenseLayer),
        typeof(Conv2DLayer),
        typeof(QuantConv2DLayer),
        typeof(DepthwiseConv2DLayer),
        typeof(QuantDepthwiseConv2DLayer),
        typeof(SeparableConv2DLayer),
        typeof(QuantSeparableConv2DLayer),
        typeof(Conv1DLayer),
        typeof(QuantConv1DLayer),
        typeof(SeparableConv1DLayer),
        typeof(QuantSeparableConv1DLayer),
        typeof(Conv3DLayer),
        typeof(QuantConv3DLayer),
        typeof(Conv2DTransposeLayer),
        typeof(QuantConv2DTransposeLayer),
        typeof(Conv3DTransposeLayer),
        typeof(QuantConv3DTransposeLayer),
        typeof(LocallyConnected1DLayer),
        typeof(QuantLocallyConnected1DLayer),
        typeof(LocallyConnected2DLayer),
        typeof(QuantLocallyConnected2DLayer),
        typeof(BatchNormalizationLayer),
        typeof(LayerNormalizationLayer),
        typeof(SoftmaxLayer),
        typeof(ActivationLayer),
        typeof(QuantizeLayer),
        typeof(MaxPooling2DLayer),
        typeof(AveragePooling2DLayer),
        typeof(GlobalAveragePooling2DLayer),
        typeof(MaxPooling1DLayer),
        typeof(AveragePooling1DLayer),
        typeof(GlobalAveragePooling1DLayer),
        typeof(GlobalMaxPooling1DLayer),
        typeof(GlobalMaxPooling2DLayer),
        typeof(FlattenLayer),
        typeof(DropoutLayer),
        typeof(AddLayer),
        typeof(ConcatenateLayer),
        typeof(PReLULayer),
        typeof(LeakyReLULayer),
        typeof(MultiplyLayer),
        typeof(ReshapeLayer),
        typeof(ZeroPadding1DLayer),
        typeof(ZeroPadding2DLayer),
        typeof(ChannelPaddingLayer),
        typeof(ChannelSliceLayer),
        typeof(ScaleLayer),
        typeof(BlurPool2DLayer),
        typeof(UpSampling1DLayer),
        typeof(UpSampling2DLayer),
        typeof(IdentityLayer),
    }.ToFrozenDictionary(LayerKind.NameOf);

    public static IEnumerable<Type> All => ByName.Values;

    public static Type Find(string className) => ByName.TryGetValue(className, out var kind)
        ? kind
        : throw new ArgumentException(
            $"Unknown layer class '{className}'; known are {string.Join(", ", ByName.Keys.Order())}.");
}
