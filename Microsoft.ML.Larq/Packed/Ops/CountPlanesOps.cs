using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Depthwise;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>Signs to the planes of a depthwise convolution's counts.</summary>
internal sealed class CountPlanesOp(WordSlot input, DepthwiseSigns depthwise, PlaneLines lines, WordSlot planes)
    : SharedOp(planes, input)
{
    public override int ScratchWords => depthwise.ScratchWords;

    public override double Nanoseconds => depthwise.Nanoseconds / 4;

    public override int Parts(int most) => depthwise.Shares(most);

    public override void RunPart(Arena arena, Span<ulong> scratch, Share share) =>
        depthwise.Run(arena.All(input), scratch, lines, arena.All(planes), arena.Rows, share);
}

/// <summary>Planes of counts to the numbers of a kernel of one cell.</summary>
internal sealed class PlanesPointwiseOp : SharedOp, IFoldingOp
{
    private readonly WordSlot _planes;
    private readonly DepthwiseSigns _depthwise;
    private readonly BinaryConvolution _pointwise;
    private readonly PlaneLines _lines;
    private readonly float[] _sums;
    private readonly SumFinish _between;
    private readonly Finishing _after;
    private readonly SumFinish _finish;
    private readonly int _part;
    private readonly int _parts;

    /// <param name="planes">The planes.</param>
    /// <param name="depthwise">What gives the counts.</param>
    /// <param name="pointwise">The kernel, over a line of all planes.</param>
    /// <param name="lines">How they lie.</param>
    /// <param name="sums">The sum of each filter's weights.</param>
    /// <param name="between">
    /// What makes whole numbers of the sums over signs of both kernels, where pixels count every tap; no centre where
    /// some do not.
    /// </param>
    /// <param name="after">What becomes of the whole numbers.</param>
    public PlanesPointwiseOp(
        WordSlot planes, DepthwiseSigns depthwise, BinaryConvolution pointwise, PlaneLines lines, float[] sums,
        SumFinish between, Finishing after)
        : base(after.Output, after.Reads(planes))
    {
        (_planes, _depthwise, _pointwise, _lines) = (planes, depthwise, pointwise, lines);
        (_sums, _between, _after) = (sums, between, after);
        _part = pointwise.Shape.Width * sums.Length;
        _parts = after.Output.Length / _part;

        // The constant of a pixel whose window lies wholly in the image, so that every tap counts.
        var whole = depthwise.Shape.Taps - pointwise.Weight;
        float[] centers = [.. sums.Select((sum, filter) =>
            (between.Factor * (whole * sum)) + (between.Centers.Length > 0 ? between.Centers[filter] : 0))];
        _finish = (depthwise.LeavesOut ? SumFinish.Nothing : after.Finish)
            .Behind(new SumFinish([], ActivationFunction.Linear, between.Factor, centers));
    }

    public override int ScratchWords => _pointwise.ScratchWords;

    public override double Nanoseconds => _pointwise.Nanoseconds * _parts;

    public Folded? With(PackedOp reader) => _after.With(reader, _sums.Length) is { } both
        ? new Folded(new PlanesPointwiseOp(_planes, _depthwise, _pointwise, _lines, _sums, _between, both))
        : null;

    public override int Parts(int most) => Math.Min(most, _parts);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunPart(Arena arena, Span<ulong> scratch, Share share)
    {
        var (first, end) = share.Stretch(arena.Rows * _parts);
        for (var i = first; i < end; i++)
        {
            var (row, line) = Math.DivRem(i, _parts);
            var at = (row * _planes.Length) + _lines.Word(line, 0);
            var planes = arena.All(_planes).Slice(at, _lines.Planes * _lines.Words);
            var output = arena.All(_after.Output).Slice(i * _part, _part);
            var other = _after.Shortcut is { } shortcut ? arena.All(shortcut).Slice(i * _part, _part) : default;
            if (!_depthwise.LeavesOut)
            {
                _pointwise.Run(planes, scratch, _finish, output, 1, Share.Whole, other);
                continue;
            }

            _pointwise.Run(planes, scratch, _finish, output, 1, Share.Whole, default);
            TakeOff(line, output);
            _after.Finish.Run(output);
            if (!other.IsEmpty) VectorArithmetic.Add(output, other);
        }
    }

    // At the border a pixel counts fewer taps: each missing one takes the sum of the filter's weights off.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeOff(int line, Span<float> output)
    {
        for (var pixel = 0; pixel < _pointwise.Shape.Width; pixel++)
        {
            var (y, x) = Math.DivRem((line * _pointwise.Shape.Width) + pixel, _depthwise.Shape.Window.Columns.Output);
            var missing = _depthwise.Shape.Taps - _depthwise.SignsOf(y, x);
            if (missing == 0) continue;
            var sums = output.Slice(pixel * _sums.Length, _sums.Length);
            for (var i = 0; i < sums.Length; i++) sums[i] -= missing * _sums[i];
        }
    }
}
