using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>
/// Dense layers, which in Keras go along the last axis: over a sequence, an image or a volume they are convolutions of
/// one tap.
/// </summary>
internal static class KerasDense
{
    public static LayerKind Read(KerasConfig config, TensorShape input, bool isQuantized)
    {
        var convolution = input.Rank switch
        {
            2 => typeof(Conv1DLayer),
            3 => typeof(Conv2DLayer),
            4 => typeof(Conv3DLayer),
            _ => null,
        };
        if (convolution is null || !config.Recast("units", "filters", "kernel_size", 1))
            return config.Record(new LayerClass(typeof(DenseLayer), isQuantized));

        // The kernel has the axes of the tap in front.
        var read = (FilterKind)config.Record(new LayerClass(convolution, isQuantized));
        return read with { Kernel = read.Kernel with { Constraint = read.Kernel.Constraint?.Moved(input.Rank - 1) } };
    }
}
