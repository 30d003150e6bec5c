using Microsoft.ML.Larq.Networks;
using static Microsoft.ML.Larq.Tests.Networks.SampleShapes;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>What a network begins with.</summary>
internal static class InputSamples
{
    public static KindSample[] All { get; } =
    [
        new(new InputLayer { Shape = Image }),
        new(new QuantileThermometerLayer { Bits = 5 }, Vector),
    ];
}
