namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// How a kernel wants signs: 0 is +1, 1 is −1; sign i of a run is bit i mod <paramref name="PerByte"/> of byte
/// i / <paramref name="PerByte"/>; runs follow each other. Bits that hold no sign are 0.
/// </summary>
/// <param name="PerByte">Signs in a byte: 8, or 7 for a kernel that looks popcounts up in a table of 128.</param>
/// <param name="Alignment">Bytes of which the length of a run is a multiple.</param>
internal readonly record struct SignFormat(int PerByte, int Alignment)
{
    /// <summary>Bytes after the last run that kernels may read and packers may overwrite with anything.</summary>
    public const int Slack = 32;

    /// <summary>The format of <see cref="Packed.Bits"/>: every run starts at a word.</summary>
    public static SignFormat Words => new(8, sizeof(ulong));

    public static SignFormat Bytes => new(8, 1);

    public static SignFormat Sevens => new(7, 1);

    /// <summary>Bytes that a run of that many signs takes.</summary>
    public int RunBytes(int run)
    {
        var bytes = (run / PerByte) + (run % PerByte == 0 ? 0 : 1);
        return checked((bytes + Alignment - 1) / Alignment * Alignment);
    }

    /// <summary>A slot for a tensor of signs, split into runs.</summary>
    public WordSlot Slot(int signs, int run) => new((int)(
        ((((long)signs / run) * RunBytes(run)) + Slack + sizeof(ulong) - 1) / sizeof(ulong)));
}
