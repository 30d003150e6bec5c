namespace Microsoft.ML.Larq.Packed.Kernels;

/// <summary>One part of some work.</summary>
/// <param name="Part">From 0 on.</param>
/// <param name="Of">Parts.</param>
internal readonly record struct Share(int Part, int Of)
{
    public static Share Whole => new(0, 1);

    /// <summary>Whether the part has that item, where items are dealt out in turn.</summary>
    public bool Has(int item) => item % Of == Part;

    /// <summary>The items of the part, where each has a stretch of them.</summary>
    public (int First, int End) Stretch(int items) => (
        (int)((long)items * Part / Of), (int)((long)items * (Part + 1) / Of));
}
