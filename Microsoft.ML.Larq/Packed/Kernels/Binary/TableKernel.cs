using Microsoft.ML.Larq.Packed.Kernels.Packing;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>
/// Counts in how many signs pixels and filters differ by looking the filters' signs up in a table of the pixel's.
/// </summary>
/// <remarks>
/// Filters lie across the bytes of a vector. A step is a few signs: of a pixel the number of the table
/// T(a) = (popcount(a ⊕ i) for every i), of each filter an index i into it. So a look-up and an addition count the
/// differences of a step for every byte of a vector: there is no exclusive or, and nothing is summed across lanes.
/// Counts are kept in bytes for as many steps as cannot overflow, then widened to 16 bits.
/// </remarks>
internal abstract unsafe class TableKernel
{
    public abstract string Name { get; }

    /// <summary>Filters in one vector.</summary>
    public abstract int Lanes { get; }

    /// <summary>Signs of a step.</summary>
    public abstract int StepSigns { get; }

    /// <summary>Vectors of a tile at most: 4 or 2.</summary>
    public abstract int MostVectors { get; }

    /// <summary>The most steps whose signs can be counted in 16 bits.</summary>
    public int MostSteps => ushort.MaxValue / StepSigns;

    /// <summary>Pixels of a large tile of that many vectors; a small tile has one.</summary>
    public abstract int Pixels(int vectors);

    /// <summary>Bytes that the steps of so many bytes of signs take.</summary>
    public abstract int CutBytes(int bytes);

    /// <summary>Cuts signs, eight to a byte, into steps, one to a byte.</summary>
    /// <param name="signs">The signs; up to <see cref="SignFormat.Slack"/> bytes after them may be read.</param>
    /// <param name="bytes">Bytes of signs.</param>
    /// <param name="steps">The steps, the last filled up with +1.</param>
    /// <param name="count">How many such cuts.</param>
    /// <param name="next">Bytes from the signs of a cut to those of the next.</param>
    public abstract void Cut(byte* signs, int bytes, byte* steps, int count, nint next);

    /// <summary>Counts for a tile.</summary>
    /// <param name="pixels"><see cref="Pixels"/> or 1.</param>
    /// <param name="vectors">4, 2 or 1, at most <see cref="MostVectors"/>.</param>
    /// <param name="patches">The patches, of at most <see cref="MostSteps"/> steps.</param>
    /// <param name="weights">For each step the tile's vectors; the order is that of <see cref="Lane"/>.</param>
    /// <param name="counts">For each pixel, for each filter of the tile a count.</param>
    public abstract void Count(int pixels, int vectors, in TablePatches patches, byte* weights, ushort* counts);

    /// <summary>
    /// The byte of a vector that a filter has: the first half the even ones, so that the even bytes and the odd ones,
    /// widened, are the counts in the order of filters.
    /// </summary>
    public int Lane(int filter) => filter < Lanes / 2 ? 2 * filter : (2 * (filter - (Lanes / 2))) + 1;
}
