namespace Microsoft.ML.Larq.Packed.Kernels;

/// <summary>What compiled convolutions say of themselves, of numbers and of signs. Immutable.</summary>
internal abstract class CompiledConvolution(ConvolutionShape shape)
{
    public ConvolutionShape Shape { get; } = shape;

    /// <summary>The name that the report gives it.</summary>
    public abstract string Name { get; }

    /// <summary>Bytes of its weights.</summary>
    public abstract long Bytes { get; }

    /// <summary>Words of scratch memory that a run needs.</summary>
    public virtual int ScratchWords => 0;

    /// <summary>About how long a row takes, in nanoseconds.</summary>
    public abstract double Nanoseconds { get; }

    /// <summary>Whether what follows is folded into it; not into the specification.</summary>
    public virtual bool Folds => true;

    /// <summary>Into how many shares it can be cut, no more than asked for.</summary>
    public virtual int Shares(int most) => 1;
}
