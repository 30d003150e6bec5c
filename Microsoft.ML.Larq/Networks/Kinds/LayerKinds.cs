using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>Every kind of layer that there is, by Keras' class name: the row that a new kind adds here.</summary>
internal static class LayerKinds
{
    private static readonly LayerRow[] Rows =
    [
        new LayerRow<InputLayer>(),
        new LayerRow<QuantileThermometerLayer>(),
        new LayerRow<ThermometerLayer>(),
        new LayerRow<DenseLayer>(),
        new LayerRow<Conv2DLayer>(),
        new LayerRow<DepthwiseConv2DLayer>(),
        new LayerRow<SeparableConv2DLayer>(),
        new LayerRow<Conv1DLayer>(),
        new LayerRow<SeparableConv1DLayer>(),
        new LayerRow<Conv3DLayer>(),
        new LayerRow<Conv2DTransposeLayer>(),
        new LayerRow<Conv3DTransposeLayer>(),
        new LayerRow<LocallyConnected1DLayer>(),
        new LayerRow<LocallyConnected2DLayer>(),
        new LayerRow<BatchNormalizationLayer>(),
        new LayerRow<LayerNormalizationLayer>(),
        new LayerRow<SoftmaxLayer>(),
        new LayerRow<ActivationLayer>(),
        new LayerRow<QuantizeLayer>(),
        new LayerRow<MaxPooling2DLayer>(),
        new LayerRow<AveragePooling2DLayer>(),
        new LayerRow<GlobalAveragePooling2DLayer>(),
        new LayerRow<MaxPooling1DLayer>(),
        new LayerRow<AveragePooling1DLayer>(),
        new LayerRow<GlobalAveragePooling1DLayer>(),
        new LayerRow<GlobalMaxPooling1DLayer>(),
        new LayerRow<GlobalMaxPooling2DLayer>(),
        new LayerRow<FlattenLayer>(),
        new LayerRow<DropoutLayer>(),
        new LayerRow<AddLayer>(),
        new LayerRow<ConcatenateLayer>(),
        new LayerRow<PReLULayer>(),
        new LayerRow<LeakyReLULayer>(),
        new LayerRow<MultiplyLayer>(),
        new LayerRow<ReshapeLayer>(),
        new LayerRow<ZeroPadding1DLayer>(),
        new LayerRow<ZeroPadding2DLayer>(),
        new LayerRow<ChannelPaddingLayer>(),
        new LayerRow<ChannelSliceLayer>(),
        new LayerRow<ScaleLayer>(),
        new LayerRow<BlurPool2DLayer>(),
        new LayerRow<UpSampling1DLayer>(),
        new LayerRow<UpSampling2DLayer>(),
        new LayerRow<IdentityLayer>(),
    ];

    private static readonly FrozenDictionary<Type, LayerRow> ByType = Rows.ToFrozenDictionary(row => row.Kind);

    private static readonly FrozenDictionary<string, LayerClass> ByName =
        Rows.SelectMany(row => LayerClass.Of(row.Kind)).ToFrozenDictionary(one => one.Name);

    /// <summary>All kinds, each once.</summary>
    public static Type[] All { get; } = [.. Rows.Select(row => row.Kind)];

    /// <summary>All classes: of a kind that may be quantized there are two.</summary>
    public static IEnumerable<LayerClass> Classes => ByName.Values;

    /// <summary>The row of a kind; null for another type.</summary>
    public static LayerRow? RowOf(Type kind) => ByType.GetValueOrDefault(kind);

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
    /// <summary>What of a kind is reached by its name alone, which trimming must leave.</summary>
    public const DynamicallyAccessedMemberTypes Needed = DynamicallyAccessedMemberTypes.PublicProperties
        | DynamicallyAccessedMemberTypes.NonPublicProperties
        | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;

    public string Name => LayerKind.NameOf(Kind, IsQuantized);

    public static IEnumerable<LayerClass> Of(Type kind)
    {
        yield return new(kind, false);
        if (kind.IsAssignableTo(typeof(BiasedKind))) yield return new(kind, true);
    }
}
