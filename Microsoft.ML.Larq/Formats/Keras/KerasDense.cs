using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>
/// Dense layers, which in Keras go along the last axis: over a sequence, an image or a volume they are convolutions of
/// one tap.
/// </summary>
internal static class KerasDense
{
    private static readonly Dictionary<(Type Dense, int Rank), Type> Convolutions = new()
    {
        [(typeof(DenseLayer), 2)] = typeof(Conv1DLayer),
        [(typeof(DenseLayer), 3)] = typeof(Conv2DLayer),
        [(typeof(DenseLayer), 4)] = typeof(Conv3DLayer),
        [(typeof(QuantDenseLayer), 2)] = typeof(QuantConv1DLayer),
        [(typeof(QuantDenseLayer), 3)] = typeof(QuantConv2DLayer),
        [(typeof(QuantDenseLayer), 4)] = typeof(QuantConv3DLayer),
    };

    public static LayerKind Read(KerasConfig config, TensorShape input, Type dense)
    {
        if (!Convolutions.TryGetValue((dense, input.Rank), out var convolution)
            || !config.Recast("units", "filters", "kernel_size", 1))
        {
            return config.Record(dense);
        }

        // The kernel has the axes of the tap in front.
        var read = (FilterKind)config.Record(convolution);
        return read with { KernelConstraint = read.KernelConstraint?.Moved(input.Rank - 1) };
    }
}
