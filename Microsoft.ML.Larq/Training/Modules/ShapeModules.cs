using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// Layers that move values about. Rows arrive flat and NHWC; images become NCHW, and vectors stay in HWC order.
/// </summary>
internal static class ShapeModules
{
    public static LayerModule Input(Layer layer)
    {
        var shape = layer.OutputShape;
        return shape.Rank == 3
            ? LayerModule.Of(rows => rows.view(-1, shape[0], shape[1], shape[2]).permute(0, 3, 1, 2).contiguous())
            : LayerModule.Of(rows => rows.view([-1, .. shape.Dimensions.Select(size => (long)size)]));
    }

    public static LayerModule Flatten() => LayerModule.Of(Flat);

    /// <summary>A row's values one after another, an image's in HWC order; a new tensor or a view.</summary>
    public static Tensor Flat(Tensor x) => (x.dim() == 4 ? x.permute(0, 2, 3, 1) : x).flatten(1);

    // Added from the first to the last, as the packed engine does: float addition is not associative.
    public static LayerModule Add() => new(inputs => inputs.Skip(1).Aggregate(inputs[0], (sum, x) => sum.Plus(x)));

    public static LayerModule Concatenate() => new(inputs => cat([.. inputs], 1));
}
