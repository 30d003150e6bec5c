using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Layers whose weights are shaped like a row, with 1 along some axes: PReLU and Scale.</summary>
internal static class RowShapeModules
{
    public static LayerModule PReLU(Layer layer)
    {
        var axes = ChannelsFirst(layer.OutputShape.Rank);
        var module = new ParametricReLU(ShapeOf(layer.Weights[0], axes), layer.Name);
        return LayerModule.Of(module, new WeightBinding(layer.Weights[0], () => module.Alpha, axes));
    }

    public static LayerModule Scale(Layer layer)
    {
        var axes = ChannelsFirst(layer.OutputShape.Rank);
        var module = new Scale([.. layer.Weights.Select(spec => ShapeOf(spec, axes))], layer.Name);
        return LayerModule.Of(module, [.. layer.Weights.Index().Select(pair =>
            new WeightBinding(pair.Item, () => module.Scales[pair.Index], axes))]);
    }

    // Axis i of Torch's tensor is axis [i] of the hub's.
    private static long[] ChannelsFirst(int rank) =>
        [rank - 1, .. Enumerable.Range(0, rank - 1).Select(axis => (long)axis)];

    private static long[] ShapeOf(WeightSpec spec, long[] axes) =>
        [.. axes.Select(axis => (long)spec.Shape[(int)axis])];
}
