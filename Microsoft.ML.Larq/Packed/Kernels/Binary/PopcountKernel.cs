namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>
/// Counts in how many signs pixels and filters differ; the only part of a convolution that knows an instruction set.
/// </summary>
/// <remarks>
/// Filters lie across the 64-bit lanes of a vector, so one word of a patch is compared with a word of each of them and
/// nothing is summed across lanes. Counts are kept in bytes for as many steps as cannot overflow, then widened.
/// </remarks>
internal abstract unsafe class PopcountKernel
{
    /// <summary>Pixels of a large tile; a small tile has one.</summary>
    public const int Pixels = 4;

    /// <summary>Filters of a tile, large or small.</summary>
    public abstract int Filters { get; }

    /// <summary>Filters in one vector.</summary>
    public abstract int Lanes { get; }

    public abstract string Name { get; }

    /// <summary>Which of two vectors a filter of theirs has, and the lane in it.</summary>
    /// <remarks>As given here, counts of even and odd lanes interleave to the order of filters.</remarks>
    public virtual (int Vector, int Lane) Place(int filter) => (filter % 2, filter / 2);

    /// <summary>Vectors of filters whose words of one step lie next to each other; default 1.</summary>
    public virtual int Together => 1;

    /// <summary>The kernel for patches of so many words; default this one.</summary>
    public virtual PopcountKernel For(int steps) => this;

    /// <summary>Counts for some pixels and tiles of filters.</summary>
    public abstract void Count(in CountWork work);
}
