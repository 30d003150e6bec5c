using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// Layers that move values about. Rows arrive flat with the channels last; sequences, images and volumes become tensors
/// with the channels behind the rows, and vectors stay in HWC order.
/// </summary>
internal static class ShapeModules
{
    public static LayerModule Input(Layer layer)
    {
        var shape = layer.OutputShape;
        long[] sizes = [-1, .. shape.Dimensions.Select(size => (long)size)];
        long[] channelsFirst = [0, shape.Rank, .. Enumerable.Range(1, shape.Rank - 1).Select(axis => (long)axis)];
        return shape.Rank == 1
            ? LayerModule.Of(rows => rows.view(sizes))
            : LayerModule.Of(rows => rows.view(sizes).permute(channelsFirst).contiguous());
    }

    public static LayerModule Flatten() => LayerModule.Of(Flat);

    /// <summary>A row's values one after another, an image's in HWC order; a new tensor or a view.</summary>
    public static Tensor Flat(Tensor x)
    {
        long[] channelsLast = [0, .. Enumerable.Range(2, (int)x.dim() - 2).Select(axis => (long)axis), 1];
        return x.permute(channelsLast).flatten(1);
    }

    // Added from the first to the last, as the packed engine does: float addition is not associative.
    public static LayerModule Add() => new(inputs => inputs.Skip(1).Aggregate(inputs[0], (sum, x) => sum.Plus(x)));

    public static LayerModule Concatenate() => new(inputs => cat([.. inputs], 1));
}
