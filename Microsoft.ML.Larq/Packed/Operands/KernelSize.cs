namespace Microsoft.ML.Larq.Packed.Operands;

/// <summary>How much a layer's kernel does, by which it is decided what is exact and what pays.</summary>
/// <param name="Depth">Weights of a filter, that is products of a sum at most.</param>
/// <param name="Weights">Weights that a pixel of a group, or a place, meets.</param>
/// <param name="IsDepthwise">Whether each filter reads one of several channels.</param>
internal readonly record struct KernelSize(long Depth, long Weights, bool IsDepthwise = false)
{
    /// <summary>Of a kernel whose every weight each pixel meets.</summary>
    /// <param name="depth">Weights of a filter.</param>
    /// <param name="filters">Filters of a group.</param>
    public static KernelSize Of(long depth, int filters) => new(depth, depth * filters);
}
