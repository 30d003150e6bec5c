using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Packed.Operands;

/// <summary>Numbers to levels.</summary>
internal sealed class LevelsOp(KernelSet kernels, FloatSlot input, int steps, FloatSlot output)
    : PackedOp(output, input)
{
    public int Steps => steps;

    public override void Run(Arena arena) => RunAll(arena);

    public override void RunAll(Arena arena) => kernels.Levels(arena.All(input), steps, arena.All(output));
}

/// <summary>Numbers of one image or of several to planes of bits: for each image all planes.</summary>
internal sealed class LevelPlanesOp(
    KernelSet kernels, FloatSlot input, int images, int planes, int run, WordSlot output)
    : PackedOp(output, input)
{
    public int Images => images;

    public int Planes => planes;

    /// <summary>Numbers of a run.</summary>
    public int Length => run;

    public override void Run(Arena arena)
    {
        var (from, to) = (input.Length / images, output.Length / images);
        for (var i = 0; i < images; i++)
            kernels.PackLevels(arena[input].Slice(i * from, from), planes, run, arena[output].Slice(i * to, to));
    }
}
