namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>
/// Counts in how many taps each sign of a line differs, sign by sign: a register adds up as many counts as it has bits.
/// </summary>
/// <remarks>
/// Counts lie in planes: bit i of plane j has the value 2ʲ in the count of sign i. A full adder takes three bits of one
/// value and leaves their sum and a carry of twice the value, so that eight taps take seven of them. Lines may be read
/// and overwritten up to <see cref="Slack"/> bytes behind their end.
/// </remarks>
internal abstract unsafe class SliceKernel
{
    /// <summary>Planes that there can be.</summary>
    public const int MostPlanes = 8;

    /// <summary>Taps that such planes count.</summary>
    public const int MostTaps = (1 << MostPlanes) - 1;

    /// <summary>Bytes of the longest vector.</summary>
    public const int Slack = 64;

    public abstract string Name { get; }

    /// <summary>The planes of a line.</summary>
    /// <param name="taps">The taps.</param>
    /// <param name="count">How many there are, at most <see cref="MostTaps"/>.</param>
    /// <param name="bytes">Bytes of the line.</param>
    /// <param name="planes">Planes of the counts.</param>
    public abstract void Count(SliceTap* taps, int count, nint bytes, in Planes planes);

    /// <summary>The counts of a line as bytes.</summary>
    /// <param name="planes">Planes of the counts.</param>
    /// <param name="bytes">Bytes of the line.</param>
    /// <param name="counts">A byte for each sign.</param>
    public abstract void Spread(in Planes planes, nint bytes, byte* counts);

    /// <summary>Which counts reach a number of their own.</summary>
    /// <param name="planes">Planes of the counts.</param>
    /// <param name="numbers">As many planes of the numbers, in lines as far apart.</param>
    /// <param name="flips">Where a bit is 1, the answer is the other way about.</param>
    /// <param name="bytes">Bytes of the line.</param>
    /// <param name="reached">Bits of the answer.</param>
    public abstract void Reach(in Planes planes, byte* numbers, byte* flips, nint bytes, byte* reached);
}

/// <summary>Signs and weights of one tap; in whatever bits they differ, the tap counts.</summary>
internal readonly unsafe struct SliceTap(byte* signs, byte* weights)
{
    public readonly byte* Signs = signs;
    public readonly byte* Weights = weights;
}

/// <summary>Planes of counts in memory.</summary>
/// <param name="first">The plane of value 1.</param>
/// <param name="line">Bytes from a plane to the next.</param>
/// <param name="count">Planes, at most <see cref="SliceKernel.MostPlanes"/>.</param>
internal readonly unsafe struct Planes(byte* first, nint line, int count)
{
    public readonly byte* First = first;
    public readonly nint Line = line;
    public readonly int Count = count;
}
