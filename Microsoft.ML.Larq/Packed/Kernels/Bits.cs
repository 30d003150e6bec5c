namespace Microsoft.ML.Larq.Packed.Kernels;

/// <summary>
/// Signs as bits: 0 is +1, 1 is −1. A run of signs starts at a word, its first sign in bit 0; unused bits of its last
/// word are 0.
/// </summary>
internal static class Bits
{
    public const int PerWord = 64;

    /// <summary>Words that a run of that many signs takes.</summary>
    public static int Words(int run) => (run / PerWord) + (run % PerWord == 0 ? 0 : 1);

    /// <summary>Words that a tensor takes, split into runs.</summary>
    public static int Words(int signs, int run) => checked(signs / run * Words(run));
}
