namespace Microsoft.ML.Larq.Packed;

/// <summary>A compiled convolution of numbers with numbers or signs. Immutable.</summary>
internal abstract class FloatConvolution(ConvolutionShape shape)
{
    public ConvolutionShape Shape { get; } = shape;

    public abstract string Name { get; }

    /// <summary>Bytes of its weights.</summary>
    public abstract long Bytes { get; }

    /// <summary>Words of scratch memory that a run needs.</summary>
    public virtual int ScratchWords => 0;

    /// <summary>Every output pixel and filter.</summary>
    /// <param name="input">Row-major (height, width, channels).</param>
    /// <param name="scratch">Memory that may be overwritten.</param>
    /// <param name="output">Row-major (height', width', filters).</param>
    public abstract void Run(ReadOnlySpan<float> input, Span<ulong> scratch, Span<float> output);
}

/// <summary>The specification: number by number.</summary>
internal sealed class ScalarFloat<TKernel>(ConvolutionShape shape, TKernel kernel, float pad, long bytes)
    : FloatConvolution(shape)
    where TKernel : struct, IKernelRows
{
    public override string Name => ScalarFloatConvolution.Name;

    public override long Bytes => bytes;

    public override void Run(ReadOnlySpan<float> input, Span<ulong> scratch, Span<float> output) =>
        ScalarFloatConvolution.Run(Shape, input, kernel, pad, output);
}
