using Microsoft.ML.Larq.Microcontrollers.Functions;
using Microsoft.ML.Larq.Packed.Ops;

namespace Microsoft.ML.Larq.Microcontrollers.Steps;

/// <summary>Writes windows without weights, and copies.</summary>
internal static class ImageSteps
{
    public static void Pool(CProgram program, PoolingOp op) => program.Call(
        Windows.Pool, "pool", KernelSteps.Shape(program, op.Window, op.Image[0], op.Image[1], op.Image.Channels),
        op.IsMaximum, op.Reads[0], op.Writes);

    public static void Concatenate(CProgram program, ConcatenateOp op)
    {
        var (total, start) = (op.Channels.Sum(), 0);
        for (var i = 0; i < op.Channels.Length; i++)
        {
            var width = op.Channels[i];
            program.Call(
                Windows.Copy, "copy", op.Reads[i], op.Writes.Length / total, width, width, total,
                $"{program.At(op.Writes)} + {start}");
            start += width;
        }
    }

    public static void Pad(CProgram program, PadOp op)
    {
        program.Call(Windows.Zero, "zero", op.Writes.Length, op.Writes);
        var first = (op.Top * op.To.Line) + (op.Left * op.To.Channels);
        program.Call(
            Windows.Copy, "copy", op.Reads[0], op.From.Height, op.From.Line, op.From.Line, op.To.Line,
            $"{program.At(op.Writes)} + {first}");
    }

    public static void Channels(CProgram program, ChannelsOp op)
    {
        var taken = Math.Min(op.From - op.Skipped, op.To - op.Before);
        if (taken < op.To) program.Call(Windows.Zero, "zero", op.Writes.Length, op.Writes);
        program.Call(
            Windows.Copy, "copy", $"{program.At(op.Reads[0])} + {op.Skipped}", op.Writes.Length / op.To, taken, op.From,
            op.To, $"{program.At(op.Writes)} + {op.Before}");
    }

    public static void Repeat(CProgram program, RepeatOp op) => program.Call(
        Windows.Repeat, "repeat", op.Reads[0], op.From.Height, op.From.Width, op.From.Channels, op.Times.Height,
        op.Times.Width, op.Writes);

    public static void Bilinear(CProgram program, BilinearOp op)
    {
        string Places(BilinearOp.Tap[] taps) =>
            program.Table("places", [.. taps.SelectMany(tap => (int[])[tap.First, tap.Second])]);
        string Shares(BilinearOp.Tap[] taps) => program.Table("shares", [.. taps.Select(tap => tap.Share)]);
        program.Call(
            Windows.Bilinear, "bilinear", op.Reads[0], op.Image[1], op.Image[2], Places(op.Rows), Shares(op.Rows),
            op.Rows.Length, Places(op.Columns), Shares(op.Columns), op.Columns.Length, op.Writes);
    }
}
