using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

/// <summary>
/// Layers that move values about. Rows arrive flat with the channels last; sequences, images and volumes become tensors
/// with the channels behind the rows, and vectors stay in HWC order.
/// </summary>
internal static class ShapeModules
{
    public static LayerModule Input(Layer layer) => LayerModule.Of(rows => Shaped(rows, layer.OutputShape));

    public static LayerModule Flatten() => LayerModule.Of(Flat);

    public static LayerModule Reshape(Layer layer) => LayerModule.Of(x => Shaped(Flat(x), layer.OutputShape));

    /// <summary>A row's values one after another, an image's in HWC order; a new tensor or a view.</summary>
    public static Tensor Flat(Tensor x) => (x.dim() > 2 ? x.movedim([1], [-1]) : x).flatten(1);

    // Added from the first to the last, as the packed engine does: float addition is not associative.
    public static LayerModule Add() => new(inputs => inputs.Skip(1).Aggregate(inputs[0], (sum, x) => sum.Plus(x)));

    public static LayerModule Multiply() =>
        new(inputs => inputs.Skip(1).Aggregate(inputs[0], (product, x) => product.mul(x)));

    public static LayerModule ChannelSlice(Layer layer)
    {
        var kind = (ChannelSliceLayer)layer.Kind;
        return LayerModule.Of(x => x.narrow(1, kind.Start, kind.Length));
    }

    public static LayerModule Concatenate() => new(inputs => cat([.. inputs], 1));

    // Flat rows in HWC order to (rows, channels, …).
    private static Tensor Shaped(Tensor rows, TensorShape shape)
    {
        var x = rows.reshape([-1, .. shape.Dimensions.Select(size => (long)size)]);
        return shape.Rank > 1 ? x.movedim([-1], [1]).contiguous() : x;
    }
}
