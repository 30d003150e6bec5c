using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Layers that enlarge.</summary>
internal static class UpSamplingModules
{
    public static LayerModule Sequence(Layer layer)
    {
        var kind = (UpSampling1DLayer)layer.Kind;
        return LayerModule.Of(x => Repeat(x, 2, kind.Size));
    }

    public static LayerModule Image(Layer layer)
    {
        var kind = (UpSampling2DLayer)layer.Kind;
        if (kind.Interpolation == Interpolation.Nearest)
            return LayerModule.Of(x => Repeat(Repeat(x, 2, kind.Size[0]), 3, kind.Size[1]));
        long[] size = [layer.OutputShape[0], layer.OutputShape[1]];
        return LayerModule.Of(x => nn.functional.interpolate(
            x, size, mode: InterpolationMode.Bilinear, align_corners: false));
    }

    private static Tensor Repeat(Tensor x, int axis, int times)
    {
        long[] shape = [.. x.shape[..(axis + 1)], times, .. x.shape[(axis + 1)..]];
        return x.unsqueeze(axis + 1).expand(shape).flatten(axis, axis + 1);
    }
}
