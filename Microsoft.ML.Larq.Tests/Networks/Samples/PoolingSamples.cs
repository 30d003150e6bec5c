using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.Samples.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>Poolings of windows, and of all places.</summary>
internal static class PoolingSamples
{
    public static KindSample[] All { get; } =
    [
        new(new MaxPooling1DLayer { PoolSize = 3, Strides = 2, Padding = PadMode.Same }, Sequence),
        new(new AveragePooling1DLayer { PoolSize = 3, Strides = 2, Padding = PadMode.Same }, Sequence),
        new(new GlobalMaxPooling1DLayer(), Sequence),
        new(new GlobalAveragePooling1DLayer(), Sequence),
        new(new MaxPooling2DLayer { PoolSize = (3, 2), Strides = (1, 2), Padding = PadMode.Same }, Image),
        new(new AveragePooling2DLayer { PoolSize = (3, 2), Strides = (1, 2), Padding = PadMode.Same }, Image),
        new(new GlobalMaxPooling2DLayer(), Image),
        new(new GlobalAveragePooling2DLayer(), Image),
        new(new BlurPool2DLayer { PoolSize = 5, Strides = (1, 3), Padding = PadMode.Same }, Image),
    ];
}
