using Microsoft.ML.Larq.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Layers that add zeros. Torch lists the axes from the last to the first, each before and after.</summary>
internal static class PaddingModules
{
    public static LayerModule Sequence(Layer layer)
    {
        var kind = (ZeroPadding1DLayer)layer.Kind;
        return Of(kind.Before, kind.After);
    }

    public static LayerModule Image(Layer layer)
    {
        var kind = (ZeroPadding2DLayer)layer.Kind;
        return Of(kind.Left, kind.Right, kind.Top, kind.Bottom);
    }

    public static LayerModule Channels(Layer layer)
    {
        var kind = (ChannelPaddingLayer)layer.Kind;
        return Of([.. Enumerable.Repeat(0L, 2 * (layer.OutputShape.Rank - 1)), kind.Before, kind.After]);
    }

    private static LayerModule Of(params long[] amounts) =>
        LayerModule.Of(x => nn.functional.pad(x, amounts, PaddingModes.Constant, 0));
}
