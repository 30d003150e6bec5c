using System.Collections.Frozen;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Microcontrollers;

/// <summary>Which kinds of layers can be written: the row that a new kind adds here.</summary>
internal static class CKinds
{
    private const string Planes = "volumes and what is enlarged by weights are sums of several images";
    private const string Places = "its weights at every place would fill a microcontroller's flash";

    // Null for what can be, else the reason why not.
    private static readonly FrozenDictionary<Type, string?> Rows = new Dictionary<Type, string?>
    {
        [typeof(InputLayer)] = null,
        [typeof(QuantileThermometerLayer)] = null,
        [typeof(ThermometerLayer)] = null,
        [typeof(DenseLayer)] = null,
        [typeof(Conv2DLayer)] = null,
        [typeof(DepthwiseConv2DLayer)] = null,
        [typeof(SeparableConv2DLayer)] = null,
        [typeof(Conv1DLayer)] = null,
        [typeof(SeparableConv1DLayer)] = null,
        [typeof(Conv3DLayer)] = Planes,
        [typeof(Conv2DTransposeLayer)] = Planes,
        [typeof(Conv3DTransposeLayer)] = Planes,
        [typeof(LocallyConnected1DLayer)] = Places,
        [typeof(LocallyConnected2DLayer)] = Places,
        [typeof(BatchNormalizationLayer)] = null,
        [typeof(LayerNormalizationLayer)] = null,
        [typeof(SoftmaxLayer)] = null,
        [typeof(ActivationLayer)] = null,
        [typeof(QuantizeLayer)] = null,
        [typeof(MaxPooling2DLayer)] = null,
        [typeof(AveragePooling2DLayer)] = null,
        [typeof(GlobalAveragePooling2DLayer)] = null,
        [typeof(MaxPooling1DLayer)] = null,
        [typeof(AveragePooling1DLayer)] = null,
        [typeof(GlobalAveragePooling1DLayer)] = null,
        [typeof(GlobalMaxPooling1DLayer)] = null,
        [typeof(GlobalMaxPooling2DLayer)] = null,
        [typeof(FlattenLayer)] = null,
        [typeof(DropoutLayer)] = null,
        [typeof(AddLayer)] = null,
        [typeof(ConcatenateLayer)] = null,
        [typeof(PReLULayer)] = null,
        [typeof(LeakyReLULayer)] = null,
        [typeof(MultiplyLayer)] = null,
        [typeof(ReshapeLayer)] = null,
        [typeof(ZeroPadding1DLayer)] = null,
        [typeof(ZeroPadding2DLayer)] = null,
        [typeof(ChannelPaddingLayer)] = null,
        [typeof(ChannelSliceLayer)] = null,
        [typeof(ScaleLayer)] = null,
        [typeof(BlurPool2DLayer)] = null,
        [typeof(UpSampling1DLayer)] = null,
        [typeof(UpSampling2DLayer)] = null,
        [typeof(IdentityLayer)] = null,
    }.ToFrozenDictionary();

    /// <summary>Kinds that have a row.</summary>
    public static IEnumerable<Type> Kinds => Rows.Keys;

    /// <summary>Why layers of a kind cannot be written; null where they can.</summary>
    public static string? WhyNot(Type kind) =>
        Rows.TryGetValue(kind, out var why) ? why : "there is no row for its kind";
}
