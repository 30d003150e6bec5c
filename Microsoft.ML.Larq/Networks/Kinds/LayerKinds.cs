using System.Collections.Frozen;

namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>Every kind of layer that there is, by Keras' class name: the row that a new kind adds here.</summary>
internal static class LayerKinds
{
    /// <summary>All kinds, each once.</summary>
    public static readonly Type[] All =
    [
        typeof(InputLayer),
        typeof(QuantileThermometerLayer),
        typeof(ThermometerLayer),
        typeof(DenseLayer),
        typeof(Conv2DLayer),
        typeof(DepthwiseConv2DLayer),
        typeof(SeparableConv2DLayer),
        typeof(Conv1DLayer),
        typeof(SeparableConv1DLayer),
        typeof(Conv3DLayer),
        typeof(Conv2DTransposeLayer),
        typeof(Conv3DTransposeLayer),
        typeof(LocallyConnected1DLayer),
        typeof(LocallyConnected2DLayer),
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
    ];

    private static readonly FrozenDictionary<string, LayerClass> ByName =
        All.SelectMany(LayerClass.Of).ToFrozenDictionary(one => one.Name);

    /// <summary>All classes: of a kind that may be quantized there are two.</summary>
    public static IEnumerable<LayerClass> Classes => ByName.Values;

    public static LayerClass Find(string className) => ByName.TryGetValue(className, out var known)
        ? known
        : throw new ArgumentException(
            $"Unknown layer class '{className}'; known are {string.Join(", ", ByName.Keys.Order())}.");
}

/// <summary>A class of layers by Keras' name: a kind, of which Larq has another class where it is quantized.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="IsQuantized">Whether it may have quantizers.</param>
internal sealed record LayerClass(Type Kind, bool IsQuantized)
{
    public string Name => LayerKind.NameOf(Kind, IsQuantized);

    public static IEnumerable<LayerClass> Of(Type kind)
    {
        yield return new(kind, false);
        if (kind.IsAssignableTo(typeof(BiasedKind))) yield return new(kind, true);
    }
}
