using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Compiles layers that only move numbers, with zeros where there were none.</summary>
internal static class CopyOps
{
    public static PackedTensor ZeroPadding1D(LayerCompiler layer)
    {
        var kind = (ZeroPadding1DLayer)layer.Layer.Kind;
        return Pixels(layer, (_, x) => x - kind.Before, Alphabet.Real);
    }

    public static PackedTensor ZeroPadding2D(LayerCompiler layer)
    {
        var kind = (ZeroPadding2DLayer)layer.Layer.Kind;
        var (height, width) = (layer.Shape[0], layer.Shape[1]);
        return Pixels(
            layer,
            (y, x) => y < kind.Top || y >= kind.Top + height || x < kind.Left || x >= kind.Left + width
                ? -1
                : ((y - kind.Top) * width) + x - kind.Left,
            Alphabet.Real);
    }

    public static PackedTensor ChannelPadding(LayerCompiler layer) =>
        Channels(layer, ((ChannelPaddingLayer)layer.Layer.Kind).Before, Alphabet.Real);

    public static PackedTensor ChannelSlice(LayerCompiler layer) =>
        Channels(layer, -((ChannelSliceLayer)layer.Layer.Kind).Start, layer.Input.Alphabet);

    public static PackedTensor UpSampling1D(LayerCompiler layer)
    {
        var size = ((UpSampling1DLayer)layer.Layer.Kind).Size;
        return Pixels(layer, (_, x) => x / size, layer.Input.Alphabet);
    }

    public static PackedTensor UpSampling2D(LayerCompiler layer)
    {
        var kind = (UpSampling2DLayer)layer.Layer.Kind;
        if (kind.Interpolation == Interpolation.Bilinear) return BilinearOp.Compile(layer);
        var width = layer.Shape[1];
        return Pixels(layer, (y, x) => (y / kind.Size.Height * width) + (x / kind.Size.Width), layer.Input.Alphabet);
    }

    /// <summary>Each pixel of the output is one of the input's, by its number; outside of those it is 0.</summary>
    private static PackedTensor Pixels(LayerCompiler layer, Func<int, int, int> source, Alphabet alphabet)
    {
        var shape = layer.Layer.OutputShape;
        var (channels, width) = (shape.Channels, shape[shape.Rank - 2]);
        var pixels = layer.Shape.Size / channels;
        return Finish(layer, alphabet, Enumerable.Range(0, shape.Size / channels).Select(pixel =>
        {
            var from = source(pixel / width, pixel % width);
            return from >= 0 && from < pixels ? new Copy(from * channels, channels) : new Copy(Copy.Zeros, channels);
        }));
    }

    /// <summary>The input's channels begin at a channel of the output, and are cut where it ends.</summary>
    private static PackedTensor Channels(LayerCompiler layer, int begin, Alphabet alphabet)
    {
        var (from, to) = (layer.Shape.Channels, layer.Layer.OutputShape.Channels);
        var (before, skipped) = (Math.Max(begin, 0), Math.Max(-begin, 0));
        var taken = Math.Min(from - skipped, to - before);
        return Finish(layer, alphabet, Enumerable.Range(0, layer.Shape.Size / from).SelectMany(pixel => new Copy[]
        {
            new(Copy.Zeros, before), new((pixel * from) + skipped, taken), new(Copy.Zeros, to - before - taken),
        }));
    }

    private static PackedTensor Finish(LayerCompiler layer, Alphabet alphabet, IEnumerable<Copy> copies)
    {
        layer.Report(PackedArithmetic.Float, "copies", nameof(CopyOp));
        return layer.Finish(new CopyOp(layer.Floats(), Copy.Joined(copies), layer.Output()), alphabet);
    }
}

/// <summary>Neighbouring numbers to take over, or zeros.</summary>
/// <param name="From">The first, or <see cref="Zeros"/>.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Copy(int From, int Count)
{
    public const int Zeros = -1;

    /// <summary>The same with copies that continue each other in one, and empty ones left out.</summary>
    public static Copy[] Joined(IEnumerable<Copy> copies)
    {
        var joined = new List<Copy>();
        foreach (var copy in copies.Where(copy => copy.Count > 0))
        {
            var goesOn = joined.Count > 0 && (copy.From == Zeros ? joined[^1].From == Zeros
                : joined[^1].From != Zeros && joined[^1].From + joined[^1].Count == copy.From);
            if (goesOn) joined[^1] = joined[^1] with { Count = joined[^1].Count + copy.Count };
            else joined.Add(copy);
        }

        return [.. joined];
    }

    /// <summary>Where the numbers of each go, one after another.</summary>
    public static int[] Starts(Copy[] copies)
    {
        var starts = new int[copies.Length];
        for (var i = 1; i < starts.Length; i++) starts[i] = starts[i - 1] + copies[i - 1].Count;
        return starts;
    }
}

internal sealed class CopyOp(FloatSlot input, Copy[] copies, FloatSlot output) : StretchOp(output, input)
{
    private readonly int[] _starts = Copy.Starts(copies);

    protected override int Items => copies.Length;

    protected override void Run(Arena arena, int first, int end)
    {
        for (; first < end; first++)
        {
            var (row, item) = Math.DivRem(first, copies.Length);
            var copy = copies[item];
            var to = arena.All(output).Slice((row * output.Length) + _starts[item], copy.Count);
            if (copy.From == Copy.Zeros) to.Clear();
            else arena.All(input).Slice((row * input.Length) + copy.From, copy.Count).CopyTo(to);
        }
    }
}
