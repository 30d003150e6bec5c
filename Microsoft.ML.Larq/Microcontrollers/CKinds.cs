using System.Collections.Frozen;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Microcontrollers;

/// <summary>Which kinds of layers can be written: the row that a new kind adds here.</summary>
internal static class CKinds
{
    private static readonly FrozenSet<Type> Rows = new[]
    {
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
    }.ToFrozenSet();

    /// <summary>Kinds that have a row.</summary>
    public static IEnumerable<Type> Kinds => Rows;

    /// <summary>Whether layers of a kind can be written.</summary>
    public static bool Has(Type kind) => Rows.Contains(kind);
}
