using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Networks;

/// <summary>What layers share whose kernel lies on one place after the other.</summary>
public abstract record WindowedKind : BiasedKind
{
    private protected WindowedKind(int axes)
        : base(axes)
    {
    }

    /// <summary>
    /// What the kernel covers, each from 1 to 32767: steps of a sequence; height and width on an image; depth, height
    /// and width in a volume.
    /// </summary>
    public required Sides KernelSize { get; init; }

    /// <summary>Cells from one place to the next of the input, of the output where transposed; default 1.</summary>
    public Sides Strides { get; init; } = 1;

    /// <summary>How the kernel lies on the input, with a transposed convolution on the output.</summary>
    internal abstract Stencil Stencil { get; }

    /// <summary>The window over an image or a volume's plane; a sequence is an image of one row.</summary>
    internal Window2D WindowOver(TensorShape input) => Stencil.Over(input);
}

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
