using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Packed.Compiling;

/// <summary>Numbers to signs.</summary>
internal sealed class PackOp(KernelSet kernels, FloatSlot input, int run, WordSlot signs)
    : PackedOp(signs, input), IRewritingOp
{
    private readonly int _runBytes = kernels.Format.RunBytes(run);

    /// <summary>Signs of a run.</summary>
    public int Length => run;

    public KernelSet Kernels => kernels;

    public override double Nanoseconds => input.Length / 16.0;

    public override void Run(Arena arena) => kernels.Pack(arena[input], run, arena[signs]);

    // Whole words are written: over the next run, unless a run ends with a word.
    public override int Parts(int most) => _runBytes % sizeof(ulong) == 0 ? Math.Min(most, input.Length / run) : 1;

    public override void RunPart(Arena arena, Span<ulong> scratch, Share share)
    {
        var (first, end) = share.Stretch(input.Length / run);
        var words = _runBytes / sizeof(ulong);
        for (var row = 0; row < arena.Rows; row++)
        {
            kernels.Pack(
                arena.All(input).Slice((row * input.Length) + (first * run), (end - first) * run), run,
                arena.All(signs).Slice((row * signs.Length) + (first * words), (end - first) * words));
        }
    }

    /// <summary>Signs of signs are the same signs.</summary>
    public Rewriting? Rewrite(OpList plan)
    {
        if (plan.Writer(input) is not QuantizeOp { IsSign: true } made || plan.OnlyReader(made) != this) return null;
        return new Rewriting(
            [new PackOp(kernels, (FloatSlot)made.Reads[0], run, signs) { Line = made.Line }], Without: [made]);
    }
}

/// <summary>One run of signs to numbers.</summary>
internal sealed class UnpackOp(KernelSet kernels, WordSlot signs, FloatSlot output) : PackedOp(output, signs)
{
    public override void Run(Arena arena) => kernels.Unpack(arena[signs], arena[output]);
}
