using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.Samples.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>What a network begins with.</summary>
internal static class InputSamples
{
    public static KindSample[] All { get; } =
    [
        new(new InputLayer { Shape = Image }),
        new(new QuantileThermometerLayer { Bits = 5 }, Vector),
        new(new ThermometerLayer { Bits = [.. Enumerable.Range(0, Vector.Size).Select(i => i % 4)] }, Vector),
    ];
}
