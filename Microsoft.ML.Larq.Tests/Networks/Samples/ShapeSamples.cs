using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.Samples.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>Layers that give the same elements, or some, in another shape.</summary>
internal static class ShapeSamples
{
    public static KindSample[] All { get; } =
    [
        new(new FlattenLayer(), Image),
        new(new ReshapeLayer { TargetShape = new(6, 3, 16) }, Image),
        new(new ZeroPadding1DLayer { Before = 2, After = 3 }, Sequence),
        new(new ZeroPadding2DLayer { Before = (0, 3), After = (2, 4) }, Image),
        new(new ChannelPaddingLayer { Before = 2, After = 1 }, Image),
        new(new ChannelSliceLayer { Start = 1, Length = 2 }, Image),
        new(new UpSampling1DLayer { Size = 3 }, Sequence),
        new(new UpSampling2DLayer { Size = (3, 1), Interpolation = Interpolation.Bilinear }, Image),
    ];
}
