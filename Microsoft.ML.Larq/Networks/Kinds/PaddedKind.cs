using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>What convolutions and transposed ones share: the border, and the distance between taps.</summary>
public abstract record PaddedKind : WindowedKind
{
    private protected PaddedKind(int axes)
        : base(axes)
    {
    }

    /// <summary>Distance between the kernel's neighbouring taps; default 1.</summary>
    public Sides DilationRate { get; init; } = 1;

    /// <summary>
    /// What happens at the border; with a transposed convolution at that of the convolution which it is the transpose
    /// of, and <see cref="PadMode.Valid"/> or <see cref="PadMode.Same"/>.
    /// </summary>
    public PadMode Padding { get; init; }

    internal sealed override Stencil Stencil => new(SpatialAxes, KernelSize, Strides, DilationRate, Padding);
}
