using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.Samples.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>Layers of several inputs.</summary>
internal static class JoiningSamples
{
    public static KindSample[] All { get; } =
    [
        new(new AddLayer(), Image, Image),
        new(new ConcatenateLayer(), Vector, Vector),
        new(new MultiplyLayer(), Image, Image, Image),
    ];
}
