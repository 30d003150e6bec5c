namespace Microsoft.ML.Larq.Packed.Kernels.Packing;

/// <summary>
/// How a kernel wants signs: 0 is +1, 1 is −1; sign i of a run is bit i mod 8 of byte i / 8; runs follow each other.
/// Bits that hold no sign are 0.
/// </summary>
/// <param name="Alignment">Bytes of which the length of a run is a multiple.</param>
internal readonly record struct SignFormat(int Alignment)
{
    /// <summary>Bytes after the last run that kernels may read and packers may overwrite with anything.</summary>
    public const int Slack = 32;

    /// <summary>The format of <see cref="Kernels.Bits"/>: every run starts at a word.</summary>
    public static SignFormat Words => new(sizeof(ulong));

    public static SignFormat Bytes => new(1);

    /// <summary>Bytes that a run of that many signs takes.</summary>
    public int RunBytes(int run)
    {
        var bytes = (run / 8) + (run % 8 == 0 ? 0 : 1);
        return checked((bytes + Alignment - 1) / Alignment * Alignment);
    }

    /// <summary>Whether runs of either length lie in memory alike.</summary>
    public bool SameBytes(int run, int other) =>
        run == other || (run % (8 * Alignment) == 0 && other % (8 * Alignment) == 0);

    /// <summary>Words that a tensor of signs takes, split into runs.</summary>
    public int WordsOf(int signs, int run) => (int)(
        ((((long)signs / run) * RunBytes(run)) + Slack + sizeof(ulong) - 1) / sizeof(ulong));
}
